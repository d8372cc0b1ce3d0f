"""Pages: counting stops early, nothing is shown twice, and every page can be walked to."""

import pytest
from django.core.paginator import EmptyPage, PageNotAnInteger

from luodi.kernel import paging
from luodi.kernel.lists import PER_PAGE
from luodi.kernel.models import Person
from luodi.kernel.paging import Pages, count_up_to
from tests.factories.kernel import PersonFactory
from tests.factories.listening import StatementFactory
from tests.factories.measures import MeasureFactory, OriginFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forty():
    PersonFactory.create_batch(40 - Person.objects.count())
    return Person.objects.order_by("pk")


def walked(pages: Pages) -> list[Person]:
    """Every row, page by page, as a reader goes on."""
    number, found = 1, []
    while True:
        page = pages.page(number)
        found += list(page)
        if not page.has_next():
            return found
        number = page.next_page_number()


@pytest.mark.parametrize(
    ("most", "counted", "more"), [(100, 40, False), (40, 40, False), (39, 39, True), (10, 10, True)]
)
def test_a_list_is_counted_up_to_a_limit(forty, monkeypatch, most, counted, more):
    monkeypatch.setattr(paging, "COUNTED", most)
    pages = Pages(forty, 7)

    page = pages.page(2)

    assert (pages.count, pages.more) == (counted, more)
    assert (page.start_index(), page.end_index(), page.has_previous(), page.has_next()) == (
        8,
        14,
        True,
        True,
    )


@pytest.mark.parametrize("most", [5, 14, 15, 40, 100])
def test_every_row_is_reached_once_whatever_was_counted(forty, monkeypatch, most):
    monkeypatch.setattr(paging, "COUNTED", most)

    assert walked(Pages(forty, 7)) == list(forty)


def test_what_fits_on_one_page_and_the_last_page_are_not_counted(forty, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = Pages(forty, 40).page(1)
        assert (page.paginator.count, page.paginator.num_pages, len(page)) == (40, 1, 40)
    with django_assert_num_queries(1):
        last = Pages(forty, 7).page(6)
        assert (last.paginator.count, last.paginator.num_pages, len(last)) == (40, 6, 5)
    with django_assert_num_queries(1):
        assert count_up_to(forty, 12) == 12


@pytest.mark.parametrize("number", [0, -1, 7, 10**30])
def test_a_page_that_is_not_there_is_refused(forty, number):
    with pytest.raises(EmptyPage):
        Pages(forty, 7).page(number)
    with pytest.raises(PageNotAnInteger):
        Pages(forty, 7).page("x")


def test_the_numbers_beyond_what_was_counted_are_the_first_and_this_one(forty, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 14)
    pages = Pages(forty, 7)
    pages.page(1)

    assert list(pages.get_elided_page_range(5)) == [1, pages.ELLIPSIS, 5]
    assert list(pages.get_elided_page_range(1)) == [1, 2]


def test_a_long_list_says_that_it_is_longer_and_goes_on(client, people, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 30)
    origin = OriginFactory()
    MeasureFactory.create_batch(
        3 * PER_PAGE + 2, problem=origin, campaign=origin.campaign, lead_unit=people.street
    )
    client.force_login(people.office)

    first, third = client.get("/measures/"), client.get("/measures/?page=3")
    last, beyond = client.get("/measures/?page=4"), client.get("/measures/?page=99")

    assert "30 条以上，第 1–25 条" in first.content.decode()
    assert "30 条以上，第 51–75 条" in third.content.decode()
    assert 'href="?page=4"' in third.content.decode()
    assert "共 77 条，第 76–77 条" in last.content.decode()
    assert beyond.status_code == 200


@pytest.mark.parametrize("sort", ["", "unit", "-unit", "kind", "-said_at", "state"])
def test_pages_of_equals_do_not_overlap(client, people, sort):
    first = StatementFactory(unit=people.street)
    StatementFactory.create_batch(
        2 * PER_PAGE, unit=people.street, campaign=first.campaign, said_at=first.said_at,
        gathering=first.gathering,
    )  # fmt: skip
    client.force_login(people.office)

    found = []
    for page in (1, 2, 3):
        table = client.get(f"/listening/statements/?sort={sort}&page={page}").context["table"]
        found += [row.record.pk for row in table.paginated_rows]

    assert len(found) == len(set(found)) == 2 * PER_PAGE + 1
