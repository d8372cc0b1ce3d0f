from datetime import date, datetime
from decimal import Decimal

import pytest

from luodi.kernel.sheets.values import (
    BadValue,
    Standing,
    clean_text,
    parse_choice,
    parse_date,
    parse_datetime,
    parse_deadline,
    parse_decimal,
    parse_int,
    parse_list,
    parse_person_name,
    parse_text,
    parse_yes_no,
    to_halfwidth,
)

TODAY = date(2026, 3, 18)

EXACT = [
    "2026-6-30", "2026-06-30", "2026/6/30", "2026.6.30", "2026.06.30", "2026年6月30日", "2026年6月30号",
    "2026年06月30", "２０２６年６月３０日", "二〇二六年六月三十日", "二○二六年六月三十日", "二零二六年六月三十日",
    "2026 年 6 月 30 日", "20260630", "2026-06-30 09:32:09", "2026-06-30T09:32:09+08:00", "2026/6/30 9:32",
    "2026年6月30日 9时32分", "2026年6月30日下午3点半", "30/6/2026", "6/30/2026", "30.6.2026",
    "2026年6月30日（星期二）", "2026年6月30日前", "2026.6.30之前", "截至2026年6月30日", "2026\\6\\30",
    20260630, date(2026, 6, 30), datetime.fromisoformat("2026-06-30 09:32:09"),
]  # fmt: skip

ASSUMED = {
    "6月30日": ("2026-06-30", "没有写年份，按 2026 年理解"),
    "6.30": ("2026-06-30", "没有写年份，按 2026 年理解"),
    "6/30": ("2026-06-30", "没有写年份，按 2026 年理解"),
    "六月三十日": ("2026-06-30", "没有写年份，按 2026 年理解"),
    "26.6.30": ("2026-06-30", "年份只有两位，按 2026 年理解"),
    "2026.6": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "2026年2月": ("2026-02-28", "没有写具体日期，按 2026-02-28 理解"),
    "202606": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "2026年6月底": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "6月底": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "６月底前": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "6月底前完成": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "6月上旬": ("2026-06-10", "没有写具体日期，按 2026-06-10 理解"),
    "6月中旬": ("2026-06-20", "没有写具体日期，按 2026-06-20 理解"),
    "2月下旬": ("2026-02-28", "没有写具体日期，按 2026-02-28 理解"),
    "6月份": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "年底": ("2026-12-31", "没有写具体日期，按 2026-12-31 理解"),
    "2026年底": ("2026-12-31", "没有写具体日期，按 2026-12-31 理解"),
    "今年年底": ("2026-12-31", "没有写具体日期，按 2026-12-31 理解"),
    "明年6月底": ("2027-06-30", "没有写具体日期，按 2027-06-30 理解"),
    "本月底": ("2026-03-31", "没有写具体日期，按 2026-03-31 理解"),
    "月底": ("2026-03-31", "没有写具体日期，按 2026-03-31 理解"),
    "下个月中旬": ("2026-04-20", "没有写具体日期，按 2026-04-20 理解"),
    "上半年": ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    "2026年第三季度": ("2026-09-30", "没有写具体日期，按 2026-09-30 理解"),
    "三季度末": ("2026-09-30", "没有写具体日期，按 2026-09-30 理解"),
    "2026": ("2026-12-31", "没有写具体日期，按 2026-12-31 理解"),
    "明天": ("2026-03-19", "没有写年份，按 2026 年理解"),
    "2026.6.1-2026.6.30": ("2026-06-30", "填的是起止时间，按 2026-06-30 理解"),
    "6月1日至6月30日": ("2026-06-30", "填的是起止时间，按 2026-06-30 理解"),
    "2026年6月1日—30日": ("2026-06-30", "填的是起止时间，按 2026-06-30 理解"),
    "2026-06-01~2026-06-30": ("2026-06-30", "填的是起止时间，按 2026-06-30 理解"),
    "2026.6-7": ("2026-07-31", "填的是起止时间，按 2026-07-31 理解"),
    "46203": ("2026-06-30", "按 Excel 日期序号理解为 2026-06-30"),
    46203: ("2026-06-30", "按 Excel 日期序号理解为 2026-06-30"),
    46203.4: ("2026-06-30", "按 Excel 日期序号理解为 2026-06-30"),
    2026.6: ("2026-06-30", "没有写具体日期，按 2026-06-30 理解"),
    2026.11: ("2026-11-30", "没有写具体日期，按 2026-11-30 理解"),
}

