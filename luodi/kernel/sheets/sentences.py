"""Every sentence a person reads when a file or a cell cannot be used, and how one is made."""

from typing import ClassVar


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; whoever shows it translates `template` and fills `details`."""
    return sentence


_ = gettext_noop

FILE_SENTENCES = {
    "missing": _("找不到文件“%(name)s”，请重新选择文件。"),
    "empty": _("“%(name)s”是空文件，里面没有任何内容，请确认保存后重新上传。"),
    "too_large": _("“%(name)s”有 %(size)s MB，超过 %(limit)s MB 的上限，请拆成几个文件分别上传。"),
    "lock_file": _(
        "“%(name)s”是打开表格时产生的临时文件，不是表格本身，请上传文件名不带“~$”的那一个。"
    ),
    "not_table": _("“%(name)s”不是表格文件（%(kind)s），请上传 .xlsx、.xls 或 .csv 文件。"),
    "web_page": _(
        "“%(name)s”实际是网页，不是真正的表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"
    ),
    "xml_table": _("“%(name)s”是旧式 XML 表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"),
    "wps_et": _("“%(name)s”是 WPS 专用的 .et 格式，请在 WPS 里另存为 .xlsx 再上传。"),
    "password": _("“%(name)s”设了打开密码，请在 WPS 或 Excel 里取消密码后重新上传。"),
    "macros": _("“%(name)s”带有宏程序，为安全起见不接收，请另存为不带宏的 .xlsx 再上传。"),
    "broken": _(
        "“%(name)s”已损坏或没有传完整，请用 WPS 或 Excel 打开确认内容无误，另存后重新上传。"
    ),
    "bomb": _(
        "“%(name)s”解压后有 %(size)s MB，与文件大小很不相称，请把数据复制到新建的表格里再上传。"
    ),
    "no_sheets": _("“%(name)s”里没有工作表，请确认文件内容后重新上传。"),
    "no_such_sheet": _(
        "“%(name)s”里没有名为“%(sheet)s”的工作表，现有：%(sheets)s，请重新选择工作表。"
    ),
    "no_rows": _("“%(name)s”的工作表“%(sheet)s”里没有数据，请确认选对了工作表。"),
    "too_many_rows": _("“%(name)s”的工作表“%(sheet)s”超过 %(limit)s 行，请拆成几个文件分别上传。"),
    "too_many_columns": _(
        "“%(name)s”的工作表“%(sheet)s”有 %(columns)s 列，超过 %(limit)s 列的上限，"
        "请删除右侧多余的列后重新上传。"
    ),
    "too_many_cells": _(
        "“%(name)s”的工作表“%(sheet)s”一直延伸到 %(cell)s，范围过大，"
        "请删除下方和右侧多余的行列后重新上传。"
    ),
    "too_many_merges": _(
        "“%(name)s”的工作表“%(sheet)s”合并单元格过多，请取消不必要的合并后重新上传。"
    ),
    "not_calculated": _(
        "“%(name)s”的工作表“%(sheet)s”里 %(cell)s 的公式还没有算出结果，"
        "请用 WPS 或 Excel 打开、保存一次后重新上传。"
    ),
    "too_many_errors": _(
        "“%(name)s”的工作表“%(sheet)s”里从 %(cell)s 起有大量公式出错（如 #N/A），"
        "请改正公式后重新上传。"
    ),
    "mixed_encodings": _(
        "“%(name)s”混用了两种文字编码，从第 %(line)s 行开始不一致，"
        "请用 WPS 或 Excel 打开、核对后另存为 .xlsx 再上传。"
    ),
    "bad_encoding": _(
        "“%(name)s”第 %(line)s 行的文字编码无法识别，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"
    ),
    "bad_quotes": _(
        "“%(name)s”第 %(line)s 行附近的双引号没有成对，请改正或另存为 .xlsx 后重新上传。"
    ),
    "cell_too_long": _("“%(name)s”第 %(line)s 行有一格超过 %(limit)s 字，请缩短或拆开后重新上传。"),
    "no_headings": _(
        "前 %(look)s 行里没有找到表头，表头中应有：%(expected)s，请补上表头后重新上传。"
    ),
    "missing_columns": _("第 %(row)s 行的表头里缺少这些列：%(missing)s，请补上后重新上传。"),
    "duplicate_columns": _(
        "表头里“%(label)s”出现了多次（%(columns)s 列），请只保留一列后重新上传。"
    ),
    "no_such_column": _("表头里没有找到您指定的列“%(column)s”，请重新选择。"),
}

VALUE_SENTENCES = {
    "excel_error": _("公式出错，显示为“%(value)s”，请改正公式或直接填写内容。"),
    "digits_lost": _(
        "“%(value)s”超过 15 位，Excel 按数字保存时已丢失末尾几位，请把该列设为文本格式后重新填写。"
    ),
    "too_long": _("内容有 %(length)s 字，超过 %(limit)s 字的上限，请精简。"),
    "too_long_for_excel": _(
        "第 %(row)s 行“%(column)s”有 %(length)s 字，超过 Excel 一格 %(limit)s 字的上限，"
        "请改为导出 CSV。"
    ),
    "not_number": _("“%(value)s”不是数字，请填写如 1200、1,200.5 或 1.2亿 的数字。"),
    "not_whole": _("“%(value)s”不是整数，请填写整数。"),
    "not_date": _("“%(value)s”不是能识别的日期，请写成 2026-06-30 这样的形式。"),
    "no_such_day": _("“%(value)s”这一天不存在，请核对月份和日期。"),
    "no_such_time": _("“%(value)s”里的时间不存在，请核对时和分。"),
    "year_out_of_range": _("“%(value)s”的年份不在 1900 至 2100 年之间，请核对年份。"),
    "year_needed": _("“%(value)s”没有写年份，请写成 2026-06-30 这样的形式。"),
    "ambiguous_date": _(
        "“%(value)s”分不清哪个是月、哪个是日，请写成 %(year)s-%(first)s-%(second)s 或 "
        "%(year)s-%(second)s-%(first)s 这样的形式。"
    ),
    "month_zero_lost": _(
        "“%(value)s”可能是 1 月，也可能是 10 月，请写成 %(year)s-01 或 %(year)s-10。"
    ),
    "not_deadline": _(
        "“%(value)s”不是能识别的完成时限，请填写日期（如 2026-06-30）、立行立改或长期坚持。"
    ),
    "not_choice": _("“%(value)s”不在可选范围内，可填：%(allowed)s。"),
    "not_choice_near": _("“%(value)s”不在可选范围内，是否应为“%(near)s”？可填：%(allowed)s。"),
    "not_yes_no": _("“%(value)s”不能判断是或否，请填“是”或“否”。"),
    "not_person_name": _("“%(value)s”不像一个人的姓名，请只填一个人的姓名。"),
}

NOTE_SENTENCES = {
    "year_assumed": _("没有写年份，按 %(year)s 年理解"),
    "century_assumed": _("年份只有两位，按 %(year)s 年理解"),
    "day_assumed": _("没有写具体日期，按 %(date)s 理解"),
    "range_edge": _("填的是起止时间，按 %(date)s 理解"),
    "serial_number": _("按 Excel 日期序号理解为 %(date)s"),
    "time_assumed": _("没有写时间，按 0 时 0 分理解"),
    "standing_wording": _("“%(value)s”按“%(meaning)s”理解"),
    "numeral": _("按 %(value)s 理解"),
    "repeated": _("有重复的项，只保留一个"),
    "spaces_removed": _("已去掉姓名中的空格"),
}

LONGEST_QUOTE = 30


class Sentence:
    """A code and the details that fill its sentence; `str()` gives the sentence in Chinese."""

    sentences: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = {key: _short(value) for key, value in details.items()}

    @property
    def template(self) -> str:
        """The sentence before its details are filled in: what is translated."""
        return self.sentences[self.code]

    def __str__(self) -> str:
        return self.template % self.details


class Note(Sentence):
    """What was assumed while reading a cell."""

    sentences = NOTE_SENTENCES

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Note) and str(other) == str(self)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"Note({str(self)!r})"


class BadFile(Sentence, Exception):
    """A file that is refused whole; its detail `kind` is a phrase to translate by itself."""

    sentences = FILE_SENTENCES


class BadValue(Sentence, Exception):
    """A cell that cannot be read as what its column asks for; the sentence is shown as it is."""

    sentences = VALUE_SENTENCES


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_QUOTE * 4:
        return value[: LONGEST_QUOTE * 4] + "…"
    return value
