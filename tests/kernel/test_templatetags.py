"""What templates say in one word."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from luodi.kernel.templatetags import luodi


def render(source, path="/", **context):
    request = RequestFactory().get(path)
    return Template("{% load luodi %}" + source).render(Context({"request": request, **context}))


def test_icon_is_decoration_from_the_cut_sprite():
    drawn = render('{% icon "bell" %}')

    assert 'aria-hidden="true"' in drawn
    assert 'href="/static/vendor/icons.svg#bell"' in drawn


def test_icon_name_cannot_break_out_of_its_attribute():
    assert '"><b' not in render("{% icon name %}", name='x"><b>')


@pytest.mark.parametrize(
    ("path", "tag", "expected"),
    [
        ("/?unit=3&page=2", "{% querystring_with page=None %}", "?unit=3"),
        ("/?unit=3", '{% querystring_with state="late" %}', "?unit=3&amp;state=late"),
        ("/?tag=a&tag=b", "{% querystring_with page=2 %}", "?tag=a&amp;tag=b&amp;page=2"),
        ("/", "{% querystring_with page=None %}", "?"),
    ],
)
def test_querystring_changes_only_what_is_named(path, tag, expected):
    assert render(tag, path) == expected


def test_page_url_turns_the_page_that_goes_by_a_key():
    assert render('{% page_url "late-page" 3 %}', "/?unit=3") == "?unit=3&amp;late-page=3"


def test_elided_pages_show_both_ends_and_the_neighbours():
    page = Paginator(range(200), 10).page(10)

    assert luodi.elided_pages(page) == [1, "…", 8, 9, 10, 11, 12, "…", 20]


class Filter(forms.Form):
    q = forms.CharField(label="关键词", required=False)
    unit = forms.ChoiceField(label="单位", choices=[("", "全部"), ("3", "督查室")], required=False)
    late = forms.BooleanField(label="只看逾期", required=False)
    due = forms.SplitDateTimeField(label="时限", required=False)


def chips(path):
    request = RequestFactory().get(path)
    return luodi.active_filters({"request": request}, Filter(request.GET))


def test_a_chip_speaks_the_words_of_the_list_and_drops_itself_and_the_page():
    assert chips("/?unit=3&q=&page=4&sort=-due") == [luodi.Chip("单位", "督查室", "?sort=-due")]


def test_a_filter_of_several_inputs_is_one_chip():
    found = chips("/?due_0=2018-11-08&due_1=09:30&q=路灯")

    assert [(chip.label, chip.text) for chip in found] == [
        ("关键词", "路灯"),
        ("时限", "2018-11-08 – 09:30"),
    ]
    assert found[1].url == "?q=%E8%B7%AF%E7%81%AF"


def test_a_ticked_box_needs_no_words_beside_its_label():
    assert chips("/?late=on") == [luodi.Chip("只看逾期", "", "?")]


def test_no_filter_no_chip():
    assert chips("/?page=2&q=") == []


def test_an_input_keeps_its_own_class_and_shows_its_error():
    class Form(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    drawn = luodi.field_input(Form({"name": ""})["name"])

    assert 'class="form-control wide is-invalid"' in drawn
    assert 'aria-describedby="id_name_error"' in drawn


def test_only_a_single_check_box_has_its_label_behind():
    form = Filter()

    assert [luodi.is_check(form[name]) for name in ("late", "unit")] == [True, False]


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("zh-hans", dt.date(2018, 11, 8), "2018年11月8日"),
        ("zh-hans", dt.datetime(2018, 11, 8, 1, 30, tzinfo=dt.UTC), "2018年11月8日 09:30"),
        ("en", dt.date(2018, 11, 8), "8 November 2018"),
        ("zh-hans", None, ""),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language, value, expected):
    with translation.override(language), timezone.override("Asia/Shanghai"):
        assert luodi.when(value) == expected


def test_short_date_is_the_local_day():
    late = dt.datetime(2018, 11, 8, 20, 0, tzinfo=dt.UTC)

    with timezone.override("Asia/Shanghai"):
        assert [luodi.short_date(value) for value in (late, dt.date(2018, 11, 8), None)] == [
            "2018-11-09",
            "2018-11-08",
            "",
        ]


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("1234567.5"), 2, "1,234,567.50"),
        ("12000", 0, "12,000"),
        (-3.14159, 2, "-3.14"),
        (0, 2, "0.00"),
        (None, 2, ""),
        ("待定", 2, "待定"),
    ],
)
def test_money_has_thousands_and_fixed_places(value, places, expected):
    assert luodi.money(value, places) == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("路灯不亮，路灯太少", "路灯", "<mark>路灯</mark>不亮，<mark>路灯</mark>太少"),
        ("Wi-Fi 太慢", "wi-fi 慢", "<mark>Wi-Fi</mark> 太<mark>慢</mark>"),
        ("<b>&amp;</b>", "amp", "&lt;b&gt;&amp;<mark>amp</mark>;&lt;/b&gt;"),
        ("a<i>b", "<i>", "a<mark>&lt;i&gt;</mark>b"),
        ("没有命中", "路灯", "没有命中"),
        ("a.b", ".", "a<mark>.</mark>b"),
        ("<x>", "", "&lt;x&gt;"),
        ("<x>", None, "&lt;x&gt;"),
    ],
)
def test_highlight_marks_hits_and_escapes_everything(text, query, expected):
    assert luodi.highlight(text, query) == expected
