"""Writes what a person needs to judge a problem: label, telling sentences, names, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from luodi.engines.consolidation.heat import growth, heat_parts, speakers_of
from luodi.engines.consolidation.model import Item, Options, Problem
from luodi.engines.consolidation.names import Names, names_in
from luodi.engines.consolidation.nearness import Nearness
from luodi.engines.consolidation.privacy import mask_private

# Words of speaking that open a title and words of kind that close it: language, not places.
_OPENING = re.compile(
    r"^(?:再次|多次|第[一二三四五]次|强烈|坚决|恳请|恳求|紧急|实名|有关|关于|对于?|反映|投诉|举报|"
    r"咨询一?下?|请求|请问|请|希望|建议|呼吁|盼望|质疑|反对(?!.{0,3}$)|求助|想)+"
)
_CLOSING = re.compile(
    r"(?:[的等]?(?:相关|有关)?(?:问题|事宜|情况|咨询|投诉|请求|建议|反映|举报|质疑))+[?？!！。.]*$"
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_LONGEST_LABEL, _SHORTEST_LABEL = 40, 6
_READ_MEMBERS, _READ_LETTERS = 40, 1_200


def describe(
    rows: Sequence[Item],
    group: Sequence[int],
    name: str,
    nearness: Nearness,
    options: Options,
    now: datetime | None,
) -> Problem:
    """Return the problem made of the given rows; every text in it is masked."""
    members = [rows[row] for row in group]
    times = [item.time for item in members if item.time]
    parts = heat_parts(members, options, now)
    sentences, names = _read(members) if options.details else ((), Names((), (), ()))
    return Problem(
        id=name,
        label=label_of(members),
        members=tuple(item.id for item in members),
        scores=nearness.fit,
        heat=round(sum(value for _, value in parts), 3),
        heat_parts=tuple((part, round(value, 3)) for part, value in parts),
        key_sentences=sentences,
        places=names.places,
        organisations=names.organisations,
        people=names.people,
        first_time=min(times, default=None),
        last_time=max(times, default=None),
        speakers=speakers_of(members),
        likes=sum(item.likes for item in members),
        growth=growth(members, options, now),
        near=tuple((rows[row].id, score) for row, score in nearness.near),
    )


def label_of(members: Sequence[Item]) -> str:
    """Return the title that says most of what the others say, without its words of speaking."""
    titles = [" ".join((item.title or item.body).split())[:200] for item in members]
    sample = titles[:_READ_MEMBERS]
    counts = Counter(pair for title in sample for pair in _pairs(title))
    best = min(sample, key=lambda title: (-_told(title, counts), len(title), title))
    short = _CLOSING.sub("", _OPENING.sub("", best)).strip("，,。.：:！!？? ")
    label = short if len(short) >= _SHORTEST_LABEL else best
    masked = mask_private(label)
    return masked if len(masked) <= _LONGEST_LABEL else masked[: _LONGEST_LABEL - 1] + "…"


def _told(text: str, counts: Counter[str]) -> float:
    pairs = _pairs(text)
    shared = sum(counts[pair] - 1 for pair in pairs)
    return float(shared / (len(pairs) + 8) ** 0.7)


def _read(members: Sequence[Item]) -> tuple[tuple[str, ...], Names]:
    read = members[:_READ_MEMBERS]
    texts = [mask_private(f"{item.title}\n{item.body[:_READ_LETTERS]}") for item in read]
    return key_sentences(texts), names_in(texts)


def key_sentences(texts: Sequence[str], count: int = 3) -> tuple[str, ...]:
    """Return the sentences that share most with the other texts and least with one another."""
    sentences = [
        (" ".join(found.split()), number)
        for number, text in enumerate(texts)
        for found in _SENTENCE.findall(text)
    ]
    holders = Counter(pair for text in texts for pair in _pairs(text))
    chosen: list[str] = []
    told: set[str] = set()
    for _ in range(count):
        ranked = [
            (-_telling(sentence, holders, told), number, sentence)
            for sentence, number in sentences
            if 6 <= len(sentence) <= 160 and sentence not in chosen
        ]
        if not ranked or (best := min(ranked))[0] >= 0:
            break
        chosen.append(best[2])
        told |= _pairs(best[2])
    return tuple(chosen)


def _telling(sentence: str, holders: Counter[str], told: set[str]) -> float:
    pairs = _pairs(sentence) - told
    worth = sum(min(holders[pair], 8) - 0.5 for pair in pairs)
    return float(worth / (len(sentence) + 12) ** 0.7)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum()}
