"""Find the row of column headings under merged titles, and say which column is which."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from luodi.kernel.sheets.places import column_index, column_letter
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.values.texts import clean_text, same_key

BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
MARKS: Final = re.compile(r"[*:;,.、。·\"'“”‘’_\-—/\\|]+")
LETTERS: Final = re.compile(r"[A-Za-z]{1,3}")
MORE_ROWS: Final = 2
SHOWN: Final = 8  # so many expected headings are named when none is found


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that is looked for: its label and the other names offices give it."""

    key: str
    label: str
    aliases: Sequence[str] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A column that appears more than once under equally good names; the first was taken."""

    key: str
    label: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where the headings are. Rows and columns are counted from 0."""

    header_row: int  # the last row of the headings; data starts below it
    columns: dict[str, int]  # key → column
    unknown: list[str] = field(default_factory=list)  # headings that nobody asked for
    missing: list[Heading] = field(default_factory=list)  # required and not found
    duplicates: list[Duplicate] = field(default_factory=list)

    def require(self) -> "Found":
        """Return itself, or refuse the file when a required column is missing or one is there twice."""
        if self.missing:
            labels = "、".join(f"“{heading.label}”" for heading in self.missing)
            raise BadFile("missing_columns", row=self.header_row + 1, missing=labels)
        for twice in self.duplicates:
            letters = "、".join(column_letter(column) for column in twice.columns)
            raise BadFile("duplicate_columns", label=twice.label, columns=letters)
        return self


@dataclass(slots=True)
class _Block:
    """One row, or two rows, taken for the headings."""

    last_row: int
    height: int
    texts: list[list[str]]  # of each column, from the top, without repeats
    matches: dict[str, list[tuple[int, int]]]  # key → (rank, column), best first

    @property
    def worth(self) -> tuple[int, int, int]:
        return len(self.matches), -self.height, -self.last_row


def find_headings(
    rows: Iterable[Sequence[object]],
    headings: Sequence[Heading],
    *,
    look: int = 30,
    mapping: Mapping[str, str] | None = None,
) -> Found:
    """Find the headings within the first `look` rows: columns in any order, one row or two.

    Two-row headings are best read with merged cells filled. `mapping` names, for a key, the
    heading in the file or the letter of its column, or "" to leave it out; it goes before
    labels and aliases. The unit in brackets counts when a label has one: 金额（万元） is never
    taken for 金额（元）. Raises BadFile when nothing is found.
    """
    mapping = mapping or {}
    top = [[clean_text(cell) for cell in row] for row in islice(rows, look)]
    names = _Names([one for one in headings if mapping.get(one.key) != ""], mapping)
    best = max(_blocks(top, names), key=lambda block: block.worth, default=None)
    if best is None or not best.matches:
        best = _block_by_letters(top, mapping, names)
    if best is None:
        expected = "、".join(str(heading.label) for heading in headings[:SHOWN])
        raise BadFile("no_headings", look=look, expected=expected)
    columns = {key: matches[0][1] for key, matches in best.matches.items()}
    columns = _with_letters(columns, mapping, len(best.texts))
    return Found(
        header_row=_last_header_row(top, best, set(columns.values())),
        columns=columns,
        unknown=_unknown(best, columns),
        missing=[one for one in headings if one.required and one.key not in columns],
        duplicates=_duplicates(best, columns, headings),
    )


def heading_form(text: str) -> str:
    """Return what spellings of one heading have in common; brackets and their content stay."""
    return MARKS.sub("", same_key(text))


def _bare_form(text: str) -> str:
    return MARKS.sub("", BRACKETS.sub("", same_key(text)))


