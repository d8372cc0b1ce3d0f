"""Keeps a finished run ready, so that new items find their problems without running it again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from luodi.engines.consolidation.clash import areas_within
from luodi.engines.consolidation.grams import count_grams, grams_against
from luodi.engines.consolidation.letters import Ints, window
from luodi.engines.consolidation.lineage import fresh_id
from luodi.engines.consolidation.linkage import Bonds, link
from luodi.engines.consolidation.model import Consolidation, Item, Options
from luodi.engines.consolidation.pairs import measure
from luodi.engines.consolidation.postings import Postings
from luodi.engines.consolidation.score import busy_speakers, score_pairs
from luodi.engines.consolidation.views import Grams, Vocabulary

_ARRAYS = ("start", "column", "mark", "length", "body_length", "title_proof", "whole_proof")


@dataclass(frozen=True, slots=True)
class Match:
    """Where a new item may belong: a problem id, or the id of an item that stands alone."""

    problem: str
    item: str
    score: float


@dataclass(slots=True)
class _Segment:
    """Items that came at one time; segments are never changed, only added."""

    items: list[Item]
    grams: Grams
    postings: Postings


@dataclass(slots=True)
class Index:
    """Known items, their problems, and what is needed to compare new items with them.

    The rarity of words stays that of the collection the index was made from; remake it when
    the collection has grown by half. Words that only new items have are not yet names.
    """

    options: Options
    vocabulary: Vocabulary
    busy: frozenset[str]
    segments: list[_Segment]
    problem_of: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    @staticmethod
    def build(items: Sequence[Item], result: Consolidation, options: Options) -> Index:
        """Make the index of a finished run."""
        rows = sorted(items, key=lambda item: item.id)
        grams = count_grams([window(item) for item in rows], keep_single=True)
        index = Index(options, grams.vocabulary, busy_speakers(rows), [])
        index._append(rows, grams)
        for problem in result.problems:
            index._enrol(problem.id, problem.members)
        return index

    def match(self, items: Sequence[Item], count: int = 3) -> list[list[Match]]:
        """Return the best matches of every item, best first; nothing is changed."""
        grams = grams_against([window(item) for item in items], self.vocabulary)
        found = self._against(items, grams)
        return [self._best(entry, count) for entry in found]

    def add(self, items: Sequence[Item]) -> dict[str, str]:
        """Take new items in and return item id → problem id ("" when it stays alone).

        A new item joins the problem (or lone item) it fits best, if it fits at all; what is
        left is grouped among itself. No known item moves and no problem id changes.
        """
        rows = sorted(items, key=lambda item: item.id)
        if twice := [item.id for item in rows if item.id in self.known]:
            raise ValueError(f"编号 {twice[0]} 已在索引里：新条目要用新编号。")
        grams = grams_against([window(item) for item in rows], self.vocabulary)
        homes: dict[str, str] = {}
        left: list[int] = []
        for row, entry in enumerate(self._against(rows, grams)):
            best = self._best(entry, 1)
            if best and best[0].score >= self.options.stop:
                homes[rows[row].id] = self._join(rows[row], best[0])
            else:
                left.append(row)
        homes.update(self._among(rows, grams, left))
        self._append(rows, grams)
        return homes

    def save(self, path: Path) -> None:
        """Write the index into one file."""
        arrays: dict[str, object] = {
            "codes": self.vocabulary.codes,
            "counts": self.vocabulary.counts,
        }
        for number, segment in enumerate(self.segments):
            for name in _ARRAYS:
                arrays[f"{number}.{name}"] = getattr(segment.grams, name)
        told = {
            "texts": self.vocabulary.texts,
            "busy": sorted(self.busy),
            "problem_of": self.problem_of,
            "items": [[(i.id, i.title, i.body, i.speaker) for i in s.items] for s in self.segments],
        }
        arrays["told"] = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
        with path.open("wb") as out:
            np.savez(out, **arrays)  # type: ignore[arg-type]

    @staticmethod
    def load(path: Path, options: Options) -> Index:
        """Read an index that `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            told = json.loads(arrays["told"].tobytes())
            vocabulary = Vocabulary(arrays["codes"], arrays["counts"], told["texts"])
            index = Index(options, vocabulary, frozenset(told["busy"]), [])
            for number, rows in enumerate(told["items"]):
                views = {name: arrays[f"{number}.{name}"] for name in _ARRAYS}
                grams = Grams(**views, vocabulary=vocabulary)
                items = [Item(id=i, title=t, body=b, speaker=s) for i, t, b, s in rows]
                index._append(items, grams)
        for item, problem in told["problem_of"].items():
            index._enrol(problem, (item,))
        return index

    def _append(self, rows: Sequence[Item], grams: Grams) -> None:
        # What bodies say is in the grams already; the areas they name are still asked for.
        kept = [replace(item, body="。".join(sorted(areas_within(item)))) for item in rows]
        self.segments.append(_Segment(kept, grams, Postings.of(grams)))
        self.known.update(item.id for item in rows)

    def _enrol(self, problem: str, members: Iterable[str]) -> None:
        for item in members:
            self.problem_of[item] = problem
            self.sizes[problem] = self.sizes.get(problem, 0) + 1

    def _against(self, items: Sequence[Item], grams: Grams) -> list[dict[tuple[str, str], float]]:
        """Return for each item the sum of its scores by problem, or by lone item."""
        sums: list[dict[tuple[str, str], float]] = [defaultdict(float) for _ in items]
        for segment in self.segments:
            a, b = segment.postings.candidates(grams)
            pairs = measure(grams, segment.grams, a, b)
            score = score_pairs(pairs, items, segment.items, self.busy, self.vocabulary.texts)
            for row, other, value in zip(
                pairs.a.tolist(), pairs.b.tolist(), score.tolist(), strict=True
            ):
                known = segment.items[other].id
                problem = self.problem_of.get(known, "")
                sums[row][problem, "" if problem else known] += value
        return sums

    def _best(self, sums: dict[tuple[str, str], float], count: int) -> list[Match]:
        matches = [
            Match(problem, item, round(total / self.sizes.get(problem, 1), 4))
            for (problem, item), total in sums.items()
        ]
        return sorted(matches, key=lambda m: (-m.score, m.problem, m.item))[:count]

    def _join(self, item: Item, match: Match) -> str:
        if match.problem:
            self._enrol(match.problem, (item.id,))
            return match.problem
        if match.item in self.problem_of:
            self._enrol(self.problem_of[match.item], (item.id,))
            return self.problem_of[match.item]
        problem = fresh_id(match.item, self.sizes)
        self._enrol(problem, (match.item, item.id))
        return problem

    def _among(self, rows: Sequence[Item], grams: Grams, left: Sequence[int]) -> dict[str, str]:
        """Group the rows that fitted nowhere among themselves."""
        a, b = Postings.of(grams).candidates(grams)
        keep = (a < b) & np.isin(a, left) & np.isin(b, left)
        pairs = measure(grams, grams, a[keep], b[keep])
        score = score_pairs(pairs, rows, rows, self.busy, self.vocabulary.texts)
        labels = link(len(rows), pairs.a, pairs.b, score, self.options.stop, Bonds())
        return {rows[row].id: self._found(rows, labels, row) for row in left}

    def _found(self, rows: Sequence[Item], labels: Ints, row: int) -> str:
        members = np.flatnonzero(labels == labels[row])
        if len(members) < 2:
            return ""
        founder = rows[int(members[0])].id
        if founder not in self.problem_of:
            problem = fresh_id(founder, self.sizes)
            self._enrol(problem, [rows[int(member)].id for member in members])
        return self.problem_of[founder]
