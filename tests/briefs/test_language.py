"""The language of templates: what it writes, and what it refuses with line and column."""

import re
from datetime import date

import pytest

from luodi.briefs.language import Faults, Setting, lint, numerals, periods, title_faults, write
from luodi.briefs.language.periods import ALWAYS, Period
from luodi.briefs.queries.numbers import DistrictNumbers
from tests.factories.parcels import ParcelFactory

YEAR = Setting(periods.Period(date(2018, 1, 1), date(2018, 12, 31)))


def said(source, reader, setting=YEAR):
    """The written text with every citation in words."""
    page = write(source, DistrictNumbers(reader), setting)
    return "".join(
        page.cited[ord(c) - 0xF0000].shown if ord(c) >= 0xF0000 else c for c in page.text
    ).strip()


def faults(source):
    return [(f.line, f.column) for f in lint(source)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('寄出{{ fig("parcels.sent") }}。', "寄出3件。"),
        ('{{ fig("parcels.sent")|cn }}', "三件"),
        ('{{ fig("parcels.sent")|cn|数 }}批', "三批"),
        ('{{ fig("parcels.weight") }}', "216公斤"),
        ('{{ fig("parcels.weight")|余 }}', "200余公斤"),
        ('{{ fig("parcels.weight")|约 }}', "约220公斤"),
        ('{{ fig("parcels.weight")|万(4) }}', "0.0216万公斤"),
        ('{{ fig("parcels.sent", min="2") }}', "2件"),
        ('{{ fig("parcels.sent", period="2017") }}', "0件"),
        ('{% period "2018-03-02..2018-03" %}{{ p }}{{ fig("parcels.sent") }}', "2018年3月2日至3月31日2件"),
        ('{{ p }} {{ p.short }}', "2018年 2018年"),
        ('{{ date("2018-11-01") }}{{ lit("第3阶段") }}', "2018年11月1日第3阶段"),
        ('{{ yoy("parcels.weight") }}', "无可比基数"),
        ('{% if fig("parcels.sent").number > 2 %}多{% else %}少{% endif %}', "多"),
        ('{% for u in units("street") %}{{ u }}；{% endfor %}', "云台路街道；听涛街道；"),
        ('{% for u in units() %}{{ u }}{{ fig("parcels.sent", u) }}、{% endfor %}', "云台路街道3件、听涛街道0件、"),
    ],
)  # fmt: skip
def test_it_writes(people, sent, source, text):
    assert said(source, people.office) == text


def test_growth_is_said_from_unrounded_values(people, sent):
    for n in (1, 2):
        ParcelFactory(unit=people.street, sent_on=date(2017, 3, n), state="moving")

    assert said('{{ yoy("parcels.sent") }}', people.office) == "口径调整，不作同比"
    assert said('{{ yoy("parcels.weight") }}', people.office).startswith("同比增长5300")


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("全区277次", [(1, 3)]),
        ("第一行\n第二行有３条和⑤个", [(2, 5), (2, 8)]),
        ("{{ 277 }}", [(1, 4)]),
        ('{{ "27次" }}', [(1, 5)]),
        ("{% set n = 3 %}", [(1, 12)]),
        ('{{ fig("a") ~ 5 }}', [(1, 15)]),
        ('{{ fig("a", min="1000万元") }}{{ lit("1") }}{{ date("2018-01-01") }}', []),
        ('{% if fig("a").yoy > 10 %}快{% endif %}', []),
        ("一、二十四个〇", []),
        ('{% macro m() %}{% endmacro %}', [(1, 0)]),
        ('{% include "x" %}', [(1, 0)]),
        ('{{ "x" * 9 }}', [(1, 0)]),
        ("{% for a in units() %}{% for b in units() %}{% for c in units() %}{% endfor %}{% endfor %}{% endfor %}", [(1, 0)]),
        ("{{ fig(", [(1, 0)]),
        ("\U000f0001", [(1, 1)]),
    ],
)  # fmt: skip
def test_a_digit_nobody_can_trace_is_found_with_its_place(source, where):
    assert faults(source) == where


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('{{ fig("parcels.sent").number }}', "没有出处"),
        ('{{ fig("parcels.sent").number ~ "" }}', "没有出处"),
        ('{{ fig("parcels.sent")|余 }}', "不能写成“余”"),
        ('{{ fig("parcels.weight", period="2018-03-01..2018-03-02")|亿 }}', "变成零"),
        ('{{ fig("parcels.nothing") }}', "没有“parcels.nothing”"),
        ('{{ fig("parcels.sent", colour="red") }}', "没有参数"),
        ('{% chart figure="parcels.sent" title="共277件" %}', "标题里不能直接写数字"),
        ('{% chart figure="parcels.sent" target="80公斤" %}', "图的目标不对"),
        ('{% chart figure="parcels.sent" target=0 %}', "图的目标不对"),
        ("{{ nobody }}", "没有这个名字"),
        ('{{ "".join }}', "没有这个名字"),
        ("{{ fig.__globals__ }}", "没有这个名字"),
        ('{{ units().__class__ }}', "没有这个名字"),
        ('{{ date("x") }}', "不是日期"),
        ('{% period "2018-13" %}', "不是期间"),
        ('{% table by="x" figures=["parcels.sent"] %}', "这类单位"),
        ('{% records "parcels.sent" order="-weight" %}', "没有“-weight”这一列"),
    ],
)  # fmt: skip
def test_what_would_be_untrue_or_unsafe_is_refused_where_it_stands(people, sent, source, sentence):
    with pytest.raises(Faults) as raised:
        said("第一行\n" + source, people.office)

    [fault] = raised.value.found
    assert fault.line == 2
    assert sentence in fault.sentence