class _Names:
    """All names by which the wanted columns go, ranked: label before alias, whole before bare."""

    def __init__(self, headings: Sequence[Heading], mapping: Mapping[str, str]) -> None:
        self.ranked: dict[str, tuple[int, str]] = {}
        for heading in headings:
            named = mapping.get(heading.key)
            labels = [named] if named else [str(heading.label)]
            for rank, names in ((0, labels), (1, [] if named else heading.aliases)):
                for name in names:
                    offer = (rank, heading.key)
                    form = heading_form(str(name))
                    self.ranked[form] = min(self.ranked.get(form, offer), offer, key=lambda o: o[0])

    def match(self, text: str) -> tuple[int, str] | None:
        """Return rank and key of the column that this heading names."""
        if whole := self.ranked.get(heading_form(text)):
            return whole
        bare = self.ranked.get(_bare_form(text))
        return (bare[0] + 2, bare[1]) if bare else None


def _blocks(top: list[list[str]], names: _Names) -> Iterator[_Block]:
    for number, row in enumerate(top):
        yield _block(number, [row], names)
        if number:
            yield _block(number, [top[number - 1], row], names)


def _block(last_row: int, rows: list[list[str]], names: _Names) -> _Block:
    texts = _stacked(rows)
    matches: dict[str, list[tuple[int, int]]] = {}
    for column, stack in enumerate(texts):
        names_here = ("".join(stack), stack[-1]) if stack else ()
        offers = [names.match(text) for text in names_here]
        known = [offer for offer in offers if offer]
        if known:
            rank, key = min(known, key=lambda offer: offer[0])
            matches.setdefault(key, []).append((rank, column))
    for places in matches.values():
        places.sort()
    return _Block(last_row, len(rows), texts, matches)


def _stacked(rows: list[list[str]]) -> list[list[str]]:
    """Return the texts over each column; a title over several columns counts for each of them."""
    width = max(map(len, rows), default=0)
    texts: list[list[str]] = []
    above = ""
    for column in range(width):
        cells = [row[column] if column < len(row) else "" for row in rows]
        above = cells[0] or above
        if len(cells) > 1 and cells[-1]:
            cells[0] = above
        texts.append(list(dict.fromkeys(cell for cell in cells if cell)))
    return texts


def _block_by_letters(
    top: list[list[str]], mapping: Mapping[str, str], names: _Names
) -> _Block | None:
    """Take the first row that has a text in every column given by its letter."""
    columns = [column_index(name) for name in mapping.values() if LETTERS.fullmatch(name)]
    for number, row in enumerate(top):
        if columns and all(column < len(row) and row[column] for column in columns):
            return _block(number, [row], names)
    return None


def _with_letters(
    columns: dict[str, int], mapping: Mapping[str, str], width: int
) -> dict[str, int]:
    """Add the columns that are given by letter; what the mapping says goes before what was found."""
    given: dict[str, int] = {}
    for key, name in mapping.items():
        if not name:
            continue
        column = columns.get(key)
        if column is None:
            column = column_index(name) if LETTERS.fullmatch(name) else width
            if column >= width:
                raise BadFile("no_such_column", column=name)
        given[key] = column
    taken = set(given.values())
    return given | {
        key: column for key, column in columns.items() if key not in given and column not in taken
    }


def _last_header_row(top: list[list[str]], block: _Block, columns: set[int]) -> int:
    """Pass over further rows of the headings: those that say nothing new in any known column."""
    last = block.last_row
    for row, below in enumerate(top[last + 1 : last + 1 + MORE_ROWS], start=last + 1):
        cells = [(below[at], block.texts[at]) for at in columns if at < len(below) and below[at]]
        if not any(below) or any(text not in above for text, above in cells):
            break
        last = row
    return last


def _unknown(block: _Block, columns: dict[str, int]) -> list[str]:
    known = set(columns.values())
    for places in block.matches.values():
        known.update(column for rank, column in places if rank == places[0][0])
    return ["/".join(texts) for at, texts in enumerate(block.texts) if texts and at not in known]


def _duplicates(
    block: _Block, columns: dict[str, int], headings: Sequence[Heading]
) -> list[Duplicate]:
    twice: list[Duplicate] = []
    for heading in headings:
        places = block.matches.get(heading.key, [])
        best = [column for rank, column in places if rank == places[0][0]]
        if len(best) > 1 and columns.get(heading.key) == best[0]:
            twice.append(Duplicate(heading.key, str(heading.label), tuple(best)))
    return twice
