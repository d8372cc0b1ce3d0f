"""亿元以上项目 24 个: which numbers only say what is counted."""

from __future__ import annotations

import re

from .page import Page
from .raw import Raw
from .units import CURRENCIES, read_unit

_LIMITS = CURRENCIES | {"岁", "平方米", "亩", "米", "层", "吨", "公里", "小时", "公顷"}
_GIFT = re.compile(
    r"的?(?:一次性)?(?:奖励|补贴|补助|扶持|支持|资助|贷款|资金|奖金|罚款|税收|利润|产值|收入|投资(?!项目))"
)
_NOUN = re.compile(r"的|[\u4e00-\u9fff](?<![和及并与达至到已共而但且占,])")
_LIMITED = re.compile(
    r"的?(?:[\u4e00-\u9fff]{0,6})(?:项目|企业|楼宇|楼|大户|主体|纳税|单位|机构|合同)"
)


def is_threshold(page: Page, index: int) -> bool:
    """Whether the number at `index` limits what the next one counts and claims nothing itself."""
    text, raw = page.text, page.raws[index]
    if raw.form == "threshold":
        return not _ends_clause(text, raw)
    if raw.op not in ("ge", "le", "gt", "lt") or raw.form != "quantity" or _ends_clause(text, raw):
        return False
    end = page.layout.clause_end(raw.end)
    counted = any(r.form == "quantity" for r in page.raws_after(index, end))
    if _GIFT.match(text, raw.end) and not counted:
        return False
    base = read_unit(raw.unit).base
    if base in _LIMITS:
        shape = _NOUN if raw.after else _LIMITED
        return shape.match(text, raw.end) is not None and (counted or bool(raw.after))
    return counted and text.startswith("的", raw.end) and _LIMITED.match(text, raw.end) is not None


def _ends_clause(text: str, raw: Raw) -> bool:
    return text[raw.end : raw.end + 1] in ("", ",", "。", ";", "、", ")", "\n", "!", "?", ":", "”")
