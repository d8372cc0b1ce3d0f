"""What can be wrong with a figure or a law between figures."""

import re
from collections.abc import Iterator
from itertools import pairwise

from django.db import models

from luodi.kernel.checks.paths import end_of, is_filtered, is_shown
from luodi.kernel.choices import Role
from luodi.kernel.figures import FIGURES, Figure, Kind, Law, UnknownParameter, reference
from luodi.kernel.figures.composed import Composed
from luodi.kernel.figures.parameters import KINDS, RESERVED, Param
from luodi.kernel.models import Evidence
from luodi.kernel.reader import EVERYTHING

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
SHORTEST_RULE = 8
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)
OF_MEASURE = {"each": Kind.EACH, "newest": Kind.EXTERNAL, "distinct": Kind.DISTINCT}


def figure_faults(figure: Figure) -> Iterator[str]:
    """Sentences about one figure."""
    if not KEY.fullmatch(figure.key):
        yield "键应写作“房间.名称”，只用小写字母、数字和下划线"
    if not str(figure.label).strip():
        yield "没有名称（label）"
    if not str(figure.unit).strip():
        yield "没有单位（unit）"
    if len(str(figure.rule)) < SHORTEST_RULE:
        yield "没有写口径：函数的第一行说明就是口径"
    if figure.good not in ("", "up", "down"):
        yield f"good 只能是 up、down 或空，不是“{figure.good}”"
    yield from _kind(figure)
    yield from _editions(figure)
    yield from _audience(figure)
    yield from _names(figure)
    for param in figure.params:
        yield from _param(figure, param)
    if not isinstance(figure, Composed):
        yield from _records(figure)


def _kind(figure: Figure) -> Iterator[str]:
    composed = isinstance(figure, Composed)
    kind = figure.declared_kind
    if (kind in (Kind.RATIO, Kind.DIFF)) != composed:
        yield "比率和差额要用 ratio、difference 声明，其他类型用 figure"
    if figure.until and not figure.time:
        yield "时点数写了 until，还要写 time（从哪一天起算）"
    if kind == Kind.FLOW and (figure.until or not figure.time):
        yield "期间数要有 time，不能有 until"
    measured = OF_MEASURE.get(figure.measure.kind)
    if not composed and kind in OF_MEASURE.values() and kind != measured:
        yield f"类型写作“{kind.label if kind else ''}”，与计算方法 {figure.measure.kind} 不合"


def _editions(figure: Figure) -> Iterator[str]:
    versions = [edition.version for edition in figure.editions]
    days = [edition.since for edition in figure.editions]
    if any(a >= b for a, b in pairwise(versions)) or any(a >= b for a, b in pairwise(days)):
        yield "口径版本（editions）要按版本号和起用日期从早到晚排列，不能重复"
    if versions and figure.version != versions[-1]:
        yield f"版本号是 {figure.version}，口径版本里最后一个却是 {versions[-1]}"
    if any(not str(edition.note).strip() for edition in figure.editions):
        yield "每个口径版本都要写明改了什么（note）"


def _audience(figure: Figure) -> Iterator[str]:
    if not str(figure.audience.label).strip():
        yield "没有写明谁可以看（audience）"
    for role in figure.audience.roles:
        if role not in Role.values:
            yield f"谁可以看里的角色“{role}”不存在"


def _names(figure: Figure) -> Iterator[str]:
    """A text could not tell two figures of one unit apart that are called the same."""
    mine = {str(figure.label), *map(str, figure.aliases)}
    for other in FIGURES.values():
        if other.key <= figure.key or str(other.unit) != str(figure.unit):
            continue
        for name in sorted(mine & {str(other.label), *map(str, other.aliases)}):
            yield f"与 {other.key} 同单位同名“{name}”，核对文字时分不清"


def _param(figure: Figure, param: Param) -> Iterator[str]:
    if param.name in RESERVED:
        yield f"参数名“{param.name}”已有别的用处"
    if param.kind not in KINDS:
        yield f"参数“{param.name}”的类型“{param.kind}”不存在"
    elif param.default is not None:
        try:
            param.read(param.default)
        except UnknownParameter:
            yield f"参数“{param.name}”的默认值“{param.default}”读不出来"
    if not isinstance(figure, Composed) and not is_filtered(_rows(figure).model, param.lookup):
        yield f"参数“{param.name}”的查询“{param.lookup}”在记录里找不到"


def _records(figure: Figure) -> Iterator[str]:
    rows = _rows(figure)
    for what, path in _look_ups(figure):
        if path and end_of(rows, path) is None:
            yield f"{what}“{path}”在 {rows.model._meta.label} 里找不到"
    for path in figure.columns:
        if not is_shown(rows, path):
            yield f"清单列“{path}”在 {rows.model._meta.label} 里找不到"
    for path in figure.evidence:
        if getattr(end_of(rows, path), "related_model", None) is not Evidence:
            yield f"佐证“{path}”不通向佐证材料"
    summed = end_of(rows, figure.measure.field) if figure.measure.kind == "sum" else None
    if isinstance(summed, models.Field) and not isinstance(summed, NUMBERS):
        yield f"求和的“{figure.measure.field}”不是数"
    dated = end_of(rows, figure.time) if figure.time else None
    if isinstance(dated, models.Field) and not isinstance(dated, models.DateField):
        yield f"时间“{figure.time}”不是日期"
    try:
        figure.shape  # noqa: B018  computed once, refuses what cannot be counted beforehand
    except ValueError:
        yield "不能按月汇总：要有日期、单位，并按本表的列计数或求和"


def _rows(figure: Figure) -> models.QuerySet:
    return figure.source(EVERYTHING)


def _look_ups(figure: Figure) -> Iterator[tuple[str, str]]:
    yield "时间", figure.time
    yield "截止时间", figure.until
    yield "计算的字段", figure.measure.field
    yield "取最近一件的依据", figure.measure.by
    yield from ((f"范围 {name} ", path) for name, path in figure.paths.items())


def law_faults(law: Law) -> Iterator[str]:
    """Sentences about one law."""
    found = []
    for key in (*law.parts, law.whole):
        try:
            figure, context = reference(key)
            figure.bound(context)
            found.append(figure)
        except KeyError:
            yield f"没有数字“{key}”"
        except UnknownParameter as error:
            yield f"“{key}”：{error}"
    if law.kind == "adds_up" and len({str(figure.unit) for figure in found}) > 1:
        yield "相加的数字单位不同"
    if law.kind == "subset" and len({_rows(f).model for f in found}) > 1:
        yield "包含关系两边数的不是同一种记录"
