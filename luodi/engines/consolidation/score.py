"""Makes one score of what was measured between two texts: both place and matter must agree.

The score is a probability: logistic regression on the look half of the gold set
(`benchmarks/consolidation/learn.py` prints the weights).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from luodi.engines.consolidation.clash import areas_clash, numbers_clash
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.pairs import Pairs
from luodi.engines.consolidation.views import Floats

BIAS = -11.62
# By what is measured (`_said`), then by what is told of speaker, area and number (`_known`).
FEATURES = {
    "likeness": 2.81,
    "place": 3.61,
    "covered": -2.53,
    "shared": 1.35,
    "copied": -0.41,
    "body": 1.48,
    "missing": -2.14,
    "template": -1.29,
    "elsewhere": -1.55,
    "same speaker": 2.49,
    "title area": -2.12,
    "area": -1.97,
    "number": -2.17,
    "copy elsewhere": -9.73,
}
_KNOWN = 5
# Where so much of a text is another's, but not the names in its title, a template was filled in
# for another place.
COPY, ALIKE, SAME_TITLE = 0.45, 0.8, 0.6
# So it was where titles share little and nearly all that is shared stands elsewhere.
OTHER_TITLE, BESIDES = 0.45, 0.25
# Who speaks oftener than this is a desk or an anonymous name, not a person.
BUSY_SPEAKER = 20
# Log-odds below which nothing that may still be said brings a pair back.
HOPELESS = -3.0

Table = npt.NDArray[np.float64]


def score_pairs(
    pairs: Pairs, left: Sequence[Item], right: Sequence[Item], busy: frozenset[str]
) -> Floats:
    """Return the score of every pair, 0 to 1; `a` counts rows of left and `b` rows of right."""
    weights = np.array(list(FEATURES.values()))
    odds = BIAS + _said(pairs) @ weights[:-_KNOWN]
    # A mass of copies has no rare word left to share.
    same = pairs.likeness >= ALIKE
    odds[same] = np.maximum(odds[same], 20 * (pairs.likeness[same] - 0.75))
    open_still = np.flatnonzero(odds >= HOPELESS - FEATURES["same speaker"])
    odds[open_still] += _known(pairs, open_still, left, right, busy) @ weights[-_KNOWN:]
    score: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return score


def features(
    pairs: Pairs, left: Sequence[Item], right: Sequence[Item], busy: frozenset[str]
) -> Table:
    """Return one row per pair with a column for each of FEATURES."""
    every = np.arange(len(pairs.a))
    return np.column_stack([_said(pairs), _known(pairs, every, left, right, busy)])


def _said(pairs: Pairs) -> Table:
    copied = _copied(pairs)
    return np.column_stack(
        [
            np.log(pairs.likeness + 0.02),
            np.log(pairs.place + 2),
            np.log(pairs.covered + 0.02),
            np.log(pairs.shared + 2),
            np.log(pairs.copied + 0.02),
            np.log(pairs.body + 0.02),
            pairs.missing / 30,
            copied & (pairs.covered < SAME_TITLE),
            (pairs.covered < OTHER_TITLE) & (pairs.place < BESIDES * pairs.shared),
        ]
    )


def _known(
    pairs: Pairs,
    some: npt.NDArray[np.int64],
    left: Sequence[Item],
    right: Sequence[Item],
    busy: frozenset[str],
) -> Table:
    copied = _copied(pairs)[some].tolist()
    table = np.zeros((len(some), _KNOWN))
    ends = zip(pairs.a[some].tolist(), pairs.b[some].tolist(), copied, strict=True)
    for at, (a, b, copy) in enumerate(ends):
        one, other = left[a], right[b]
        in_title, within = areas_clash(one, other)
        number = numbers_clash(one.title, other.title)
        speaker = bool(one.speaker) and one.speaker == other.speaker and one.speaker not in busy
        table[at] = (speaker, in_title, within, number, copy and (in_title or number))
    return table


def _copied(pairs: Pairs) -> npt.NDArray[np.bool_]:
    return (pairs.copied > COPY) | (pairs.likeness > ALIKE)


def busy_speakers(items: Sequence[Item]) -> frozenset[str]:
    """Return the speakers who say too much to be one person."""
    times = Counter(item.speaker for item in items)
    return frozenset(name for name, count in times.items() if count > BUSY_SPEAKER)
