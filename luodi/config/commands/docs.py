"""Write docs/reference from the code: moves with their diagrams, figures, sheets, settings."""

import argparse
from pathlib import Path

from luodi.config.commands import refuse
from luodi.config.reference import pages

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def main(words: list[str]) -> int:
    """`luodi docs [--check] [--to FOLDER]`; with --check: 1 when a page is not what the code says."""
    parser = argparse.ArgumentParser(prog="luodi docs", description=__doc__)
    parser.add_argument("--to", type=Path, default=REFERENCE, metavar="FOLDER")
    parser.add_argument("--check", action="store_true", help="只核对，不写")
    chosen = parser.parse_args(words)
    if chosen.check:
        return _check(chosen.to)
    if not chosen.to.parent.is_dir():
        return refuse(f"没有“{chosen.to.parent}”这个文件夹，请在源码目录里运行，或用 --to 指定。")
    chosen.to.mkdir(exist_ok=True)
    for name, text in pages().items():
        (chosen.to / name).write_text(text, encoding="utf-8")
    print(f"已写入 {chosen.to}：{'、'.join(pages())}。")
    return 0


def _check(folder: Path) -> int:
    old = [name for name, text in pages().items() if _kept(folder / name) != text]
    if old:
        print(f"与代码不一致：{'、'.join(old)}。请运行 make docs。")
        return 1
    print("参考文档与代码一致。")
    return 0


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