REFUSED = {
    "尽快": "“尽快”不是能识别的日期，请写成 2026-06-30 这样的形式。",
    "2026年6月6日和7日": "“2026年6月6日和7日”不是能识别的日期，请写成 2026-06-30 这样的形式。",
    6.3: "“6.3”不是能识别的日期，请写成 2026-06-30 这样的形式。",
    "2026-2-30": "“2026-2-30”这一天不存在，请核对月份和日期。",
    "2026年13月": "“2026年13月”这一天不存在，请核对月份和日期。",
    "0206-6-30": "“0206-6-30”的年份不在 1900 至 2100 年之间，请核对年份。",
    "3/4/2026": "“3/4/2026”分不清哪个是月、哪个是日，请写成 2026-3-4 或 2026-4-3 这样的形式。",
    2026.1: "“2026.1”可能是 1 月，也可能是 10 月，请写成 2026-01 或 2026-10。",
    "#N/A": "公式出错，显示为“#N/A”，请改正公式或直接填写内容。",
    True: "“是”不是能识别的日期，请写成 2026-06-30 这样的形式。",
}


@pytest.mark.parametrize("value", EXACT, ids=str)
def test_an_exact_date_is_read_without_a_note(value):
    parsed = parse_date(value, today=TODAY)

    assert (parsed.value, parsed.note) == (date(2026, 6, 30), None)


@pytest.mark.parametrize("value", ASSUMED, ids=str)
def test_a_date_that_leaves_something_out_says_what_was_assumed(value):
    parsed = parse_date(value, today=TODAY)

    assert (str(parsed.value), str(parsed.note)) == ASSUMED[value]


@pytest.mark.parametrize("value", REFUSED, ids=str)
def test_a_date_that_cannot_be_known_is_refused_in_one_sentence(value):
    with pytest.raises(BadValue) as refused:
        parse_date(value, today=TODAY)

    assert str(refused.value) == REFUSED[value]


@pytest.mark.parametrize("value", ["6月底", "年底", "本月底", "明天", "6.30", "昨天"])
def test_without_a_reference_day_the_year_must_be_written(value):
    with pytest.raises(BadValue) as refused:
        parse_date(value)

    assert str(refused.value) == f"“{value}”没有写年份，请写成 2026-06-30 这样的形式。"


@pytest.mark.parametrize("value", [None, "", "  ", "\u3000", "—", "-", "/", "无"])
def test_nothing_is_no_date_no_number_and_no_deadline(value):
    for parse in (parse_date, parse_datetime, parse_deadline, parse_decimal, parse_int):
        assert parse(value).value is None


@pytest.mark.parametrize(
    ("value", "first"),
    [("6月中旬", "2026-06-11"), ("2026.6", "2026-06-01"), ("6月1日至6月30日", "2026-06-01"), ("四季度", "2026-10-01")],
)  # fmt: skip
def test_the_first_day_can_be_asked_for(value, first):
    assert str(parse_date(value, today=TODAY, edge="start").value) == first


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-06-30 09:32:09", "2026-06-30 09:32:09"),
        ("2019/4/25 9:32:09", "2019-04-25 09:32:09"),
        ("2026年6月30日 15时", "2026-06-30 15:00:00"),
        ("2026年6月30日下午3点半", "2026-06-30 15:30:00"),
        ("2026/6/30 上午 12:05", "2026-06-30 00:05:00"),
        ("2026-6-30 3:05 PM", "2026-06-30 15:05:00"),
        ("20260630093209", "2026-06-30 09:32:09"),
        (46203.5, "2026-06-30 12:00:00"),
        (datetime.fromisoformat("2026-06-30 09:32:09"), "2026-06-30 09:32:09"),
    ],
    ids=str,
)
def test_moments_are_read_to_the_second(value, moment):
    assert str(parse_datetime(value).value) == moment


