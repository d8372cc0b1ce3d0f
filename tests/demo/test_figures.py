"""Every figure of the sample district: the number is what all pages of its lists say, whoever asks."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import drill
from luodi.kernel.figures import FIGURES, Context, broken_laws, values_of
from luodi.kernel.figures.measures import Reduced
from luodi.kernel.models import Unit, User
from luodi.kernel.reader import EVERYTHING
from luodi.listening.models import Campaign

pytestmark = [
    pytest.mark.usefixtures("sample"),
    pytest.mark.django_db,
    pytest.mark.xdist_group("sample"),
]
OURS = sorted(key for key in FIGURES if not key.startswith("parcels."))
READERS = ["", "yaolingyi", "sangwanyu", "liuqitong", "qindishi", "leibingzhu", "lanshouzhuo"]
DAYS = st.none() | st.dates(date(2018, 8, 1), date(2018, 12, 1))


def by_pages(figure, reader, context):
    """The number made in Python of all records on all pages of the figure's lists."""
    parts = []
    for part, rows in figure.lists(reader, context):
        sort = drill.sort_of(part, rows)
        page = drill.page_of(rows, sort, "", 150)
        found = list(page.rows)
        while page.next:
            page = drill.page_of(rows, sort, page.next, 150)
            found += page.rows
        values = [_at(row, part.measure.field) for row in found] if part.measure.field else []
        number = len(found) if part.measure.kind == "count" else len({v for v in values if v is not None})  # fmt: skip
        assert part.measure.kind in ("count", "distinct"), "teach this test the other measures"
        parts.append(Reduced(len(found), number))
    return figure.combine(parts)


def _at(row, path):
    for name in path.split("__"):
        row = getattr(row, f"{name}_id", None) or getattr(row, name)
    return row


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=DAYS, end=DAYS, unit=st.none() | st.integers(0, 60), campaign=st.booleans(),
    who=st.sampled_from(READERS),
)  # fmt: skip
def test_a_value_is_the_measure_of_all_pages_of_its_lists(start, end, unit, campaign, who):
    reader = User.objects.get(username=who) if who else EVERYTHING
    units = Unit.objects.order_by("pk").values_list("pk", flat=True)
    context = Context(
        Campaign.objects.values_list("pk", flat=True).first() if campaign else None,
        None if unit is None else units[unit % len(units)], start, end,
    )  # fmt: skip

    values = values_of(OURS, reader, context)

    for key in OURS:
        if not FIGURES[key].visible(reader):
            assert values[key].number is None, key
            continue
        counted = by_pages(FIGURES[key], reader, context)
        assert (values[key].number, values[key].records) == (counted.number, counted.n), key
    assert broken_laws(reader, context) == []
