"""The vocabulary of naming: what a figure may be called, and which words carry no content."""

from __future__ import annotations

import re
from functools import lru_cache

from .agreement import qualifiers
from .lexicon import NARROWING, words
from .model import Claim, Figure
from .normalise import normalise
from .units import dimension, read_unit

_GENERIC = re.compile(
    r"(?:数量|个数|次数|场次数?|期数|总?人数|人次数?|家数|户数|天数|件数|条数|总数|总量|总额|额度|金额|数额|总人次|数|额|面积|规模|情况|条目|总计|合计|同比|增速|增幅|增长率?)$"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LIMIT = re.compile(r"[\d.]*[十百千万亿]*(?:元|美元)(?:\(含\)|含|及)?(?:以上|以下)")
_LEADING = re.compile(r"^(?:新增|累计|全区|全市|全体|全社会|本年|当年|该期|收集到的)")
_LONG_ENOUGH = 6
FUNCTION = frozenset("的后到及与和之总数")
# Names every office uses for the same figure.
_USUAL = {
    "地区生产总值": ("生产总值", "GDP"),
    "社会消费品零售总额": ("社零总额", "社零额"),
    "固定资产投资": ("固投",),
    "固定资产投资额": ("固投",),
}
_VERBS = "召开|举办|举行|开展|组织|实现|完成|达到|达|新增|收集|征集|受理|办理|办结|建成|建立|改造|引进|签约|发放|兑现|利用|接待|走访|打通|清理|废止|邀请|新建|组建|收到|提出|培训|参加|查出|发现|整改|吸引|惠及|服务|发生|划分|配备"
_NEUTRAL_WORDS = words("""
全区上下 全县上下 全区 我区 全县 我县 本县 全镇 我镇 全乡 全街道 全市 我市 全省 全国 本区 该区 各级 各类 各单位 各部门 各街道 各项 区委 区政府 区级 县委 县政府 县级
党组织 分层分类 其中 累计 共计 总共 合计 一共 总计 共有 已有 已经 目前 先后 分别 陆续 截至 截止 以来
期间 同比 同时 此外 另外 通过 据统计 据悉 据了解 总数 总量 总额 数量 人数 个数 次数 金额 规模 面积
余额 比重 比例 活动 数据 统计 不完全统计 显示 记者 获悉 了解 介绍 本报讯 召开 举办 举行 开展 组织 受理 发生 下降到 降低到 减少到 增加到 提高到 提升到 上升到 增长到 扩大到
参加 参与 完成 实现 突破 超过 新增 达成 收到 发放 建成 投入 增至 降至 升至 预计 达到 现有 拥有 实际 引进 应邀 全年
当前 上半 季度 共 已 均 各 将 再 又 也 更 约 仅 只 就 为 是 有 达 到 了 的 在 对 于 由 从 以
与 和 及 并 等 其 该 据 占 累 计 要 新 今 年 月 日 底 末 份 初 前 后
""")
_NEUTRAL = re.compile(
    r"[\0|,.;:()“”\"'#、·\s]|" + "|".join(sorted(_NEUTRAL_WORDS, key=len, reverse=True))
)
# 新增高新技术企业 428 家 is a flow; a figure without a period is a stock.
# 平均每月 286 次 is no total; where the figure is itself an average, its name says so.
AVERAGE = re.compile(
    r"平均|[日月周季年户人]均|[单每逐][日月]|日(?=[接产处供办客销发游])|均(?![价衡为已])|[每单](?:个|[月天日周年季])|最高|最低|分别|各自|每"
)
# 均增长 says that all of them grew.
MEAN = re.compile(r"平均|[日月周季年户人]均")
# 164 个引进项目竣工 counts those that were finished, not those that were brought in.
FATE = re.compile(
    r"[竣完开停复]工|停|关闭|关停|投产|投用|获|被|未|仍|尚|逾期|违规|整改|退出|注销|倒闭|受|[达超]标|通过|建成|签约|落地"
)
NEWLY = re.compile(r"新|净增")
CHANGE_WORDS = re.compile(
    r"同比|环比|去年|上年|同期|比|较|相比|分别|增长率?|增加|上升|提高|提升|下降|减少|降低|回落|上涨|下跌|上浮|改善|增幅|增速|涨幅|跌幅|降幅|净增|恢复|名义|翻|[多少](?:签|收|办|引进|完成|建|开|增)?|增|降|倍|[为是的了均又]"
)
NARROW = re.compile(NARROWING)
PLAIN_VERB = re.compile(r"(?:召开|举办|举行|开展|组织|实现|完成|达到?|收到|参加|吸引|新增)[了出]?")
VERB = re.compile(rf"(?:{_VERBS})(?:了|出)?")
AMONG = re.compile(r"(?<![其集])中(?![心国央小医山])|里|(?<!扣)除(?!了)|不含|以外|之外|扣除")


# 引进项目金额 grows otherwise than 引进项目: what a growth measures must be what the figure counts.
_MEASURED = (
    (re.compile(r"金额|总额|资金|投资|产值|收入|[税费]"), lambda base: base == "money"),
    (re.compile(r"面积"), lambda base: base in ("平方米", "平方公里", "亩", "公顷")),
    (re.compile(r"人[数次]"), lambda base: base == "人"),
    (
        re.compile(r"个数|数量|家数|户数|件数|项数|次数|宗数"),
        lambda base: base not in ("money", "percent"),
    ),
    (re.compile(r"比[重例率]|占比"), lambda base: base == "percent"),
)


def measures_other(after: str, figure: Figure) -> bool:
    """Whether the words behind a name make a growth one of something else than the figure."""
    base = dimension(read_unit(figure.unit).base)
    return any(said.search(after) and not fits(base) for said, fits in _MEASURED)


@lru_cache(maxsize=4096)
def names_of(figure: Figure) -> tuple[str, ...]:
    """Names to look for, the most specific first: the label, the aliases, and both without 数/额."""
    names: list[str] = []
    for written in (figure.label, *figure.aliases):
        clean = LIMIT.sub("", _ASIDE.sub("", normalise(written).text)).strip("·: ")
        short = _GENERIC.sub("", _GENERIC.sub("", clean))
        bare = _LEADING.sub("", short)
        names += [clean, short, *_USUAL.get(clean, ())]
        if len(bare) >= _LONG_ENOUGH:
            names.append(bare)
    return tuple(
        sorted({name for name in names if len(name) >= 2}, key=lambda name: (-len(name), name))
    )


def residue(text: str, claim: Claim, figure: Figure | None) -> str:
    """What remains of some words when places, periods and words without content are taken away."""
    known = (figure.scope, *qualifiers(figure.key)) if figure else ()
    for name in (claim.scope, *known):
        if name and len(name) > 1:
            text = text.replace(name, "")
    return _NEUTRAL.sub("", LIMIT.sub("", text))
