"""What keeps a number from being decided whatever it says: denial, wish, exclusion, a mere start."""

from __future__ import annotations

import re

from .page import Page
from .raw import Raw

_UNTRUE = re.compile(
    r"并非|不是|而非|没有|尚未|未能|并未|未曾|不实|误传|网传|传言|谣言|谣传|如果|假如|倘若|假设|所谓|本应|本该|原定|误写|错误"
    r"|未(?=完成|验收|开工|竣工|落实|办结|解决|整改|到位|兑现|达标|通过|投用|使用|启用|交付|入库|纳入|按|及时|如期|经)"
)
_WANTED = re.compile(
    r"要求|(?<!意见)建议(?=.{3,}$)|应当|必须|(?<![适对响反供效])应(?=[召完达开办实])"
    r"|(?:^|[\0区市县镇道])(?:还|仍|尚|均|共)?(?:要(?!素|闻|求)|需要?(?!求)|须|待(?!业|遇)|应(?![急收届用])|能(?![源耗繁])|可(?!支配|比|再生))(?=[\u4e00-\u9fff])"
)
# 除此之外 and 除…外, 还… only add; 除柳荫街道外 takes away.
_EXCEPT = re.compile(r"除(?!此|了|夕|险|法|尘|雪|草|湿|颤)[^,。;]{1,14}外,(?!还|也|又|另)")
_BRACKETED = re.compile(
    r"\((?:次|不?含|不?包[括含]|未含|扣除|剔除|除|[^()]{0,6}口径|预计|预算|计划|目标|估)"
)
_FROM = re.compile(r"[由从自][^,。;\d]{0,10}$")
_MOVED = re.compile(
    r"[^,。;\d]{0,4}(?:[增减升降提扩缩压调跃]|回落|发展|上|下)[^,。;\d]{0,6}[到至为]"
)


def doubts_of(page: Page, raw: Raw, part_of: int | None) -> tuple[str, ...]:
    """Why the number must not be decided; empty when nothing speaks against it."""
    layout = page.layout
    start = layout.clause_start(raw.start)
    clause = page.text[start : layout.clause_end(raw.end)]
    doubts = []
    if _UNTRUE.search(clause) or _WANTED.search(page.words[start : raw.start]):
        doubts.append("这句话否定、假设或要求这个数")
    if _EXCEPT.search(page.text, layout.sentence_start(raw.start), raw.start):
        doubts.append("前面说了“除……外”，范围不全")
    if _BRACKETED.match(page.text, raw.end):
        doubts.append("括号里改了范围或单位")
    if _FROM.search(page.text[start : raw.start]) and _MOVED.match(page.text, raw.end):
        doubts.append("这是变动以前的数")
    if part_of is not None:
        doubts.append("其中")
    return tuple(doubts)
