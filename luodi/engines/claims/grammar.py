"""How quantities are written: numbers, magnitudes, qualifiers, and words that only look like units."""

from __future__ import annotations

import re

from .numerals import MAGNITUDES
from .units import PATTERN

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_CHINESE = r"(?:[零〇一二两三四五六七八九十百千]+亿)?(?:[零〇一二两三四五六七八九十百千]+万)?[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?|(?=万(?:余|多))"
_MAGNITUDE = "|".join(sorted(filter(None, MAGNITUDES), key=len, reverse=True))
_BEFORE = (
    r"(?:(?P<before>不少于|不低于|不小于|至少|不多于|不超过|不高于|不大于|至多|最多|"
    r"接近|将近|大约|大概|约为|约有|约|超过|超出|超|突破|逾|多于|高于|大于|不足|不到|不满|未达到?|低于|少于|小于|近)(?:了|达|有|为|到)?)?"
)
_AFTER = (
    r"(?:(?:\((?:含|不含)[^)]{0,8}\)|含|及)?(?P<after>以上|之上|以下|以内|之内|左右|上下|之多))?"
)
_NUMBER = rf"(?P<number>-?(?:{_ARABIC})|{_CHINESE})"
QUANTITY = re.compile(
    rf"{_BEFORE}(?:(?P<ordinal>第)|百分之)?{_NUMBER}"
    rf"(?P<more>余|多(?!个百分)|来(?=[个名位人家]))?(?P<magnitude>{_MAGNITUDE})?(?P<more2>余|多)?"
    rf"(?P<unit>{PATTERN}|‰)(?P<half>半|(?<=成)[一二三四五六七八九])?(?P<more3>余|多(?=[名个\u4e00-\u9fff,。;)]))?{_AFTER}"
)
PERCENT_WORDS = re.compile(
    rf"{_BEFORE}(?P<head>百分之)(?P<number>(?:{_ARABIC})|{_CHINESE}){_AFTER}"
)
RANGE = re.compile(
    rf"(?P<low>(?:{_ARABIC})|{_CHINESE})(?P<mag1>{_MAGNITUDE})?(?P<unit1>{PATTERN})?"
    rf"(?:至|到|-|—{{1,2}}|–|~)(?P<high>(?:{_ARABIC})|{_CHINESE})(?P<mag2>{_MAGNITUDE})?(?P<unit>{PATTERN}){_AFTER}"
)
BARE_MONEY = re.compile(
    r"(?<![\d.一二两三四五六七八九十百千万亿几数余多上])(?P<magnitude>百万|千万|百亿|千亿|亿|万)(?P<unit>美元|元)"
    r"(?:\(含\)|含|及)?(?P<after>以上|以下|以内)"
)
COMPOUND = re.compile(
    r"(?<![\d.])(?P<high>\d+)亿(?P<low>\d{1,4}(?:\.\d+)?)万(?P<unit>元|美元|人次|人|户|平方米)"
)
# Months are counted where something lasts; elsewhere they set a deadline or a stretch of time.
LASTING = re.compile(r"(?:为期|历时|用时|工期|期限|耗时|缩短|压缩|延长)[至到为了约近]*$")
DOUBLED = re.compile(r"翻(?:了)?(?P<n>[一两二三]|\d)?番")
VAGUE = re.compile(
    r"一(?:批|些|系列|项|个|种|次|支|条|位|名|家|件|份|座|所|处|场|片|道|股|套|类|期|本|篇|张|只|届|间|款|轮|笔)|若干|不少|许多|众多|大量|数[十百千万亿]+|几[十百千万]*[个名家位项件次条]"
    r"|上[百千万亿](?=[个名家位人项件次条户]|余)|多[个名家位项次种]"
)
LIST_HEAD = re.compile(
    rf"(?P<number>{_ARABIC})(?P<magnitude>万|亿)?(?=(?:[、和及与]|以及)(?:{_ARABIC}))"
)
ONE_COUNTS = re.compile(
    r"(?:新增|新建|建成|引进|培育|设立|成立|组建|开展|召开|举办|举行|共有?|仅有?|只有|获批|新设|落户|打造了?|增加|减少|达到?|为期)[了出]?$"
)
NOT_A_UNIT = {
    "人": re.compile(r"均|民|大(?:代表|常委|会议)|工智能|口普查|身|防|事|社局|行道|文|体|类|生"),
    "名": re.compile(r"列|单|义|额|牌|优|校|片|称|胜|誉|录"),
    "位": re.compile(r"于|居|列|次|置|移|数"),
    "元": re.compile(r"旦|素|宵|首|宇宙"),
    "家": re.compile(r"庭|长|属|园|政|电|具|底|喻|乡"),
    "条": re.compile(r"件(?!问题)|例|款(?!项)|规"),
    "次": re.compile(r"性|要|级|年|日|序|元"),
    "级": re.compile("."),
    "项": re.compile(r"目(?!标)"),
    "天": re.compile(r"津|然|河|空|使|府|气"),
    "期": re.compile(r"间|望|限|待|货|末|刊|盼|项目|工程"),
    "支": re.compile(r"持|付|出|部|撑|行|柱|队长|援|配"),
    "个": re.compile(r"亿|人(?!大代表)|体|性|别"),
    "类": re.compile(r"似|别"),
    "场": re.compile(r"所|景|地|馆|面|均|内|外"),
    "处": re.compile(r"理|级|置|罚|长|分|室"),
    "成": re.compile(r"立|为|果|效|员|交|都|功|长|绩|熟|本|套|型|品|年|就|人|了|群|千|百"),
    "番": re.compile(r"五次|话"),
    "倍": re.compile("加|感"),
    "组": re.compile("织|长|建|成|团"),
    "件": re.compile("套"),
    "层": re.compile("面|级|次"),
    "列": re.compile("入|车|为"),
    "道": re.compile("路|德|理|口"),
    "对": re.compile("[^夫新情]"),
    "门": re.compile("店|户|窗|诊|口|前"),
    "本": re.compile("[级市区省地科]"),
    "部": re.compile("门|分|队|署|长|委"),
    "间": re.compile("隔|接"),
    "米": re.compile("饭|面"),
    "台": re.compile("账|阶|湾"),
    "张": re.compile("家"),
    "节": re.compile("约|能|假|支|俭|水|点|奏|日"),
    "种": re.compile("植|子|业|粮"),
    "片": re.compile("区(?!域)"),
    "面": re.compile("."),
    "届": re.compile("."),
    "岁": re.compile("(?!)"),
}
_NEVER_AFTER = re.compile(r"[第初周数几]$|[A-Za-z]$")
AROUND_BEFORE = re.compile(
    r"[签节契预条公合特制邀解]约$|[附最邻靠邻迫就亲贴]近$|赶超$|[不更]约$|[简大]约$"
)
OPS_BEFORE = {
    "近": "lt_near", "接近": "lt_near", "将近": "lt_near",
    "约": "approx", "大约": "approx", "大概": "approx", "约为": "approx", "约有": "approx",
    "超过": "gt", "超出": "gt", "超": "gt", "突破": "gt", "逾": "gt", "多于": "gt", "高于": "gt", "大于": "gt",
    "不少于": "ge", "不低于": "ge", "不小于": "ge", "至少": "ge",
    "不足": "lt", "不到": "lt", "不满": "lt", "低于": "lt", "少于": "lt", "小于": "lt", "未达": "lt", "未达到": "lt",
    "不多于": "le", "不超过": "le", "不高于": "le", "不大于": "le", "至多": "le", "最多": "le",
}  # fmt: skip
OPS_AFTER = {
    "以上": "ge",
    "之上": "ge",
    "以下": "le",
    "以内": "le",
    "之内": "le",
    "左右": "approx",
    "上下": "approx",
}
