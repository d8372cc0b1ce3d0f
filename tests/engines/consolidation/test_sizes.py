"""What the engine promises about lists of every size."""

from itertools import pairwise

import pytest

from luodi.engines.consolidation.score import LIST, prior


@pytest.mark.parametrize("texts", [LIST, 2_000, 2_816])
def test_the_size_the_weights_were_learnt_on_adds_nothing(texts):
    assert prior(texts) == 0


def test_the_odds_never_jump_with_the_size():
    sizes = [int(60 * 1.01**step) for step in range(1_000)]
    added = [prior(texts) for texts in sizes]

    assert max(abs(one - other) for one, other in pairwise(added)) < 0.05


def test_the_odds_grow_slowly_in_large_lists():
    assert 0 < prior(10_000) < prior(100_000) < prior(1_000_000) < 1
