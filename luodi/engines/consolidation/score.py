"""Makes one score of what was measured between two texts: both place and matter must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from luodi.engines.consolidation.clash import penalty
from luodi.engines.consolidation.model import Item
from luodi.engines.consolidation.pairs import Pairs
from luodi.engines.consolidation.views import Floats

# Weights learnt on the look half of the gold set by logistic regression (see README).
PLACE_POWER, PLACE_FULL = 0.45, 60.0
SHARED_POWER, SHARED_FULL = 0.22, 120.0
SAME_SPEAKER = 1.4
SAME_TEXT = 0.8
# Where so much of a text is another's, but not the names in its title, a template was filled in
# for another place.
COPIED, SAME_TITLE, TEMPLATE_PENALTY = 0.45, 0.6, 0.15
# So it was where titles share little and nearly all that is shared stands elsewhere.
OTHER_TITLE, BESIDES = 0.45, 0.25
# Who speaks oftener than this is a desk or an anonymous name, not a person.
BUSY_SPEAKER = 20
UNLIKELY = 0.025


def score_pairs(
    pairs: Pairs, left: Sequence[Item], right: Sequence[Item], busy: frozenset[str]
) -> Floats:
    """Return the score of every pair, 0 to 1; `a` counts rows of left and `b` rows of right."""
    score = pairs.likeness.copy()
    score *= np.minimum((pairs.place + 0.5) / PLACE_FULL, 1.0) ** PLACE_POWER
    score *= np.minimum((pairs.shared + 0.5) / SHARED_FULL, 1.0) ** SHARED_POWER
    # Copies are copies even where a mass of them has made every word common.
    same = pairs.likeness >= SAME_TEXT
    score[same] = pairs.likeness[same]
    copied = (pairs.copied > COPIED) | same
    elsewhere = (pairs.covered < OTHER_TITLE) & (pairs.place < BESIDES * pairs.shared)
    score[elsewhere | (copied & (pairs.covered < SAME_TITLE))] *= TEMPLATE_PENALTY
    for at in np.flatnonzero(score >= UNLIKELY).tolist():
        one, other = left[int(pairs.a[at])], right[int(pairs.b[at])]
        if one.speaker and one.speaker == other.speaker and one.speaker not in busy:
            score[at] *= SAME_SPEAKER
        score[at] *= penalty(one.title, other.title, copied=bool(copied[at]))
    return np.minimum(score, 1.0)


def busy_speakers(items: Sequence[Item]) -> frozenset[str]:
    """Return the speakers who say too much to be one person."""
    times = Counter(item.speaker for item in items)
    return frozenset(name for name, count in times.items() if count > BUSY_SPEAKER)
