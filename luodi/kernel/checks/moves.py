"""What can be wrong with a table of moves."""

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.core.checks import Error

from luodi.kernel.declared import MOVES, fault
from luodi.kernel.models import Record
from luodi.kernel.transitions import ASKED, TABLES, Move, Table


def stateful_without_moves() -> list[Error]:
    """A record with a state nobody can change."""
    return [
        fault(MOVES, model._meta.label_lower, "有状态，却没有流转表", model.__module__)
        for model in apps.get_models()
        if issubclass(model, Record) and model.state_field and model not in TABLES
    ]


def moves_faults(table: Table) -> Iterator[str]:
    """Sentences about one table."""
    if not table.states:
        yield "记录没有状态字段（state_field），或状态没有列出（choices）"
    names = Counter(move.name for move in table.declared)
    yield from (f"动作 {name} 声明了 {n} 次" for name, n in names.items() if n > 1)
    for state in table.initial:
        if state not in table.states:
            yield f"起始状态“{state}”不存在"
    for move in table.moves.values():
        yield from (f"动作 {move.name}：{sentence}" for sentence in _move(table, move))
    reached = {move.target for move in table.moves.values()} | set(table.initial)
    for state in table.states:
        if state not in reached:
            yield f"状态“{state}”没有动作能到达"


def _move(table: Table, move: Move) -> Iterator[str]:
    for state in (*move.source, move.target):
        if state not in table.states:
            yield f"状态“{state}”不存在"
    if not str(move.label).strip():
        yield "没有名称（label）"
    if not move.who:
        yield "没有写明由谁办理（who）"
    yield from ("办理人没有名称" for who in move.who if not str(who.label).strip())
    asked = Counter(ask.name for ask in move.asks)
    yield from (f"问了 {n} 次 {name}" for name, n in asked.items() if n > 1)
    for ask in move.asks:
        if ask.kind not in ASKED:
            yield f"所问 {ask.name} 的类型“{ask.kind}”不存在"
        elif ask.kind in ("choice", "record") and ask.choices is None:
            yield f"所问 {ask.name} 没有可选的内容（choices）"
