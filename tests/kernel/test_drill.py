"""All pages of a list, one after another, are the list; and together they give the number."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.kernel import drill
from luodi.kernel.figures import FIGURES, Context
from luodi.kernel.models import TrailEvent
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db
SORTS = ["", "title", "-title", "sent_on", "-sent_on", "unit__short_name", "-unit__short_name"]
NOT_A_SORT = ["weight", "unit", "note; --", "-"]


@pytest.fixture
def parcels(people):
    """Eleven, some without a day, several of the same day and the same title."""
    days = [None, date(2018, 1, 1), date(2018, 1, 1), date(2018, 2, 3)]
    return [
        ParcelFactory(
            unit=[people.street, people.other][n % 2], sent_on=days[n % 4], weight=Decimal(n),
            title=f"件{n % 3}", state="moving",
        )
        for n in range(11)
    ]  # fmt: skip


def walk(rows, sort, size):
    """All pages forwards, then back to the first."""
    pages = [drill.page_of(rows, sort, "", size)]
    while pages[-1].next:
        pages.append(drill.page_of(rows, sort, pages[-1].next, size))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(drill.page_of(rows, sort, back[-1].previous, size))
    return pages, back


@pytest.mark.parametrize("asked", [*SORTS, *NOT_A_SORT])
@pytest.mark.parametrize("size", [1, 3, 4, 11, 20])
def test_the_pages_are_the_list_in_its_order_and_lead_back(people, parcels, asked, size):
    figure = FIGURES["parcels.sent"]
    rows = figure.records(people.office)
    sort = drill.sort_of(figure, rows, asked)

    pages, back = walk(rows, sort, size)

    seen = [row.pk for page in pages for row in page.rows]
    assert seen == list(rows.order_by(*drill.order(sort)).values_list("pk", flat=True))
    assert len(seen) == len(parcels)
    assert [page.rows for page in reversed(back)] == [page.rows for page in pages]
    assert sort.path == (asked.removeprefix("-") if asked in SORTS[1:] else "sent_on")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    size=st.integers(1, 5), start=st.none() | st.dates(date(2017, 12, 1), date(2018, 3, 1)),
    asked=st.sampled_from(SORTS), who=st.sampled_from(["office", "clerk", "stranger"]),
)  # fmt: skip
def test_the_value_is_the_measure_of_all_its_pages(people, parcels, size, start, asked, who):
    figure, reader = FIGURES["parcels.weight"], getattr(people, who)
    context = Context(start=start)
    rows = figure.records(reader, context)

    pages, _back = walk(rows, drill.sort_of(figure, rows, asked), size)

    weights = [row.weight for page in pages for row in page.rows]
    value = figure.value(reader, context)
    assert (value.number, value.records) == (sum(weights), len(weights))


def test_a_record_added_meanwhile_moves_no_border(people, parcels):
    figure = FIGURES["parcels.sent"]
    rows = figure.records(people.office)
    sort = drill.sort_of(figure, rows)
    first = drill.page_of(rows, sort, "", 4)
    second = drill.page_of(rows, sort, first.next, 4)

    ParcelFactory(unit=people.street, sent_on=date(2018, 9, 9), state="moving")

    assert drill.page_of(rows, sort, first.next, 4).rows == second.rows


def test_moments_are_cut_nowhere(people, parcels):
    moments = [timezone.now().replace(microsecond=n) for n in (1, 2, 3)]
    for parcel, moment in zip(parcels, moments, strict=False):
        Parcel.objects.filter(pk=parcel.pk).update(created_at=moment)
    rows = Parcel.objects.filter(pk__in=[p.pk for p in parcels[:3]])

    pages, _back = walk(rows, drill.Sort("created_at"), 1)

    assert [p.rows[0].pk for p in pages] == [p.pk for p in reversed(parcels[:3])]


@pytest.mark.parametrize("cursor", ["x", "####", "W10", "WzEsMiwzXQ", "bnVsbA", "é"])
def test_a_cursor_that_says_nothing_opens_the_first_page(client, people, parcels, cursor):
    client.force_login(people.office)

    page = client.get("/figures/parcels.sent/", {"at": cursor})

    assert page.status_code == 200
    assert len(page.context["page"].rows) == 11


def test_a_cursor_of_another_order_is_not_used(people, parcels):
    rows = FIGURES["parcels.sent"].records(people.office)
    by_title = drill.page_of(rows, drill.Sort("title"), "", 3)

    again = drill.page_of(rows, drill.Sort("title", descending=False), by_title.next, 3)

    assert again.previous == ""


def test_a_page_costs_no_more_queries_for_more_rows(people, parcels, django_assert_num_queries):
    figure = FIGURES["parcels.sent"]
    rows = drill.with_columns(figure, figure.records(people.office))

    with django_assert_num_queries(1):
        page = drill.page_of(rows, drill.sort_of(figure, rows))
        assert {row.unit.short_name for row in page.rows} == {"云台路街道", "听涛街道"}


def test_the_whole_list_leaves_as_excel_and_the_trail_says_so(client, people, parcels):
    from openpyxl import load_workbook

    client.force_login(people.clerk)

    answer = client.get("/figures/parcels.sent/export/?sort=c1")

    from io import BytesIO

    sheet = load_workbook(BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "寄出包裹"
    assert rows[1] == ("编号", "名称", "简称", "寄出日期")
    mine = sorted(p.title for p in parcels if p.unit == people.street)
    assert [row[1] for row in rows[2:]] == mine
    event = TrailEvent.objects.get(action="kernel.figure.export")
    assert event.after == {"figure": "parcels.sent"}
