"""The optional extras of `luodi consolidate`; loaded only when one is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from luodi.engines.consolidation.extras import (
    MOST_HERE,
    MOST_OUTSIDE,
    Embedder,
    Endpoint,
    Namer,
    RemoteEmbedder,
    RemoteNamer,
    Unavailable,
    fault_of_address,
    near_by_meaning,
    open_folder,
    propose_labels,
)
from luodi.engines.consolidation.model import Consolidation, Decision, Item
from luodi.engines.consolidation.table import BadInput


@dataclass(frozen=True, slots=True)
class Chosen:
    """The extras of one run."""

    embedder: Embedder | None = None
    namer: Namer | None = None
    most: int = MOST_HERE


def choose(wanted: argparse.Namespace) -> Chosen:
    """Return the extras that were asked for; an address needs --send-texts."""
    outside = [given for given in (wanted.embedder, wanted.namer) if given and "://" in given]
    if outside and not wanted.send_texts:
        raise BadInput(
            f"{outside[0]} 是服务地址，用它要把文字发出本机：确认可以发送，请加 --send-texts。"
        )
    if wanted.namer and wanted.namer not in outside:
        raise BadInput("--namer 要写服务地址，例如 http://127.0.0.1:8000/v1。")
    namer = _namer(wanted.namer) if wanted.namer else None
    if not wanted.embedder:
        return Chosen(None, namer)
    if wanted.embedder in outside:
        return Chosen(_remote(wanted.embedder), namer, MOST_OUTSIDE)
    return Chosen(_local(Path(wanted.embedder)), namer)


def _local(folder: Path) -> Embedder:
    try:
        return open_folder(folder)
    except Unavailable as why:
        raise BadInput(str(why)) from why


def _remote(address: str) -> Embedder:
    name = os.environ.get("LUODI_EMBEDDING_NAME", "default")
    return RemoteEmbedder(_endpoint(address, "LUODI_EMBEDDING_KEY"), name)


def _namer(address: str) -> Namer:
    name = os.environ.get("LUODI_LABEL_NAME", "default")
    return RemoteNamer(_endpoint(address, "LUODI_LABEL_KEY"), name)


def _endpoint(address: str, key: str) -> Endpoint:
    if fault := fault_of_address(address):
        raise BadInput(fault)
    return Endpoint(address, may_send=lambda: True, key=os.environ.get(key, ""))


def helped(
    chosen: Chosen, result: Consolidation, items: Sequence[Item], decisions: Sequence[Decision]
) -> Consolidation:
    """Print near misses by meaning, return the result with the proposed labels.

    An extra that fails is one sentence on stderr; the result stands without it.
    """
    if chosen.embedder:
        _print_near(result, items, chosen.embedder, chosen.most)
    return _named(result, items, decisions, chosen.namer) if chosen.namer else result


def _print_near(
    result: Consolidation, items: Sequence[Item], embedder: Embedder, most: int
) -> None:
    try:
        near = near_by_meaning(result, items, embedder, most=most)
    except Unavailable as why:
        sys.stderr.write(f"{why}\n")
        return
    for problem in result.problems:
        for item, alike in near.get(problem.id, ()):
            sys.stdout.write(f"{item} 与问题 {problem.id}（{problem.label}）意思相近 {alike:.2f}\n")


def _named(
    result: Consolidation, items: Sequence[Item], decisions: Sequence[Decision], namer: Namer
) -> Consolidation:
    named = {item for decision in decisions if decision.kind == "name" for item in decision.items}
    try:
        found = propose_labels(result, items, namer, named=named)
    except Unavailable as why:
        sys.stderr.write(f"{why}\n")
        return result
    sys.stderr.write(
        f"{len(found.labels)} 个名称由模型 {namer.name} 拟，请人核对；"
        f"{found.refused} 个说了意见里没有的话，没有采用。\n"
    )
    problems = (
        replace(p, label=found.labels[p.id]) if p.id in found.labels else p for p in result.problems
    )
    return replace(result, problems=tuple(problems))
