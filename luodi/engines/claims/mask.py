"""Which stretches of a clean text hold numbers that count nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lexicon import CAMPAIGN_NOUNS, IDIOMS, SLOGANS

_CN = "一二两三四五六七八九十百"
_AMOUNT = r"[\d,]*(?:\.\d+)?(?:万?亿|万|千)?(?:元|美元|%|个百分点)"


def _alternation(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SLOGAN = _alternation(SLOGANS)
_IDIOM = _alternation(IDIOMS)
_QUOTED = re.compile(r"[“‘\"「『《]([^“”‘’\"「」『』《》\n]{1,60})[”’\"」』》]")
_QUOTED_SLOGAN = re.compile(rf"[^。,;!?]{{0,3}}?[{_CN}千万][^。,;!?\d]{{1,7}}$|\d[+-]\d.*$")
_RULES: tuple[tuple[str, str], ...] = (
    ("reference", r"[\u4e00-\u9fff]{0,8}[〔\[【(](?:19|20)\d{2}[〕\]】)]第?\d+号"),
    ("reference", rf"第[{_CN}零千\d]+(?:条|款|章|节|项|编|号|版|卷|页)(?:之[{_CN}]+)?"),
    ("reference", rf"(?:简报|专报|通报|快报|动态|信息|专刊|周报|月报|总)\(?第[{_CN}\d]+期"),
    (
        "reference",
        rf"第?[{_CN}]+(?:届|次)(?:[{_CN}]+(?:中|次)全会|[一二三四五六七八九十]+次(?:会议|全会)|全国|中央|党代会|人大|政协|省|市|区|世界|国际|代表)[\u4e00-\u9fff]{{0,6}}",
    ),
    ("reference", rf"(?:党的)?(?:十[{_CN}]|二十)(?:大|届)(?:[{_CN}]+中全会)?"),
    ("reference", rf"[{_CN}]+届[\u4e00-\u9fff]{{0,4}}[{_CN}]+(?:次会议|中全会|次全会)"),
    ("reference", r"(?:编号|文号|证号|账号|卡号|邮编|信用代码|注册号|车牌)[:号为]*[A-Za-z\d-]+"),
    (
        "reference",
        r"\d+号(?:线|楼|院|路|文件|公告|令|甲|乙|[,。\n]|$)|(?<=[路街道巷弄村])\d+(?:-\d+)?号[甲乙丙]?",
    ),
    ("reference", r"\d+(?:号|栋|幢|单元)?\d*(?:楼|层)?\d{3,4}室|\d+号"),
    ("phone", r"(?<![\d.])(?:\+?86-?)?1[3-9]\d{9}(?![\d.])|(?<![\d.])0\d{2,3}-\d{7,8}(?!\d)"),
    # 热线2021年受理 and 热线96412件 give a year and a count, no number to call.
    (
        "phone",
        r"(?:电话|热线|拨打|传真|手机|QQ|qq)[号码为是:]*\d[\d\-、,或和]*\d(?![\d.]*[年月日至件次个条万亿余多%])",
    ),
    (
        "phone",
        (
            r"(?<![\d.])(?:12345|12315|12371|12380|12388|12319|12328|12333|12348|12350|12366|12369|12393|96\d{3})"
            r"(?=热线|平台|政务|市民|、|、?1\d\d|便民|诉求|投诉)"
        ),
    ),
    (
        "time",
        r"(?:上午|下午|早上|晚上|凌晨|中午|傍晚)?\d{1,2}[::]\d{2}(?:[-—~至到]{1,2}\d{1,2}[::]\d{2})?",
    ),
    (
        "time",
        r"(?:上午|下午|早上|晚上|凌晨|中午|傍晚)\d{1,2}[时点](?:半|\d{1,2}分)?|\d{1,2}[时点]\d{1,2}分|\d{1,2}[时点]半",
    ),
    ("time", r"周[一二三四五六日](?:[至到—-]周[一二三四五六日])?|星期[一二三四五六日天]"),
    ("time", r"7[×xX*]24小时|24小时|365天|360度"),
    # GDP386.52亿元 is a name and an amount, G312 a road.
    ("code", rf"[A-Za-z][A-Za-z\-+]*\d(?!{_AMOUNT})[A-Za-z\d.+\-]*"),
    (
        "code",
        r"(?<![\d.])\d+(?:\.\d+)*(?!km|m2|kg|and)[A-Za-z]+(?:级|基站|网络|打印|超高清|平台|景区)?",
    ),
    (
        "code",
        r"(?<![\d.])\d{10,}(?![\d.])|(?<![\d.])(?:985|211|996|315|110|119|120|122)(?=高校|工程|活动|晚会|、|或|急救|电话|报警)",
    ),
    ("code", r"\d+:\d+|(?<!\d)\d+(?:\.\d+){2,}"),
    ("code", r"-?零?下?\d+(?:\.\d+)?(?:°C|摄氏度|度(?=[,。;]|$)|°)|零下\d+"),
    (
        "age",
        r"(?:今年|现年|年近|年逾|年仅)\d{1,3}岁|(?<![\d.龄])\d{1,3}(?:多|余)?岁(?!以上|以下|及以上)",
    ),
    (
        "age",
        r"(?:从事|工作|从教|从医|入党|党龄|工龄|教龄|盼了?|住了?|干了?)[\u4e00-\u9fff]{0,6}\d+(?:多|余)?年",
    ),
    (
        "span",
        rf"(?:[{_CN}]|\d+)年(?:行动|规划|计划|方案|期|制|任期|级|目标|发展)|(?:提前|推迟|会前)[{_CN}\d]+(?:分钟|天|个月|小时)",
    ),
    ("span", r"\d+分钟(?=生活圈|便民|健身|通勤|养老|阅读|社区|医疗|文化)|\d+米(?=跑|栏|短跑|接力)"),
    ("part", rf"(?!百分之)[{_CN}]+分之[{_CN}百点]+|\d+分之\d+"),
    ("rank", r"(?:世界|全球|中国|全国|民企|企业|全省)\d+强|[百千万]强"),
    ("slogan", rf"(?:{_SLOGAN})(?![{_CN}])"),
    ("slogan", rf"[{_CN}]大(?:{CAMPAIGN_NOUNS})"),
    (
        "slogan",
        rf"[{_CN}](?:个|项)(?:关键(?!词)|重点(?!项目|企业)|核心|主要|重大)?(?:环节|抓手|着力点|关系|导向|工作|任务|坚持|必须|注重|到位|强化|突出|带头|确保|结合|聚焦|统筹|维度|关口)",
    ),
    ("idiom", _IDIOM),
    ("idiom", rf"[{_CN}][三五七八]十?(?=[个名位家人天次])(?<=[三七]五|[三五七]八)|(?<=[{_CN}])几"),
    ("idiom", r"[二三四五六七八九]十年(?:来|如一日|前|的老)|几十|数[十百千万亿]+"),
    ("idiom", r"([一两三])(条|个|家|项|户|步|件|座|天|次|年|层|遍|点)(?:又)?\1\2"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_CIRCLE = re.compile("•\\d*")
_CONFERENCE = re.compile(rf"(?<=[\u4e00-\u9fff])[{_CN}]期(?=项目|工程|厂房|地块|规划|用地|建设)")


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch whose numbers are no claims; only slogans are reported."""

    start: int
    end: int
    kind: str


