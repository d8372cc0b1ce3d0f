"""Hold a published brief against today's records: `luodi verify CODE|FILE.docx`, `luodi verify --chain`."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from luodi.briefs.checking.annotated import sentence
from luodi.briefs.choices import CHANGES
from luodi.briefs.models import Brief
from luodi.briefs.queries.chain import first_broken
from luodi.briefs.queries.edited import Edited
from luodi.briefs.queries.verification import Finding, Report, verify
from luodi.config.commands import refuse
from luodi.kernel.documents import Read, read_document
from luodi.kernel.reader import EVERYTHING
from luodi.kernel.refusals import Refused

_BITS = {"": "%s", "new": "{+%s+}", "gone": "[-%s-]"}


def main(words: list[str]) -> int:
    """0: as published; 1: something differs, named line by line."""
    parser = argparse.ArgumentParser(prog="luodi verify", description=__doc__)
    parser.add_argument("brief", nargs="?", default="", metavar="CODE|FILE.docx")
    parser.add_argument("--chain", action="store_true", help="the chain of all published briefs")
    parser.add_argument(
        "--thorough", action="store_true", help="every record, whatever the trail says"
    )
    chosen = parser.parse_args(words)
    if chosen.chain:
        return _chain()
    file: Read | None = None
    code = chosen.brief
    if code.endswith(".docx"):
        if not Path(code).is_file():
            return refuse(f"没有文件“{code}”。")
        with Path(code).open("rb") as opened:
            try:
                file = read_document(opened)
            except ValueError:
                return refuse(f"“{code}”不是 Word 文件（docx）。")
        code = file.identifier.removeprefix("luodi:").rpartition(":")[0]
    brief = Brief.objects.select_related("edition").filter(code=code).first()
    if brief is None or brief.edition is None:
        return refuse(
            f"没有核对过的简报“{code}”。请写简报编号，如 JB-2018-001，或从系统下载的 docx。"
        )
    try:
        return _tell(verify(brief, EVERYTHING, file=file, thorough=chosen.thorough))
    except Refused as refusal:
        return refuse(str(refusal))


def _chain() -> int:
    broken = first_broken()
    issued = Brief.objects.exclude(sequence=None).count()
    if broken is None:
        print(f"简报链完整，共 {issued} 份。")
        return 0
    print(f"简报链有问题：{broken[0]}：{broken[1]}。")
    return 1


def _tell(report: Report) -> int:
    for finding in report.findings:
        print("\t".join(_line(finding)))
    for line in _of_word(report.in_word) if report.in_word else ():
        print("\t".join(line))
    told = "，".join(f"{label} {number}" for label, number in report.counts().items())
    seal = "指纹相符" if report.sealed else "指纹不符：库里的内容与印发时不一致"
    print(f"{report.brief.code}《{report.brief.title}》：{told or '没有引用数字'}。{seal}。")
    return 0 if report.is_clean else 1


def _of_word(edited: Edited) -> Iterator[tuple[str, str]]:
    """Paragraphs that differ, as {+new+} and [-gone-], then the numbers typed outside the bookmarks."""
    for change in edited.changes:
        yield str(CHANGES[change.kind]), "".join(_BITS[bit.kind] % bit.text for bit in change.bits)
    for mark in edited.checked.marks if edited.checked else ():
        yield mark.claim.span, sentence(mark)


def _line(finding: Finding) -> list[str]:
    cited = finding.citation
    moved = "；".join(
        f"{word}{one.record or one.pk}（{one.by} {one.at:%Y-%m-%d %H:%M}）"
        if one.at
        else f"{word}{one.pk}"
        for word, group in (
            ("新增", finding.added),
            ("减少", finding.removed),
            ("改动", finding.edited),
        )
        for one in group[:5]
    )
    return [str(finding.drift.label), cited.label, cited.shown, finding.now or "—", moved]
