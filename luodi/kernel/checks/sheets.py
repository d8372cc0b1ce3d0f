"""What can be wrong with a sheet."""

from collections import Counter
from collections.abc import Iterator

from luodi.kernel.reader import EVERYTHING
from luodi.kernel.sheets.declare import Sheet
from luodi.kernel.sheets.values.texts import same_key


def sheet_faults(sheet: Sheet) -> Iterator[str]:
    """Sentences about one sheet."""
    if "." not in sheet.key:
        yield "键应写作“房间.名称”"
    if not str(sheet.label).strip():
        yield "没有名称（label）"
    yield from _twice(sheet)
    yield from _columns(sheet)
    yield from _match(sheet)


def _columns(sheet: Sheet) -> Iterator[str]:
    for column in sheet.columns:
        if not str(column.label).strip():
            yield f"列 {column.key} 没有标题"
        if column.required and not column.parse:
            yield f"必填列 {column.key} 不能导入（没有 parse）"
        if column.parse and "state" in column.key:
            yield f"列 {column.key} 导入状态：状态只能由流转改变"
    if sheet.importable and not (sheet.create or sheet.change):
        yield "有可导入的列，却没有写 create 或 change"


def _match(sheet: Sheet) -> Iterator[str]:
    if sheet.match and sheet.match not in {column.key for column in sheet.columns}:
        yield f"对应列 match=“{sheet.match}”不在表里"
    if sheet.change and not sheet.match:
        yield "写了 change，还要写 match：用哪一列认出已有的记录"
    if sheet.match and not {"code", "version"} <= _attributes(sheet):
        yield "有对应列的记录要有 code 和 version，导出的隐藏键由它们组成"


def _twice(sheet: Sheet) -> Iterator[str]:
    """A heading of a file must mean one column."""
    keys = Counter(column.key for column in sheet.columns)
    yield from (f"列 {key} 有 {n} 个" for key, n in keys.items() if n > 1)
    titles = Counter(same_key(str(column.label)) for column in sheet.columns)
    yield from (f"标题“{title}”有 {n} 列" for title, n in titles.items() if n > 1)
    named: dict[str, str] = {same_key(str(c.label)): c.key for c in sheet.importable}
    for column in sheet.importable:
        for alias in column.aliases:
            other = named.setdefault(same_key(alias), column.key)
            if other != column.key:
                yield f"列 {column.key} 的别名“{alias}”也是列 {other} 的叫法"


def _attributes(sheet: Sheet) -> set[str]:
    model = sheet.records(EVERYTHING).model
    return {name for name in ("code", "version") if hasattr(model, name)}
