"""Makes a large file out of a small one: python -m benchmarks.consolidation.generate FILE TIMES OUT.csv.

The first copy is the file itself. Every further copy is another city: the letters of
what few titles say (pairs that at most six titles have) are written with other letters by a table
of that city, in title and body, so one name stays one name inside the city; administrative codes
get the city's own; half of the sentences of a body are told in the words of some other message;
three letters in a hundred are dropped; ids and speakers get the city's number. Common words stay
as common as they were, names stay rare, and no row copies another.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.consolidation.quality import read_items
from luodi.engines.consolidation import Item

HEADING = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_CODE = re.compile(r"[A-Z]\d*(?=[市县区])")
_HELD_BY = 6
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def cities(items: Sequence[Item], times: int) -> Iterator[Item]:
    """Yield the items, then the same town life told by `times` - 1 other cities."""
    yield from items
    holders = Counter(pair for item in items for pair in _pairs(item.title))
    rare = [_rare_letters(item.title, holders) for item in items]
    pool = sorted(set().union(*rare))
    told = [_SENTENCE.findall(item.body) for item in items]
    for city in range(1, times):
        chance = random.Random(city)
        table = dict(zip(pool, chance.sample(pool, len(pool)), strict=True))
        swaps = [str.maketrans({letter: table[letter] for letter in letters}) for letters in rare]
        for number, item in enumerate(items):
            sources = [
                number if chance.random() < 0.5 else chance.randrange(len(items))
                for _ in told[number]
            ]
            sentences = [
                (sentence if source == number else chance.choice(told[source] or [""])).translate(
                    swaps[source]
                )
                for sentence, source in zip(told[number], sources, strict=True)
            ]
            yield Item(
                id=f"{item.id}-{city}",
                title=_worn(_moved(item.title.translate(swaps[number]), city), chance),
                body=_worn(_moved("".join(sentences), city), chance),
                time=item.time,
                speaker=f"{item.speaker}-{city}",
            )


def _rare_letters(title: str, holders: Counter[str]) -> set[str]:
    return {
        letter
        for at in range(len(title) - 1)
        if holders[title[at : at + 2]] <= _HELD_BY
        for letter in title[at : at + 2]
        if letter >= "一" and letter not in "市县区"
    }


def _moved(text: str, city: int) -> str:
    return _CODE.sub(
        lambda code: f"{_LETTERS[(ord(code[0][0]) + city) % 26]}{city}{code[0][1:]}", text
    )


def _worn(text: str, chance: random.Random) -> str:
    return "".join(letter for letter in text if chance.random() > 0.03)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def main() -> int:
    """Write the large file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("times", type=int)
    parser.add_argument("out", type=Path)
    wanted = parser.parse_args()
    with wanted.out.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADING)
        for item in cities(read_items(wanted.file), wanted.times):
            writer.writerow((item.id, item.speaker, item.title, item.time, item.body))
    return 0


if __name__ == "__main__":
    sys.exit(main())