def test_exactly_200_is_not_200_and_more(people):
    ParcelFactory(unit=people.street, sent_on=date(2018, 3, 1), weight=200, state="moving")

    with pytest.raises(Faults, match="与事实不符"):
        said('{{ fig("parcels.weight")|余 }}', people.office)


def test_blocks_are_those_of_an_official_text(people, sent):
    source = (
        '# 标题\n## 甲\n段落**粗{{ fig("parcels.sent") }}**。\n### 子\n### 孙\n#### 第三层\n'
        "## 乙\n三、丙\n- 条目\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n"
        '{% table by="org" figures=["parcels.sent"] top=1 %}'
    )

    page = write(source, DistrictNumbers(people.office), YEAR)

    kinds = [
        (b["kind"], b.get("level", 0), b.get("runs", [{}])[0].get("text", "")) for b in page.blocks
    ]
    assert kinds == [
        ("title", 0, "标题"), ("heading", 1, "一、"), ("text", 0, "段落"), ("heading", 2, "（一）"),
        ("heading", 2, "（二）"), ("heading", 3, "1."), ("heading", 1, "二、"),
        ("heading", 1, "三、丙"), ("item", 0, "条目"), ("table", 0, ""), ("place", 0, ""),
    ]  # fmt: skip
    assert page.blocks[2]["runs"][1:3] == [{"text": "粗", "bold": True}, {"place": 0, "bold": True}]


@pytest.mark.django_db
def test_all_figures_are_read_together(people, sent, django_assert_max_num_queries):
    source = "".join(f'{{{{ fig("parcels.sent", min="{n}") }}}}' for n in range(40))

    with django_assert_max_num_queries(6):
        write(source, DistrictNumbers(people.office), YEAR)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (105, "一百零五"), (110, "一百一十"), (2000, "二千"),
     (10_005, "一万零五"), (120_000, "十二万"), (-3, "负三"), (100_000_000, "一亿")],
)  # fmt: skip
def test_numbers_in_characters(number, text):
    assert numerals.in_chinese(number) == text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2018", "2018年"), ("2018-09", "2018年9月"), ("2018-01..2018-09", "2018年1至9月"),
        ("2018-10-28..2018-11-03", "2018年10月28日至11月3日"), ("..2018-11-08", "截至2018年11月8日"),
        ("2017-11..2018-02", "2017年11月至2018年2月"), ("2018-11-08", "2018年11月8日"),
    ],
)  # fmt: skip
def test_periods_as_people_say_them(written, said):
    assert str(periods.parse(written)) == said


def test_a_chart_by_month_shows_every_month_of_the_period(people, sent):
    ParcelFactory(unit=people.street, sent_on=date(2018, 5, 31), weight=4, state="moving")
    source = '{% chart figure="parcels.weight" period="2018-03-02..2018-05" %}'

    page = write(source, DistrictNumbers(people.office), YEAR)

    chart = page.cited[0].data
    assert (chart["labels"], chart["values"]) == (["3月", "4月", "5月"], [215.0, 0, 4.0])
    assert chart["title"] == "寄出重量（2018年3月2日至5月31日，公斤）"


YEAR_TO_DATE = Period(date(2018, 1, 1), date(2018, 9, 30))


@pytest.mark.parametrize(
    ("title", "period", "columns"),
    [
        ("大讨论活动进展情况", ALWAYS, []),
        ("第三阶段进展情况（第二期）", ALWAYS, []),
        ("2018年1至9月招商引资情况", YEAR_TO_DATE, []),
        ("2018年1—9月招商引资情况", YEAR_TO_DATE, []),
        ("1至9月招商引资情况", YEAR_TO_DATE, []),
        ("2018年招商引资情况", YEAR_TO_DATE, []),
        ("截至2018年9月30日的情况", YEAR_TO_DATE, []),
        ("2018年1至9月招商引资情况", ALWAYS, [1, 6, 8]),
        ("2017年1至9月招商引资情况", YEAR_TO_DATE, [1]),
        ("12018年情况", YEAR_TO_DATE, [1]),
        ("利用内资81.73亿元", YEAR_TO_DATE, [5]),
        ("大讨论简报第３期", YEAR_TO_DATE, [7]),
        ("召开会议②次", ALWAYS, [5]),
    ],
)
def test_a_title_says_only_the_days_of_the_brief(title, period, columns):
    found = [str(fault) for fault in title_faults(title, period)]

    assert [int(re.match(r"标题第 1 行第 (\d+) 列：", told)[1]) for told in found] == columns


@pytest.mark.parametrize(
    ("target", "column"),
    [("120", None), ("1.5", None), ('"1.5亿元"', None), ('"120"', None), ("-5", 39),
     ('"很多"', 39), ("true", 39), ('["a"]', 39), ('fig("parcels.sent")', 39)],
)  # fmt: skip
def test_a_target_that_cannot_be_one_is_found_with_its_place(target, column):
    found = faults('一\n{% chart figure="parcels.sent" target=' + target + " %}")

    assert found == ([] if column is None else [(2, column)])


@pytest.mark.parametrize(
    ("target", "value"),
    [("target=250", 250.0), ('target="250公斤"', 250.0), ('target="0.03万"', 300.0), ("", None)],
)
def test_a_target_is_kept_with_its_chart(people, sent, target, value):
    source = '{% chart figure="parcels.weight" ' + target + " %}"
    page = write(source, DistrictNumbers(people.office), YEAR)

    chart = next(one.data for one in page.cited if one.kind == "chart")

    assert chart["target"] == value
