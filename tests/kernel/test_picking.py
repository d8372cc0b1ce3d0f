"""Choosing one of thousands: by key, by what the box shows, by a code or a name; never by guess."""

import re

import pytest
from django import forms

from luodi.kernel.choices import UnitKind
from luodi.kernel.models import Person, Unit
from luodi.kernel.picking import PickField, told
from tests.factories.kernel import PersonFactory, PostFactory, UnitFactory

pytestmark = pytest.mark.django_db


class Choice(forms.Form):
    """One unit and one person, typed; and one unit of a list."""

    unit = PickField(Unit.objects.all(), few=0, required=False)
    person = PickField(Person.objects.filter(active=True), few=0, required=False)
    listed = PickField(Unit.objects.all(), few=3, required=False)


@pytest.fixture
def finance(db) -> Unit:
    return UnitFactory(
        code="C1", short_name="区财政局", full_name="示范区财政局", kind=UnitKind.DEPARTMENT
    )


def test_a_unit_is_meant_by_key_code_name_or_what_the_box_shows(finance):
    UnitFactory(code="C2", short_name="区税务局", full_name="示范区税务局")

    for text in (str(finance.pk), "C1", "区财政局", "示范区财政局", " 区财政局 ", told(finance)):
        form = Choice({"unit": text})
        assert form.is_valid(), text
        assert form.cleaned_data["unit"] == finance


def test_a_code_of_digits_is_found_where_no_unit_has_that_key():
    unit = UnitFactory(code="330106001002")

    form = Choice({"unit": "330106001002"})

    assert form.is_valid()
    assert form.cleaned_data["unit"] == unit


@pytest.mark.parametrize("text", ["区财", "没有这个单位", "9" * 30, "²", "区财政局（C9）", "0"])
def test_what_nobody_is_called_gives_one_sentence_beside_the_field(finance, text):
    form = Choice({"unit": text})

    assert form.errors == {"unit": [f"没有找到“{text}”，请从列表中选择，或写代码、全名。"]}
    assert text in str(form["unit"])


def test_namesakes_are_not_guessed_between(finance):
    first, second = PersonFactory(name="李文"), PersonFactory(name="李文")
    PersonFactory(name="李文", active=False)

    form = Choice({"person": "李文"})

    assert form.errors == {"person": ["有多个“李文”，请从列表中选择，或写括号里的代码。"]}
    for person in (first, second):
        assert told(person) == f"李文（{person.pk}）"
        chosen = Choice({"person": told(person)})
        assert chosen.is_valid()
        assert chosen.cleaned_data["person"] == person


def test_who_left_cannot_be_chosen():
    gone = PersonFactory(name="赵前", active=False)

    assert Choice({"person": str(gone.pk)}).errors
    assert Choice({"person": "赵前"}).errors


def test_the_box_shows_the_name_and_keeps_the_key(finance, django_assert_num_queries):
    shown = str(Choice({"unit": str(finance.pk)})["unit"])

    assert 'value="区财政局（C1）"' in shown
    assert f'data-chosen="{finance.pk}"' in shown
    assert 'data-text="区财政局"' in shown
    assert 'data-pick="/pick/unit/"' in shown
    UnitFactory.create_batch(30)
    with django_assert_num_queries(0):
        assert "<option" not in str(Choice()["unit"])


def test_few_choices_are_a_list(finance):
    html = str(Choice({"listed": str(finance.pk)})["listed"])

    assert f'<option value="{finance.pk}" selected>区财政局</option>' in html
    assert "data-search" in html
    UnitFactory.create_batch(3)
    assert 'data-pick="/pick/unit/"' in str(Choice()["listed"])


def told_by(client, source: str, words: str) -> list[str]:
    answer = client.get(f"/pick/{source}/", {"q": words})
    assert answer.status_code == 200
    return [line["text"] for line in answer.json()]


def test_suggestions_are_found_by_name_code_and_initials(client, people, finance):
    client.force_login(people.clerk)
    PostFactory(person=PersonFactory(name="孙某甲"), unit=finance, title="科长")
    PersonFactory(name="孙某乙", active=False)

    assert told_by(client, "unit", "财政") == ["区财政局"]
    assert told_by(client, "unit", "c1") == ["区财政局"]
    assert told_by(client, "unit", "qczj") == ["区财政局"]
    assert told_by(client, "unit", "不存在") == []
    assert told_by(client, "person", "孙某") == ["孙某甲"]
    assert client.get("/pick/person/?q=smj").json()[0]["hint"] == "区财政局 科长"
    assert client.get("/pick/unit/?q=C1").json() == [
        {"value": finance.pk, "text": "区财政局", "hint": "示范区财政局 C1"}
    ]
    assert client.get("/pick/secrets/").status_code == 404


def test_suggestions_are_few_and_cost_the_same(client, people, django_assert_max_num_queries):
    client.force_login(people.clerk)
    UnitFactory.create_batch(30)
    PersonFactory.create_batch(30)

    for source in ("unit", "person"):
        with django_assert_max_num_queries(6):
            assert len(told_by(client, source, "")) == 20


def test_nobody_is_told_anything_signed_out(client, finance):
    assert client.get("/pick/unit/?q=C1").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["/measures/", "/listening/statements/", "/listening/gatherings/", "/measures/cards/"],
)
def test_filters_take_old_links_codes_and_names_and_refuse_the_unknown(client, people, address):
    client.force_login(people.office)
    street = people.street

    for text in (street.pk, street.code, street.short_name):
        page = client.get(address, {"unit": text})
        assert not page.context["filter"].form.errors
        assert re.search(r'class="chip[^"]*"[^>]*>.*?云台路街道', page.content.decode(), re.DOTALL)
    page = client.get(address, {"unit": "没有这个单位"})
    assert "没有找到“没有这个单位”" in page.content.decode()
