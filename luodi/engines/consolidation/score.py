"""Makes one score of what was measured between two texts: both place and matter must agree.

The score is a probability: logistic regression on the look half of the gold set
(`benchmarks/consolidation/learn.py` prints the weights).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.clash import Areas, areas_clash, numbers_clash
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.pairs import Pairs
from luodi.engines.consolidation.views import Floats, shrinkage

BIAS = -10.38
# In the order of `_said`, then the speaker, then `_objections`.
FEATURES = {
    "likeness": 4.14,
    "place": 2.65,
    "covered": -1.63,
    "copied": -1.32,
    "body": 1.19,
    "missing": -2.04,
    "runs": 2.65,
    "template": -1.00,
    "elsewhere": -1.94,
    "same speaker": 2.94,
    "title area": -3.34,
    "area": -2.67,
    "number": -4.00,
    "copy elsewhere": -4.08,
}
_OBJECTIONS = 4
# In a list of fewer than this, words prove less by their rarity, but any two of its texts are the
# likelier to be about one matter, the fewer there are: by ln of how many times shorter it is, down
# to FEWEST.
FEW, LIST, FEWEST = 1.78, 1_000, 60
# In a large list all rarities shrink, names apart, so the same words prove less than where the
# weights were learnt: the odds get back so many times ln of the shrinkage.
MANY = 1.0
# Where so much of a text is another's, but not the names in its title, a template was filled in
# for another place.
COPY, ALIKE, SAME_TITLE = 0.45, 0.8, 0.6
# So it was where titles share little and nearly all that is shared stands elsewhere.
OTHER_TITLE, BESIDES = 0.45, 0.25
# Who speaks oftener than this is a desk or an anonymous name, not a person.
BUSY_SPEAKER = 20
# Log-odds below which objections need not be heard.
HOPELESS = -2.9

Table = npt.NDArray[np.float64]


def score_pairs(
    pairs: Pairs, left: Sequence[Item], right: Sequence[Item], busy: frozenset[str], texts: int
) -> Floats:
    """Return the score of every pair, 0 to 1; `a` counts rows of left and `b` rows of right.

    `texts` is the size of the collection that rarity was learnt from.
    """
    weights = np.array(list(FEATURES.values()))
    size = prior(texts)
    odds = BIAS + size + _said(pairs) @ weights[: -_OBJECTIONS - 1]
    # A mass of copies has no rare word left to share.
    same = pairs.likeness >= ALIKE
    odds[same] = np.maximum(odds[same], 20 * (pairs.likeness[same] - 0.75))
    odds += FEATURES["same speaker"] * _one_speaker(pairs, left, right, busy)
    hopeful = np.flatnonzero(odds >= HOPELESS)
    objections = _objections(pairs, hopeful, left, right)
    # However short or long the list is, another place stays another place.
    odds[hopeful] += objections @ weights[-_OBJECTIONS:] - size * objections.any(axis=1)
    score: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return score


def prior(texts: int) -> float:
    """Return the log-odds that the size of a collection adds; 0 from LIST to a few thousand."""
    return FEW * fewness(texts) + MANY * log(shrinkage(texts))


def fewness(texts: int) -> float:
    """Return ln of how many times shorter than LIST a collection is, at least 0."""
    return log(max(1.0, LIST / max(FEWEST, texts)))


def features(
    pairs: Pairs, left: Sequence[Item], right: Sequence[Item], busy: frozenset[str]
) -> Table:
    """Return one row per pair with a column for each of FEATURES."""
    every = np.arange(len(pairs.a))
    speaker = _one_speaker(pairs, left, right, busy)
    return np.column_stack([_said(pairs), speaker, _objections(pairs, every, left, right)])


def _said(pairs: Pairs) -> Table:
    copied = _copied(pairs)
    return np.column_stack(
        [
            np.log(pairs.likeness + 0.02),
            np.log(pairs.place + 2),
            np.log(pairs.covered + 0.02),
            np.log(pairs.copied + 0.02),
            np.log(pairs.body + 0.02),
            pairs.missing / 30,
            np.log(pairs.runs + 2),
            copied & (pairs.covered < SAME_TITLE),
            (pairs.covered < OTHER_TITLE) & (pairs.place < BESIDES * pairs.shared),
        ]
    )


def _one_speaker(
    pairs: Pairs, left: Sequence[Item], right: Sequence[Item], busy: frozenset[str]
) -> npt.NDArray[np.bool_]:
    named = (
        (left[a].speaker, right[b].speaker)
        for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    )
    same = (bool(one) and one == other and one not in busy for one, other in named)
    return np.fromiter(same, dtype=bool, count=len(pairs.a))


def _objections(
    pairs: Pairs, some: npt.NDArray[np.int64], left: Sequence[Item], right: Sequence[Item]
) -> Table:
    """Return for some pairs: other areas in titles, in windows, other numbers, a copy with such."""
    copied = _copied(pairs)[some].tolist()
    table = np.zeros((len(some), _OBJECTIONS))
    areas_left: dict[int, Areas] = {}
    areas_right: dict[int, Areas] = areas_left if left is right else {}
    ends = zip(pairs.a[some].tolist(), pairs.b[some].tolist(), copied, strict=True)
    for at, (a, b, copy) in enumerate(ends):
        one, other = left[a], right[b]
        named = areas_left.get(a) or areas_left.setdefault(a, Areas.of(one))
        in_title, within = areas_clash(
            named, areas_right.get(b) or areas_right.setdefault(b, Areas.of(other))
        )
        number = numbers_clash(one.title, other.title)
        table[at] = (in_title, within, number, copy and (in_title or number))
    return table


def _copied(pairs: Pairs) -> npt.NDArray[np.bool_]:
    copied: npt.NDArray[np.bool_] = (pairs.copied > COPY) | (pairs.likeness > ALIKE)
    return copied


def busy_speakers(items: Sequence[Item]) -> frozenset[str]:
    """Return the speakers who say too much to be one person."""
    times = Counter(item.speaker for item in items)
    return frozenset(name for name, count in times.items() if count > BUSY_SPEAKER)
