"""`luodi consolidate`: the engine on files, without a database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from luodi.engines.consolidation.engine import consolidate
from luodi.engines.consolidation.explaining import Explainer
from luodi.engines.consolidation.index import Index
from luodi.engines.consolidation.model import (
    DECISION_KINDS,
    Consolidation,
    Decision,
    Item,
    Options,
)
from luodi.engines.consolidation.scheme import Scheme
from luodi.engines.consolidation.table import (
    BadInput,
    Row,
    iterate_rows,
    read_rows,
    text_of,
    time_of,
    write_rows,
)

# Letters of a body that may matter to anything the command writes.
_READ = 1_200
Helped = Callable[[Consolidation, Sequence[Item], Sequence[Decision]], Consolidation]
HEADING = ("id", "problem", "label", "theme", "category", "heat")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 2 bad input (one sentence on stderr)."""
    wanted = _parser().parse_args(argv)
    try:
        helped = _extras(wanted)
        items, names = _items(wanted)
        decisions = _decisions(wanted.decisions)
        scheme = _scheme(wanted.scheme)
        options = Options(details=False)
        result = consolidate(
            items, decisions=decisions, options=options, scheme=scheme, progress=_show_progress
        )
        result = helped(result, items, decisions)
        write_rows(wanted.out, HEADING, _rows(items, names, result))
        if wanted.explain:
            _print_explanation(wanted.explain, items, result)
    except BadInput as why:
        sys.stderr.write(f"{why}\n")
        return 2
    for conflict in result.conflicts:
        sys.stderr.write(f"{conflict.reason}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="luodi consolidate", description="把大量留言、意见归并成具体问题。"
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="xlsx 或 csv")
    parser.add_argument("--text", action="append", required=True, metavar="COL",
                        help="正文所在列，可写多次；第一个按标题计")  # fmt: skip
    for name, help_text in (("id", "编号"), ("time", "时间"), ("speaker", "留言人"),
                            ("place", "地点"), ("likes", "点赞数")):  # fmt: skip
        parser.add_argument(f"--{name}", metavar="COL", help=f"{help_text}所在列")
    parser.add_argument("--scheme", type=Path, metavar="FILE", help="分类体系（一至三级）")
    parser.add_argument("--decisions", type=Path, metavar="FILE", help="人的决定：kind,items,text")
    parser.add_argument("--explain", metavar="ID", help="说明这一条为什么在（或不在）某个问题里")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv")
    _add_extras(parser)
    return parser


def _extras(wanted: argparse.Namespace) -> Helped:
    """Return what the extras that were asked for do to a result; without them nothing."""
    if not (wanted.embedder or wanted.namer):
        return lambda result, _items, _decisions: result
    from luodi.engines.consolidation import helping  # slow import

    return partial(helping.helped, helping.choose(wanted))


