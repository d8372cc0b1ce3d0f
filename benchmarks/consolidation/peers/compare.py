"""Runs the engine and BERTopic on the same messages: python -m benchmarks.consolidation.peers.compare FILE PEER_PYTHON.

PEER_PYTHON is the interpreter of an environment with requirements.txt, made outside the tree:

    python -m venv ~/peer && ~/peer/bin/pip install torch==2.13.0
    ~/peer/bin/pip install -r benchmarks/consolidation/peers/requirements.txt
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.consolidation.quality import HERE, measure, read_gold, read_items
from luodi.engines.consolidation import Item, Options, consolidate

COLUMNS = (
    "--id",
    "id",
    "--text",
    "title",
    "--text",
    "body",
    "--time",
    "time",
    "--speaker",
    "speaker",
)


def write(items: Sequence[Item], folder: Path) -> tuple[Path, Path]:
    """Write the messages as the engine and as the peer reads them."""
    own, peer = folder / "own.csv", folder / "peer.csv"
    with own.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "title", "body", "time", "speaker"))
        writer.writerows((i.id, i.title, i.body, i.time, i.speaker) for i in items)
    with peer.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "text"))
        writer.writerows((i.id, f"{i.title}。{i.body}") for i in items)
    return own, peer


def cpu(command: Sequence[str]) -> tuple[float, str]:
    """Run a command; return its CPU seconds and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said


def found(path: Path, ignored: set[str]) -> dict[str, frozenset[str]]:
    """Return for each grouped item the judged members of its group."""
    groups: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["problem"] and row["id"] not in ignored:
                groups[row["problem"]].add(row["id"])
    return {item: frozenset(group) for group in groups.values() for item in group}


def main() -> int:
    """Print quality and CPU seconds of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("peer_python")
    wanted = parser.parse_args()
    items = read_items(wanted.file)
    gold, undecided = read_gold()
    every = {f"{half}{name}": ids for half, groups in gold.items() for name, ids in groups.items()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own, peer = write(items, folder)
        out = folder / "own_out.csv"
        command = [sys.executable, "-m", "luodi.engines.consolidation", str(own), *COLUMNS]
        cold = min(cpu([*command, "--out", str(out)])[0] for _ in range(3))
        warm = time.process_time()
        consolidate(items, options=Options(details=False))
        warm = time.process_time() - warm
        sys.stdout.write(f"engine    cold {cold:7.2f} warm {warm:7.2f} CPU s\n")
        for half in gold:
            line = measure(gold[half], found(out, undecided)).line()
            sys.stdout.write(f"          {half}: {line}\n")
        peer_out = folder / "peer_out.csv"
        script = str(HERE / "peers" / "bertopic_default.py")
        _, said = cpu([wanted.peer_python, script, str(peer), str(peer_out)])
        told = json.loads(said.strip().splitlines()[-1])
        sys.stdout.write(f"BERTopic  cold {told['cold']:7.2f} warm {told['warm']:7.2f} CPU s\n")
        sys.stdout.write(f"          all: {measure(every, found(peer_out, undecided)).line()}\n")
        sys.stdout.write(
            f"engine is {told['cold'] / cold:.0f} times cheaper cold, {told['warm'] / warm:.0f} warm\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
