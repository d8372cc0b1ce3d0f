"""Search over everything one may see: two Chinese characters are enough, pinyin initials too.

Text is cut into overlapping pairs of characters by us, because neither SQLite's nor PostgreSQL's
own tokenizers find two Chinese characters; the pairs go into FTS5 or a GIN index.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import add

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from luodi.kernel import bulk
from luodi.kernel.models import SearchEntry

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_TABLE = "kernel_searchpairs"
_FIELDS = ("model", "object_id", "pairs", "initials")
_INTO_FTS = f"INSERT INTO {_TABLE}(rowid, pairs) VALUES (%s, %s)"
_CUT = "kernel_searchentry_cut"
_ENTRIES = "SELECT id FROM kernel_searchentry WHERE"
_INITIALS = "model = %s AND initials LIKE %s AND initials <> ''"


def tokens_of(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters; Latin words and numbers whole, in lower case."""
    tokens: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            tokens.append(run)
        else:
            tokens += map(add, run, run[1:])
    return tokens


def initials_of(*names: str) -> str:
    """Pinyin initials of each name, separated by blanks: 云台路街道 → ytljd."""
    from pypinyin import Style, lazy_pinyin  # slow import

    return " ".join(
        "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")).lower()
        for name in names
        if name
    )[:200]


def entry_for(record: models.Model) -> SearchEntry:
    """The index row of a record of a searchable model (one that has `search_text`)."""
    return SearchEntry(**dict(zip(_FIELDS, _told(record), strict=True)))


def _told(record: models.Model) -> tuple[str, int, str, str]:
    """(model, key, pairs, initials) of a record."""
    title, text = record.search_text()  # type: ignore[attr-defined]
    return (
        record._meta.label_lower,
        record.pk,
        " ".join(tokens_of(f"{title} {text}")),
        initials_of(title) if getattr(record, "search_initials", False) else "",
    )


def text_of(record: models.Model) -> tuple[str, str] | None:
    """(title, text) by which a record is found; None when it is not searchable."""
    return record.search_text() if is_searchable(type(record)) else None  # type: ignore[attr-defined]


def is_searchable(model: type[models.Model]) -> bool:
    """Whether records of this model are in the index."""
    return hasattr(model, "search_text")


def index(records: Iterable[models.Model]) -> None:
    """Put records of one or more searchable models into the index, replacing what was there."""
    wanted = [entry_for(record) for record in records if is_searchable(type(record))]
    entries = _changed(wanted)
    if not entries:
        return
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=["pairs", "initials"],
    )
    if connection.vendor == "sqlite":
        _index_in_fts(entries)


def index_new(records: Sequence[models.Model]) -> None:
    """Put records that were made just now into the index: nothing of them can stand there yet."""
    if not records or not is_searchable(type(records[0])):
        return
    keys = bulk.next_keys(SearchEntry, len(records))
    rows: Iterable[tuple[int, str, int, str, str]]
    rows = ((key, *_told(record)) for key, record in zip(keys, records, strict=True))
    if connection.vendor == "sqlite":
        rows = list(rows)
        with connection.cursor() as cursor:
            cursor.executemany(_INTO_FTS, [(key, pairs) for key, _, _, pairs, _ in rows])
    bulk.insert(SearchEntry, ("id", *_FIELDS), rows)


def _changed(entries: list[SearchEntry]) -> list[SearchEntry]:
    """Without those that stand in the index word for word: a move seldom changes a text."""
    known = {
        (entry.model, entry.object_id): (entry.pairs, entry.initials)
        for rows in _standing(entries)
        for entry in rows
    }
    return [e for e in entries if known.get((e.model, e.object_id)) != (e.pairs, e.initials)]


def _standing(entries: list[SearchEntry]) -> Iterator[models.QuerySet[SearchEntry]]:
    """The rows of the index for these records, 500 at a time."""
    by_model: dict[str, list[int]] = {}
    for entry in entries:
        by_model.setdefault(entry.model, []).append(entry.object_id)
    for model, ids in by_model.items():
        for start in range(0, len(ids), 500):
            yield SearchEntry.objects.filter(model=model, object_id__in=ids[start : start + 500])


def _index_in_fts(entries: list[SearchEntry]) -> None:
    with connection.cursor() as cursor:
        for found in _standing(entries):
            rows = list(found.values_list("pk", "pairs"))
            cursor.executemany(f"DELETE FROM {_TABLE} WHERE rowid = %s", [(r[0],) for r in rows])
            cursor.executemany(_INTO_FTS, rows)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database's own index over the pairs, after migrate."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS kernel_searchentry_initials "
            "ON kernel_searchentry (model, initials, id) WHERE initials <> ''"
        )
        if connection.vendor == "sqlite":
            cursor.execute(
                # The pairs are cut and in lower case, and nothing is ranked by length.
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {_TABLE} "
                "USING fts5(pairs, tokenize='ascii', columnsize=0)"
            )
            return
        # Kept in the row: a match is checked against it, and cutting the text anew costs 0.3 ms a row.
        cursor.execute(
            "ALTER TABLE kernel_searchentry ADD COLUMN IF NOT EXISTS cut tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', pairs)) STORED"
        )
        # Rare pairs must look rare to the planner, or it walks the whole table for the newest hits.
        cursor.execute("ALTER TABLE kernel_searchentry ALTER COLUMN cut SET STATISTICS 1000")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {_CUT} ON kernel_searchentry USING gin (cut)")


def find(records: models.QuerySet, words: str) -> models.QuerySet:
    """Those of `records` (already what the reader may see) whose text has every word of `words`.

    A word of Latin letters is also looked for among the pinyin initials of titles and names.
    """
    model = records.model
    conditions, values = ["model = %s"], [model._meta.label_lower]
    for word in words.split()[:6]:
        condition, wanted = _condition(word)
        conditions.append(condition)
        values += wanted
        if getattr(model, "search_initials", False) and word.isascii() and word.isalpha():
            conditions[-1] = f"id IN ({_ENTRIES} {condition} UNION ALL {_ENTRIES} {_INITIALS})"
            values += [model._meta.label_lower, f"%{word.lower()}%"]
    found = f"SELECT object_id FROM kernel_searchentry WHERE {' AND '.join(conditions)}"
    return records.filter(pk__in=models.expressions.RawSQL(found, values))


def _condition(word: str) -> tuple[str, list[str]]:
    """SQL over the index that holds where the word stands in the text, and its values."""
    tokens = tokens_of(word)
    if not tokens:
        return "1 = 0", []
    phrase = " ".join(tokens)
    if connection.vendor == "sqlite":
        return f"id IN (SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s)", [f'"{phrase}"']
    return "cut @@ phraseto_tsquery('simple', %s)", [phrase]


def searchable_models() -> Iterator[type[models.Model]]:
    """Every model whose records can be found."""
    return (model for model in apps.get_models() if is_searchable(model))
