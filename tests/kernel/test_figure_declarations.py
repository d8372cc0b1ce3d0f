"""What figures declare can be looked up, and two of them are not called the same."""

from collections import defaultdict

import pytest

from luodi.kernel.figures import FIGURES, LAWS, reference
from luodi.kernel.models import Evidence
from luodi.kernel.reader import EVERYTHING

pytestmark = pytest.mark.django_db
SIMPLE = [figure for figure in FIGURES.values() if figure.width == 1]


def end_of(rows, path):
    """The field, annotation or attribute a look-up path of these records ends in."""
    model = rows.model
    if path in rows.query.annotations:
        return path
    found = None
    for name in path.split("__"):
        found = model._meta.get_field(name)
        model = found.related_model or model
    return found


@pytest.mark.parametrize("figure", SIMPLE, ids=lambda f: f.key)
def test_every_look_up_of_a_figure_ends_somewhere(figure):
    rows = figure.source(EVERYTHING)
    named = [figure.time, figure.until, figure.measure.field, figure.measure.by]
    named += figure.paths.values()

    for path in filter(None, named):
        assert end_of(rows, path) is not None, path
    for path in figure.columns:
        assert path == "__str__" or end_of(rows, path) is not None or hasattr(rows.model, path)
    for path in figure.evidence:
        assert end_of(rows, path).related_model is Evidence


def test_an_alias_names_one_figure_of_a_unit():
    called = defaultdict(set)
    for figure in FIGURES.values():
        for alias in {*figure.aliases, str(figure.label)}:
            called[str(figure.unit), alias].add(figure.key)

    assert {name: keys for name, keys in called.items() if len(keys) > 1} == {}


def test_every_law_names_figures_that_are_there():
    for law in LAWS:
        for key in (*law.parts, law.whole):
            reference(key)