def find_masks(text: str) -> list[Mask]:
    """Stretches of the clean text that hold no claim, in order; a later one may lie in an earlier."""
    masks = [
        Mask(found.start(), found.end(), kind)
        for kind, pattern in _COMPILED
        for found in pattern.finditer(text)
        if found.end() > found.start()
    ]
    masks += [Mask(m.start(), m.end(), "code") for m in _CIRCLE.finditer(text)]
    masks += [Mask(m.start(), m.end(), "reference") for m in _CONFERENCE.finditer(text)]
    masks += _quoted(text)
    return sorted(masks, key=lambda mask: (mask.start, -mask.end))


def _quoted(text: str) -> list[Mask]:
    """Short sayings in quotation marks that begin with a number, and titles in 《》."""
    masks = []
    for found in _QUOTED.finditer(text):
        if found[0][0] == "《":
            masks.append(Mask(found.start(), found.end(), "reference"))
            continue
        start = found.start(1)
        for piece in re.split("([、,])", found[1]):
            if _QUOTED_SLOGAN.fullmatch(piece) and not re.search(r"\d(?:%|\.|亿|万)", piece):
                masks.append(Mask(start, start + len(piece), "slogan"))
            start += len(piece)
    return masks


def blank_out(text: str, spans: list[tuple[int, int]]) -> str:
    """The same text with the given stretches made unreadable, length kept."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "\0" * (end - start)
    return "".join(chars)
