"""Kinds of figures, their parameters, versions and the laws between them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.kernel import clock
from luodi.kernel.figures import (
    FIGURES,
    LAWS,
    Comparison,
    Context,
    Kind,
    Law,
    Param,
    UnknownParameter,
    Value,
    broken_laws,
    reference,
    values_of,
)
from luodi.kernel.models import Person, Post
from tests.factories.parcels import ParcelFactory

pytestmark = pytest.mark.django_db
YEAR = Context(start=date(2018, 1, 1), end=date(2018, 12, 31))


def parcel(unit, day, weight, state="moving", **more):
    return ParcelFactory(unit=unit, sent_on=day, weight=Decimal(weight), state=state, **more)


@pytest.fixture
def sent(people):
    """2017: two, one of them arrived; 2018: four, three arrived, one lost."""
    made = [parcel(people.street, date(2017, 3, day), day) for day in (1, 2)]
    made[0].arrived = True
    rows = [("arrived", "1.5"), ("arrived", "2.5"), ("arrived", "2.5"), ("lost", "4")]
    made += [parcel(people.other, date(2018, 3, 5), w, state) for state, w in rows]
    parcel(people.street, date(2017, 5, 1), 3, "arrived")
    return made


def number(key, reader, context=YEAR):
    figure, own = reference(key)
    return figure.value(reader, replace(context, params=own.params)).number


def valued(number, unit="件", **more):
    return Value("k", number, unit, Context(), 1, 1, clock.now(), **more)


def test_every_kind_is_declared_here():
    kinds = {found.kind for key, found in FIGURES.items() if key.startswith("parcels.")}

    assert kinds == set(Kind)


def test_a_share_counts_both_lists_and_says_nothing_without_a_base(people, sent):
    share = FIGURES["parcels.arrived_share"]

    value = share.value(people.office, YEAR)

    assert (value.number, value.text, value.records) == (75, "75.0", 7)
    assert [rows.count() for _f, rows in share.lists(people.office, YEAR)] == [3, 4]
    assert number("parcels.arrived_share", people.office, Context(end=date(2010, 1, 1))) is None
    assert [p.number for p in share.history(people.office, YEAR)] == [75]


def test_a_difference_is_one_less_the_other(people, sent):
    assert number("parcels.on_the_road", people.office) == 1
    assert number("parcels.on_the_road[min=3]", people.office) == 1
    assert number("parcels.on_the_road[min=1.5]", people.office) == 1


def test_each_has_a_number_only_when_all_are_alike(people, sent):
    alike = Context(start=date(2018, 3, 5), end=date(2018, 3, 5))

    value = FIGURES["parcels.each_weight"].value(people.office, alike)
    ParcelFactory.create_batch(2, unit=people.street, sent_on="2016-01-01", weight=7, state="lost")
    same = FIGURES["parcels.each_weight"].value(people.office, Context(end=date(2016, 1, 2)))

    assert (value.number, value.low, value.high) == (None, Decimal("1.5"), 4)
    assert same.number == 7


def test_the_newest_record_gives_an_external_number(people, sent):
    assert number("parcels.newest_weight", people.office, Context()) in (Decimal("2.5"), 4)
    assert number("parcels.newest_weight", people.office, Context(end=date(2017, 4, 1))) == 2
    assert number("parcels.newest_weight", people.office, Context(end=date(2010, 1, 1))) is None


def test_a_stock_is_what_holds_on_the_last_day(people):
    for at, (start, end) in enumerate(
        [("2017-01-01", "2017-12-31"), ("2017-06-01", None), ("2018-06-01", "2018-06-30")]
    ):
        person = Person.objects.create(name=f"任{at}")
        Post.objects.create(
            person=person, unit=people.street, title="主任", is_leader=True, start=start, end=end
        )
    leaders = FIGURES["parcels.leaders"]

    def on(day):
        return leaders.value(people.office, Context(end=day)).number

    days = [date(2016, 12, 31), date(2017, 12, 31), date(2018, 1, 1), date(2018, 6, 30)]
    assert [on(day) for day in days] == [0, 2, 1, 2]
    assert leaders.year_on_year(people.office, Context(end=date(2018, 6, 15))).previous.number == 2
    assert [p.number for p in leaders.history(people.office, Context(end=date(2017, 7, 5)))] == [
        1, 1, 1, 1, 1, 2, 2,
    ]  # fmt: skip


def test_a_parameter_narrows_and_has_one_spelling(people, sent):
    assert number("parcels.sent[min=2.5]", people.office) == 3
    assert FIGURES["parcels.sent"].title(Context(params={"min": "2.5"})) == (
        "寄出包裹（2.5公斤以上）"
    )
    both = [("parcels.sent", replace(YEAR, params=(("min", m),))) for m in ("1", "3")]
    assert [v.number for v in values_of(both, people.office).values()] == [4, 1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("1000万元", "1000万元"), ("0.1亿元", "1000万元"), ("10000000", "1000万元"),
     ("亿元", "1亿元"), ("1.5亿", "15000万元"), ("500万美元", "500万美元"), ("12.5", "12.5元")],
)  # fmt: skip
def test_an_amount_has_one_spelling(given, kept):
    money = Param("min", "amount__gte", kind="money")

    assert money.canonical(given) == kept
    assert money.canonical(kept) == kept
    assert money.read(given) == money.read(kept)


@pytest.mark.parametrize(("kind", "text"), [("money", "很多"), ("money", ""), ("number", "NaN"), ("key", "x")])  # fmt: skip
def test_what_cannot_be_read_is_refused(kind, text):
    with pytest.raises(UnknownParameter, match="读不出来"):
        Param("min", "x", kind=kind).canonical(text)


def test_a_number_never_ignores_what_it_is_asked(people, client):
    with pytest.raises(UnknownParameter, match="没有参数"):
        FIGURES["parcels.all"].value(people.office, Context(params={"min": "1"}))
    with pytest.raises(KeyError):
        reference("parcels.all[min")


def test_another_definition_is_not_compared(people, sent):
    figure = FIGURES["parcels.sent"]

    compared = figure.year_on_year(people.office, YEAR)
    earlier = figure.year_on_year(
        people.office, Context(start=date(2018, 1, 1), end=date(2018, 3, 31))
    )

    assert (compared.percent, compared.difference) == (None, None)
    assert compared.words == "口径调整，不作同比"
    assert compared.value.version == 2
    assert earlier.percent == 100
    assert earlier.words == "同比增长100.0%"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (5, 0, "无可比基数"),
        (5, None, "无可比基数"),
        (None, 5, "无可比基数"),
        (-1, 2, "同比减少3件"),
        (2, -1, "同比增加3件"),
        (-3, -2, "同比减少1件"),
        (-1, -2, "同比增加1件"),
        (7, 7, "同比持平"),
        (Decimal(8173), Decimal("7581.63"), "同比增长7.8%"),
        (1, 3, "同比下降66.7%"),
    ],
)
def test_a_comparison_in_words(now, before, words):
    assert Comparison(valued(now), valued(before)).words == words


def test_shares_are_compared_in_points():
    now, before = (valued(Decimal(n), "%", kind=Kind.RATIO, decimals=1) for n in ("75", "72.5"))

    assert Comparison(now, before).words == "同比增加2.5个百分点"
    assert Comparison(before, now).words == "同比减少2.5个百分点"


@given(st.decimals(-1000, 1000, places=4), st.decimals(-1000, 1000, places=4))
def test_percentages_come_from_unrounded_values(now, before):
    compared = Comparison(valued(now, decimals=0), valued(before, decimals=0))

    if compared.percent is not None:
        assert abs(abs(before) * compared.percent / 100) - abs(now - before) < Decimal("1e-9")
        assert (now < 0) == (before < 0)
    else:
        assert not before or (now < 0) != (before < 0)


def test_the_laws_hold_and_a_broken_one_is_named(people, sent):
    months = [Context(start=date(2017, m, 1), end=date(2018, m, 20)) for m in (1, 3, 5)]

    assert [broken_laws(people.office, context) for context in months] == [[], [], []]
    wrong = [
        Law("subset", ("parcels.sent",), "parcels.arrived"),
        Law("adds_up", ("parcels.sent", "parcels.arrived"), "parcels.all"),
    ]
    assert [law.holds(people.office) for law in wrong] == [False, False]
    assert str(wrong[0]) == "parcels.sent ⊂ parcels.arrived"
    assert all(law.holds(people.audit) for law in LAWS)


def test_a_figure_of_others_has_no_number_and_asks_nothing(people, sent, django_assert_num_queries):
    people.clerk.standing  # noqa: B018  asked once per request
    with django_assert_num_queries(0):
        value = FIGURES["parcels.secret"].value(people.clerk)

    assert (value.number, value.records, value.visible, str(value)) == (None, 0, False, "—")
    assert FIGURES["parcels.secret"].records(people.clerk).count() == 0
    assert number("parcels.secret", people.leader, Context()) == 7


def test_a_fingerprint_moves_with_every_edit(people, sent):
    figure = FIGURES["parcels.weight"]
    first = figure.value(people.office, YEAR).fingerprint
    assert figure.value(people.office, YEAR).fingerprint == first
    assert (first.n, first.sum) == (4, Decimal("10.5"))

    row = sent[2]
    type(row).objects.filter(pk=row.pk).update(version=row.version + 1)

    again = figure.value(people.office, YEAR).fingerprint
    assert (again.n, again.sum) == (first.n, first.sum)
    assert again.xor != first.xor


def test_what_was_registered_later_was_not_known(people, sent):
    early = clock.now() - timedelta(days=1)

    known = FIGURES["parcels.sent"].value(people.office, replace(YEAR, as_known_at=early))

    assert known.number == 0
    assert known.as_of == early


@given(
    st.none() | st.integers(1, 9), st.none() | st.integers(1, 9), st.none() | st.dates(),
    st.none() | st.dates(), st.dictionaries(st.text("abc", min_size=1), st.text(max_size=5), max_size=3),
    st.none() | st.datetimes(),
)  # fmt: skip
def test_a_context_is_kept_as_it_was(campaign, unit, start, end, params, known):
    context = Context(campaign, unit, start, end, params, known)

    assert Context.from_plain(context.plain()) == context
    assert hash(context) == hash(Context.from_plain(context.plain()))
