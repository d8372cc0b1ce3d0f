"""A wrong declaration stops the start with one sentence that names file and declaration."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.checks import Error

from luodi.config.cli import main
from luodi.kernel import declared
from luodi.kernel.checks import declaration_faults
from luodi.kernel.checks.figures import figure_faults, law_faults
from luodi.kernel.checks.moves import moves_faults, stateful_without_moves
from luodi.kernel.checks.sheets import sheet_faults
from luodi.kernel.choices import Role
from luodi.kernel.figures import (
    FIGURES,
    LAWS,
    Audience,
    Edition,
    Kind,
    Law,
    Param,
    distinct,
    figure,
    holders,
    newest,
    ratio,
    subset,
    total,
)
from luodi.kernel.sheets.declare import SHEETS, Column, register
from luodi.kernel.transitions import TABLES, Ask, Move, Table, the_system
from tests.parcels.models import Parcel

WEIGHT, SHARE = FIGURES["parcels.weight"], FIGURES["parcels.arrived_share"]
SHEET = SHEETS["parcels.parcels"]


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    """Whatever a test declares is gone after it."""
    for registry in (FIGURES, SHEETS, TABLES, declared.PLACES):
        for key, value in registry.items():
            monkeypatch.setitem(registry, key, value)
    kept = [(registry, dict(registry)) for registry in (FIGURES, SHEETS, TABLES, declared.PLACES)]
    laws, refused = list(LAWS), list(declared.REFUSED)
    yield
    for registry, before in kept:
        registry.clear()
        registry.update(before)
    LAWS[:], declared.REFUSED[:] = laws, refused


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"key": "Parcels"}, "键应写作“房间.名称”，只用小写字母、数字和下划线"),
        ({"label": " "}, "没有名称（label）"),
        ({"unit": ""}, "没有单位（unit）"),
        ({"rule": "重量"}, "没有写口径：函数的第一行说明就是口径"),
        ({"good": "high"}, "good 只能是 up、down 或空，不是“high”"),
        ({"declared_kind": Kind.RATIO}, "比率和差额要用 ratio、difference 声明，其他类型用 figure"),
        ({"declared_kind": Kind.EACH}, "类型写作“每件数”，与计算方法 sum 不合"),
        ({"declared_kind": Kind.FLOW, "time": ""}, "期间数要有 time，不能有 until"),
        ({"time": "", "until": "sent_on"}, "时点数写了 until，还要写 time（从哪一天起算）"),
        ({"time": "posted_on"}, "时间“posted_on”在 parcels.Parcel 里找不到"),
        ({"time": "title"}, "时间“title”不是日期"),
        ({"until": "nowhere"}, "截止时间“nowhere”在 parcels.Parcel 里找不到"),
        ({"measure": total("mass")}, "计算的字段“mass”在 parcels.Parcel 里找不到"),
        ({"measure": total("title")}, "求和的“title”不是数"),
        ({"measure": newest("weight", by="x")}, "取最近一件的依据“x”在 parcels.Parcel 里找不到"),
        ({"measure": distinct("unit__no")}, "计算的字段“unit__no”在 parcels.Parcel 里找不到"),
        ({"paths": {"unit": "office"}}, "范围 unit “office”在 parcels.Parcel 里找不到"),
        ({"columns": ("code", "colour")}, "清单列“colour”在 parcels.Parcel 里找不到"),
        ({"columns": ("unit__colour",)}, "清单列“unit__colour”在 parcels.Parcel 里找不到"),
        ({"evidence": ("unit",)}, "佐证“unit”不通向佐证材料"),
        ({"rolled_up": True, "paths": {}}, "不能按月汇总：要有日期、单位，并按本表的列计数或求和"),
        ({"audience": holders("king")}, "谁可以看里的角色“king”不存在"),
        ({"audience": Audience("", bool)}, "没有写明谁可以看（audience）"),
        ({"params": (Param("start", "weight"),)}, "参数名“start”已有别的用处"),
        ({"params": (Param("min", "mass__gte"),)}, "参数“min”的查询“mass__gte”在记录里找不到"),
        ({"params": (Param("min", "weight__big"),)}, "参数“min”的查询“weight__big”在记录里找不到"),
        ({"params": (Param("min", "weight", kind="size"),)}, "参数“min”的类型“size”不存在"),
        ({"params": (Param("min", "weight", kind="number", default="很多"),)},
         "参数“min”的默认值“很多”读不出来"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_figure_is_said(wrong, sentence):
    assert sentence in list(figure_faults(replace(WEIGHT, **wrong)))


def test_editions_stand_in_order():
    first, second = Edition(1, date(2016, 1, 1), "含遗失"), Edition(2, date(2018, 7, 1), " ")

    def told(*editions, version):
        return list(figure_faults(replace(WEIGHT, editions=editions, version=version)))

    assert told(first, second, version=2) == ["每个口径版本都要写明改了什么（note）"]
    assert told(first, version=2) == ["版本号是 2，口径版本里最后一个却是 1"]
    assert told(replace(second, note="不含"), first, version=1) == [
        "口径版本（editions）要按版本号和起用日期从早到晚排列，不能重复"
    ]


def test_two_figures_of_a_unit_are_not_called_the_same(monkeypatch):
    monkeypatch.setitem(
        FIGURES,
        "parcels.zz",
        replace(WEIGHT, key="parcels.zz", label="另一", aliases=("寄出重量",)),
    )

    assert list(figure_faults(WEIGHT)) == ["与 parcels.zz 同单位同名“寄出重量”，核对文字时分不清"]


def test_an_audience_of_roles_lets_in_their_holders(people):
    audience = holders(Role.LEADER, Role.OFFICE)

    assert str(audience.label) == "牵头领导、工作专班"
    assert [audience.allows(who) for who in (people.leader, people.office, people.clerk, people.audit)] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("law", "sentences"),
    [
        (Law("subset", ("parcels.nothing",), "parcels.sent"), ["没有数字“parcels.nothing”"]),
        (Law("subset", ("parcels.sent[colour=red]",), "parcels.sent"),
         ["“parcels.sent[colour=red]”：“寄出包裹”没有参数：colour。"]),
        (Law("adds_up", ("parcels.weight", "parcels.sent"), "parcels.sent"), ["相加的数字单位不同"]),
        (Law("subset", ("parcels.leaders",), "parcels.sent"), ["包含关系两边数的不是同一种记录"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_law_is_said(law, sentences):
    assert list(law_faults(law)) == sentences


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"key": "parcels"}, "键应写作“房间.名称”"),
        ({"label": ""}, "没有名称（label）"),
        ({"match": "number"}, "对应列 match=“number”不在表里"),
        ({"match": ""}, "写了 change，还要写 match：用哪一列认出已有的记录"),
        ({"create": None, "change": None}, "有可导入的列，却没有写 create 或 change"),
        ({"columns": (*SHEET.columns, SHEET.columns[1])}, "列 title 有 2 个"),
        ({"columns": (*SHEET.columns, Column("name", "名 称"))}, "标题“名称”有 2 列"),
        ({"columns": (*SHEET.columns, Column("kind", ""))}, "列 kind 没有标题"),
        ({"columns": (*SHEET.columns, Column("kind", "种类", required=True))},
         "必填列 kind 不能导入（没有 parse）"),
        ({"columns": (*SHEET.columns, Column("to_state", "改为", parse=print))},
         "列 to_state 导入状态：状态只能由流转改变"),
        ({"columns": (*SHEET.columns, Column("kind", "种类", parse=print, aliases=("品 名",)))},
         "列 kind 的别名“品 名”也是列 title 的叫法"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sheet_is_said(wrong, sentence):
    assert sentence in list(sheet_faults(replace(SHEET, **wrong)))


def table(*moves, initial=("waiting",)):
    made = Table.__new__(Table)
    made.model, made.initial, made.declared = Parcel, initial, moves
    made.moves = {move.name: move for move in moves}
    made.states = {"waiting": "待寄", "moving": "在途"}
    return made


GO = Move("go", ("waiting",), "moving", "寄出", (the_system,))


@pytest.mark.parametrize(
    ("made", "sentences"),
    [
        (table(GO), []),
        (table(GO, GO), ["动作 go 声明了 2 次"]),
        (table(GO, initial=("new",)), ["起始状态“new”不存在", "状态“waiting”没有动作能到达"]),
        (table(replace(GO, target="gone")),
         ["动作 go：状态“gone”不存在", "状态“moving”没有动作能到达"]),
        (table(replace(GO, who=(), label="")),
         ["动作 go：没有名称（label）", "动作 go：没有写明由谁办理（who）"]),
        (table(replace(GO, asks=(Ask("day", "日", "day"), Ask("day", "日")))),
         ["动作 go：问了 2 次 day", "动作 go：所问 day 的类型“day”不存在"]),
        (table(replace(GO, asks=(Ask("kind", "种类", "choice"),))),
         ["动作 go：所问 kind 没有可选的内容（choices）"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_of_moves_is_said(made, sentences):
    assert list(moves_faults(made)) == sentences


def test_a_record_with_a_state_needs_moves(monkeypatch):
    monkeypatch.delitem(TABLES, Parcel)

    [told] = stateful_without_moves()

    assert told.msg == "tests.parcels.models 流转 parcels.parcel：有状态，却没有流转表"


def test_what_is_declared_twice_is_said_with_both_places():
    figure("parcels.all", label="x", unit="件")(lambda reader: None)
    register(SHEET)
    subset("parcels.arrived", "parcels.sent")
    Table(Parcel, (), ())

    told = [str(one.msg) for one in declared.REFUSED]

    assert all(one.startswith("tests/kernel/test_checks.py:") for one in told)
    assert "数字 parcels.all：已在 tests/parcels/figures.py:" in told[0]
    assert [
        "表 parcels.parcels" in told[1],
        "定律 " in told[2],
        "流转 parcels.parcel" in told[3],
    ] == [True] * 3
    assert FIGURES["parcels.all"].label == "包裹"


def test_a_share_of_nothing_is_said():
    ratio("parcels.odd", of="parcels.nothing", over="parcels.sent", label="x", rule="x" * 9)

    assert declared.REFUSED[-1].msg.endswith(
        "数字 parcels.odd：没有数字“parcels.nothing”，要先声明它"
    )
    assert "parcels.odd" not in FIGURES


def test_a_wrong_declaration_stops_every_command(monkeypatch, capsys):
    place = declared.PLACES["数字", "parcels.weight"]
    monkeypatch.setitem(FIGURES, "parcels.weight", replace(WEIGHT, unit="", time="posted_on"))

    assert main(["figures"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{place} 数字 parcels.weight：没有单位（unit）",
        f"{place} 数字 parcels.weight：时间“posted_on”在 parcels.Parcel 里找不到",
    ]
    assert place.startswith("tests/parcels/figures.py:")


def test_what_the_product_declares_is_well_and_asks_no_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert declaration_faults() == []
    assert all(isinstance(one, Error) for one in declared.REFUSED)
