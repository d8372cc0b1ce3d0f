"""Finding: two characters, initials, every word, and only what one may see."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.kernel import actions, search
from luodi.kernel.search import find, initials_of, tokens_of
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(people):
    for code, title, note in (
        ("BG-1", "停车难专项资料", "老旧小区 ABC-12"),
        ("BG-2", "台东路步行街图纸", "停电 车库"),
        ("BG-3", "政务大厅叫号机", "=1+1 “引号”"),
    ):
        actions.create(
            ParcelFactory.build(code=code, title=title, note=note, unit=people.street),
            by=people.clerk,
        )

    def codes(words: str) -> list[str]:
        return [p.code for p in find(Parcel.objects.all(), words)]

    return codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("停车", ["BG-1"]),
        ("停车难", ["BG-1"]),
        ("停车 小区", ["BG-1"]),
        ("停车 步行", []),
        ("老旧小区", ["BG-1"]),
        ("abc", ["BG-1"]),
        ("ABC-12", ["BG-1"]),
        ("BG-2", ["BG-2"]),
        ("tcnzxzl", ["BG-1"]),
        ("TDL", ["BG-2"]),
        ("步行街", ["BG-2"]),
        ("行步", []),
        ("车停", []),
    ],
)
def test_words_find_what_has_them(found, words, codes):
    assert found(words) == codes


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        '"',
        "' OR 1=1 --",
        "*",
        "NEAR(",
        "a AND",
        "％",
        "🙂",
        "(",
        "pairs:停车",
        "-停车" * 20,
    ],
)
def test_no_words_break_the_search(found, words):
    assert isinstance(found(words), list)


def test_without_words_nothing_is_left_out(found):
    assert found("") == ["BG-1", "BG-2", "BG-3"]


def test_one_finds_only_what_one_may_see(people, found):
    assert list(find(Parcel.objects.visible_to(people.stranger), "停车")) == []
    assert list(find(Parcel.objects.visible_to(people.audit), "停车")) == []
    assert [p.code for p in find(Parcel.objects.visible_to(people.clerk), "停车")] == ["BG-1"]


def test_what_was_changed_is_found_by_its_new_words_only(people, found):
    actions.edit(Parcel.objects.get(code="BG-1"), {"title": "上学难"}, by=people.clerk, version=1)

    assert (found("停车"), found("上学")) == ([], ["BG-1"])


def test_indexing_again_changes_nothing(found):
    search.index(list(Parcel.objects.all()))

    assert found("停车") == ["BG-1"]
    assert search.SearchEntry.objects.filter(model="parcels.parcel").count() == 3


def test_initials_of_names():
    assert initials_of("云台路街道", "", "A区") == "ytljd aq"


@given(st.text(max_size=60))
def test_a_text_is_found_by_any_two_neighbours_of_it(text):
    tokens = tokens_of(text)

    assert all(token == token.lower() for token in tokens)
    for left, right in itertools.pairwise(text):
        if "\u3400" <= left <= "\u9fff" and "\u3400" <= right <= "\u9fff":
            assert left + right in tokens
