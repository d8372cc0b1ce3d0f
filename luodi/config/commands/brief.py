"""Write a brief from a template: `luodi brief TEMPLATE --out FILE.docx` (or .pdf, .html is the page)."""

import argparse
from pathlib import Path

from luodi.briefs.actions import built_in
from luodi.briefs.documents import pdf_of_brief, word_of_brief
from luodi.briefs.language import Faults
from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.periods import parse
from luodi.briefs.models import Brief, BriefTemplate
from luodi.briefs.queries.layout import layout_of
from luodi.config.commands import refuse
from luodi.kernel.models import Unit
from luodi.kernel.reader import EVERYTHING
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign


def main(words: list[str]) -> int:
    """TEMPLATE: code of a template here, a template that comes with the product, or a text file."""
    parser = argparse.ArgumentParser(prog="luodi brief", description=__doc__)
    parser.add_argument("template")
    parser.add_argument("--out", required=True, metavar="FILE.docx")
    parser.add_argument("--period", default="", metavar="2018-01..2018-09")
    parser.add_argument("--campaign", default="", metavar="CODE")
    parser.add_argument("--unit", default="", metavar="CODE")
    parser.add_argument("--title", default="")
    chosen = parser.parse_args(words)
    given = _template(chosen.template)
    if given is None:
        return refuse(f"没有模板“{chosen.template}”：请给模板编号、内置模板名或一个文本文件。")
    target = Path(chosen.out)
    if target.suffix not in (".docx", ".pdf"):
        return refuse("--out 请写 .docx 或 .pdf 文件。")
    try:
        brief = _brief(chosen, given)
        layout = layout_of(brief, EVERYTHING)
        content = (pdf_of_brief if target.suffix == ".pdf" else word_of_brief)(layout)
    except Faults as faults:
        for fault in faults.found:
            print(fault)
        return 1
    except (Refused, Wrong) as refusal:
        return refuse(str(refusal))
    target.write_bytes(content)
    print(f"已写出 {target}：引用 {len(layout.figures)} 处数字，手写 {len(layout.written)} 处。")
    return 0


def _template(name: str) -> dict[str, str] | None:
    kept = BriefTemplate.objects.filter(code=name).first()
    if kept is not None:
        return {
            "kind": kept.kind,
            "masthead": kept.masthead,
            "name": kept.name,
            "source": kept.source,
        }
    if given := built_in(name):
        return given
    path = Path(name)
    if not path.is_file():
        return None
    source = path.read_text(encoding="utf-8")
    return {"kind": "brief", "masthead": "简报", "name": path.stem, "source": source}


def _brief(chosen: argparse.Namespace, given: dict[str, str]) -> Brief:
    campaigns = (
        Campaign.objects.filter(code=chosen.campaign) if chosen.campaign else Campaign.objects
    )
    campaign = campaigns.order_by("-start", "-pk").first()
    if campaign is None:
        raise Refused(
            f"没有编号为“{chosen.campaign}”的专项工作。"
            if chosen.campaign
            else "库里还没有专项工作。"
        )
    unit = Unit.objects.filter(code=chosen.unit).first() if chosen.unit else None
    if chosen.unit and unit is None:
        raise Refused(f"没有编号为“{chosen.unit}”的单位。")
    period = parse(chosen.period) if chosen.period else None
    return Brief(
        code="—", title=chosen.title or given["name"], kind=given["kind"], masthead=given["masthead"],
        source=given["source"], campaign=campaign, unit=unit, start=period.start if period else None,
        end=period.end if period else None,
    )  # fmt: skip