def test_a_moment_without_a_time_is_midnight_and_says_so():
    parsed = parse_datetime("2026.6.30")

    assert (str(parsed.value), str(parsed.note)) == (
        "2026-06-30 00:00:00",
        "没有写时间，按 0 时 0 分理解",
    )


def test_a_time_that_does_not_exist_is_refused():
    with pytest.raises(BadValue) as refused:
        parse_datetime("2026-06-30 25:00")

    assert str(refused.value) == "“2026-06-30 25:00”里的时间不存在，请核对时和分。"


@pytest.mark.parametrize(
    ("value", "deadline", "note"),
    [
        ("立行立改", Standing.AT_ONCE, "None"),
        ("立即整改。", Standing.AT_ONCE, "“立即整改”按“立行立改”理解"),
        ("长期坚持", Standing.LONG_TERM, "None"),
        ("常态化", Standing.LONG_TERM, "“常态化”按“长期坚持”理解"),
        ("6月底前", date(2026, 6, 30), "没有写具体日期，按 2026-06-30 理解"),
        (date(2026, 6, 30), date(2026, 6, 30), "None"),
        (46203, date(2026, 6, 30), "按 Excel 日期序号理解为 2026-06-30"),
    ],
    ids=str,
)
def test_a_deadline_is_a_date_or_one_of_two_words(value, deadline, note):
    parsed = parse_deadline(value, today=TODAY)

    assert (parsed.value, str(parsed.note)) == (deadline, note)


def test_what_is_no_deadline_is_refused_with_what_may_be_written():
    with pytest.raises(BadValue) as refused:
        parse_deadline("适时", today=TODAY)

    assert str(refused.value) == (
        "“适时”不是能识别的完成时限，请填写日期（如 2026-06-30）、立行立改或长期坚持。"
    )


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, "5"), (5.5, "5.5"), (0.1, "0.1"), ("１２３．４", "123.4"), ("1,234,567.80", "1234567.80"),
        ("１，２３４", "1234"), ("1.2亿", "120000000"), ("3万", "30000"), ("3.5 万元", "35000"), ("5千万", "50000000"),
        ("￥1,200元", "1200"), ("-5", "-5"), ("−5", "-5"), ("+5", "5"), ("120件", "120"), (Decimal("1.10"), "1.10"),
    ],
    ids=str,
)  # fmt: skip
def test_numbers_are_read_in_the_spellings_of_offices(value, number):
    assert parse_decimal(value).value == Decimal(number)


@pytest.mark.parametrize(
    "value", ["约50", "12.5%", "1,23", "1-2", "五六十", "3万4", "1.2.3", True, "10万百"]
)
def test_what_is_no_plain_number_is_refused(value):
    with pytest.raises(BadValue) as refused:
        parse_decimal(value)

    shown = "是" if value is True else value
    assert str(refused.value) == f"“{shown}”不是数字，请填写如 1200、1,200.5 或 1.2亿 的数字。"


@pytest.mark.parametrize(
    ("value", "number"), [(5, 5), ("十二", 12), ("二百零五", 205), ("1.2万", 12000), ("3.0", 3)]
)
def test_whole_numbers_are_read(value, number):
    assert parse_int(value).value == number


def test_a_fraction_is_no_whole_number():
    with pytest.raises(BadValue) as refused:
        parse_int("3.5")

    assert str(refused.value) == "“3.5”不是整数，请填写整数。"