def _add_extras(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("可选的辅助（默认关闭，不改变归并结果）")
    group.add_argument("--embedder", metavar="FOLDER|URL",
                       help="语义模型文件夹或服务地址：列出意思相近、可能漏归的条目")  # fmt: skip
    group.add_argument("--namer", metavar="URL", help="服务地址：拟问题名称")
    group.add_argument("--send-texts", action="store_true",
                       help="同意把文字（电话、证件、账号已遮盖）发到上面写的地址")  # fmt: skip


def _items(wanted: argparse.Namespace) -> tuple[list[Item], dict[str, str]]:
    """Return the items and, for each item id, the id as written in the file."""
    items: list[Item] = []
    names: dict[str, str] = {}
    for path in wanted.files:
        for number, row in enumerate(iterate_rows(path)):
            if number == 0:
                _check_columns(path, row, wanted)
            written = text_of(row.get(wanted.id)).strip() if wanted.id else str(len(items) + 1)
            key, turn = written, 2
            while key in names:
                key, turn = f"{written}#{turn}", turn + 1
            names[key] = written
            items.append(_item(key, row, wanted))
    return items, names


def _check_columns(path: Path, row: Row, wanted: argparse.Namespace) -> None:
    asked = [*wanted.text, wanted.id, wanted.time, wanted.speaker, wanted.place, wanted.likes]
    for column in asked:
        if column and column not in row:
            there = "、".join(name for name in row if name)
            raise BadInput(f"{path.name} 没有“{column}”这一列：现有的列是 {there}。")


def _item(key: str, row: Row, wanted: argparse.Namespace) -> Item:
    likes = text_of(row.get(wanted.likes)).strip() if wanted.likes else ""
    return Item(
        id=key,
        title=text_of(row.get(wanted.text[0])),
        body="\n".join(text_of(row.get(column)) for column in wanted.text[1:])[:_READ],
        time=time_of(row.get(wanted.time)) if wanted.time else None,
        speaker=text_of(row.get(wanted.speaker)) if wanted.speaker else "",
        place=text_of(row.get(wanted.place)) if wanted.place else "",
        likes=int(likes) if likes.isdigit() else 0,
    )


def _decisions(path: Path | None) -> list[Decision]:
    if path is None:
        return []
    found = []
    for number, row in enumerate(read_rows(path), start=2):
        kind = text_of(row.get("kind")).strip()
        items = tuple(part for part in text_of(row.get("items")).replace("、", " ").split() if part)
        if kind not in DECISION_KINDS or not items:
            kinds = "、".join(DECISION_KINDS)
            raise BadInput(
                f"{path.name} 第 {number} 行不成立：kind 应是 {kinds} 之一，items 是用空格隔开的编号。"
            )
        found.append(Decision(kind, items, text_of(row.get("text")).strip()))
    return found


def _scheme(path: Path | None) -> Scheme | None:
    if path is None:
        return None
    try:
        return Scheme.of([[text_of(cell) for cell in row.values()] for row in read_rows(path)])
    except ValueError as why:
        raise BadInput(f"{path.name}：{why}") from why


def _rows(
    items: Sequence[Item], names: dict[str, str], result: Consolidation
) -> Iterable[tuple[object, ...]]:
    home = {member: problem for problem in result.problems for member in problem.members}
    for item in items:
        problem = home.get(item.id)
        if problem is None:
            yield (names[item.id], "", "", result.themes.get(item.id, ""),
                   result.categories.get(item.id, ""), "")  # fmt: skip
        else:
            yield (names[item.id], problem.id, problem.label, problem.theme,
                   problem.category, f"{problem.heat:.2f}")  # fmt: skip


def _print_explanation(wanted: str, items: Sequence[Item], result: Consolidation) -> None:
    by_id = {item.id: item for item in items}
    if wanted not in by_id:
        raise BadInput(f"没有编号为 {wanted} 的条目：请检查 --explain 与编号列。")
    explainer = Explainer.of(items)
    write = sys.stdout.write
    home = next((p for p in result.problems if wanted in p.members), None)
    if home is not None:
        write(f"{wanted} 在问题 {home.id}（{home.label}）里：\n")
        others = [member for member in home.members if member != wanted]
    else:
        others = _nearest(by_id[wanted], items, result)
        write(f"{wanted} 单独成条，{'与它最近的：' if others else '没有与它相近的条目。'}\n")
    for other in others:
        write(f"  {other}：{explainer.explain(by_id[wanted], by_id[other]).sentence}\n")


def _nearest(item: Item, items: Sequence[Item], result: Consolidation) -> list[str]:
    matches = Index.build(items, result, Options()).match([item], count=4)[0]
    first = {problem.id: problem.members[0] for problem in result.problems}
    near = [match.item or first[match.problem] for match in matches]
    return [other for other in near if other != item.id][:3]


def _show_progress(done: int, total: int, stage: str) -> None:
    width = 24
    filled = width * done // max(1, total)
    end = "\n" if done >= total else ""
    bar = "#" * filled + "-" * (width - filled)
    sys.stderr.write(f"\r[{bar}] {done}/{total} {stage}{end}")
    sys.stderr.flush()
