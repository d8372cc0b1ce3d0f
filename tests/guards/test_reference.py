"""The reference pages say what the code says."""

from pathlib import Path

import pytest

from luodi.config.reference import MEANINGS, environment, pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
MADE = pages()


@pytest.mark.parametrize("name", MADE)
def test_a_reference_page_is_current_else_run_make_docs(name):
    assert (REFERENCE / name).read_text() == MADE[name]


def test_every_setting_of_the_environment_has_a_meaning_and_no_other_has():
    assert set(environment()) == set(MEANINGS)