@pytest.mark.parametrize("value", [123456789012345680, 1.2345678901234568e17])
def test_a_code_that_excel_has_rounded_is_refused(value):
    with pytest.raises(BadValue) as refused:
        parse_text(value)

    assert str(refused.value) == (
        "“123456789012345680”超过 15 位，Excel 按数字保存时已丢失末尾几位，"
        "请把该列设为文本格式后重新填写。"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" \n\t停车难，\r\n上学难\u3000", "停车难，\n上学难"), (None, ""), (5, "5"), (5.0, "5"), (0.1, "0.1"), (True, "是"),
        ("零\u200b宽\ufeff", "零宽"), ("全角ＡＢＣ１２３", "全角ＡＢＣ１２３"), ("👨‍👩‍👧", "👨‍👩‍👧"),
        (date(2026, 6, 30), "2026-06-30"), (datetime.fromisoformat("2026-06-30 09:32:09"), "2026-06-30 09:32:09"),
    ],
    ids=repr,
)  # fmt: skip
def test_text_keeps_its_words_and_loses_only_what_nobody_sees(value, text):
    assert clean_text(value) == text


def test_a_text_that_is_too_long_is_refused_with_its_length():
    with pytest.raises(BadValue) as refused:
        parse_text("长" * 201, max_length=200)

    assert str(refused.value) == "内容有 201 字，超过 200 字的上限，请精简。"


def test_full_width_is_narrowed():
    assert to_halfwidth("Ａ１，（）　") == "A1,() "


def test_a_choice_is_found_in_any_width_and_case():
    choices = {"民生服务": 1, "A类": 2}

    assert parse_choice(" 民生 服务", choices).value == 1
    assert parse_choice("ａ类", choices).value == 2
    assert parse_choice("", choices).value is None


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("民生服物", "“民生服物”不在可选范围内，是否应为“民生服务”？可填：民生服务、营商环境。"),
        ("其他", "“其他”不在可选范围内，可填：民生服务、营商环境。"),
    ],
)
def test_what_is_no_choice_is_refused_with_the_choices(value, sentence):
    with pytest.raises(BadValue) as refused:
        parse_choice(value, {"民生服务": 1, "营商环境": 2})

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "value", ["教育局、住建局、城管局", "教育局，住建局,城管局", "教育局;住建局；\n城管局", "教育局\n住建局\r\n城管局、", "教育局/住建局／城管局"]
)  # fmt: skip
def test_lists_are_split_at_every_usual_separator(value):
    assert parse_list(value).value == ["教育局", "住建局", "城管局"]


def test_brackets_hold_a_list_item_together_and_repeats_are_noted():
    parsed = parse_list("街道办（执法、审批）、教育局、教育局")

    assert parsed.value == ["街道办（执法、审批）", "教育局"]
    assert str(parsed.note) == "有重复的项，只保留一个"


def test_a_bracket_left_open_does_not_swallow_the_list():
    assert parse_list("街道办（执法、教育局").value == ["街道办（执法", "教育局"]


@pytest.mark.parametrize(("value", "meaning"), [("是", True), ("√", True), ("Ｙ", True), (1, True), (True, True), ("否", False), ("×", False), (0, False), ("", None)])  # fmt: skip
def test_yes_and_no_are_read(value, meaning):
    assert parse_yes_no(value).value is meaning


def test_what_is_neither_yes_nor_no_is_refused():
    with pytest.raises(BadValue) as refused:
        parse_yes_no("可能")

    assert str(refused.value) == "“可能”不能判断是或否，请填“是”或“否”。"


def test_spaces_inside_a_name_are_taken_out_and_noted():
    assert parse_person_name("张　三").value == "张三"
    assert str(parse_person_name("张 三").note) == "已去掉姓名中的空格"
    assert parse_person_name("艾力•买买提").value == "艾力·买买提"
    assert parse_person_name("Li  Ming").value == "Li Ming"


def test_two_names_are_not_one_person():
    with pytest.raises(BadValue) as refused:
        parse_person_name("张三、李四")

    assert str(refused.value) == "“张三、李四”不像一个人的姓名，请只填一个人的姓名。"
