"""Hold the numbers of a text against the records: verified, contradicted or no record."""

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from luodi.briefs.checking import Checked, Mark, Verdict, hold, home_of_reader
from luodi.briefs.checking.annotated import sentence
from luodi.briefs.checking.texts import type_of, words_of
from luodi.briefs.queries.checking import learnt
from luodi.config.commands import refuse
from luodi.kernel import clock
from luodi.kernel.reader import EVERYTHING
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign

DONE, FOUND = 0, 1


def main(words: list[str]) -> int:
    """`luodi check FILE [--json] [--date DAY] [--place NAME] [--campaign CODE]`; 1: one is wrong."""
    parser = argparse.ArgumentParser(prog="luodi check", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help=".txt、.docx 或 .pdf")
    parser.add_argument("--json", action="store_true", help="一行一个 JSON 对象")
    parser.add_argument("--date", metavar="2018-11-08", help="成文日期，不给则为今天")
    parser.add_argument("--place", default="", metavar="示范区", help="文中怎样称呼本地")
    parser.add_argument(
        "--campaign", default="", metavar="CODE", help="专项工作的编号，不给则取最近的"
    )
    chosen = parser.parse_args(words)
    try:
        checked = _checked(chosen)
    except Refused as refusal:
        return refuse(str(refusal))
    except OSError as error:
        return refuse(f"{chosen.file}：打不开（{error.strerror}）；请检查路径和权限。")
    except ValueError:
        return refuse(f"日期写作“{chosen.date}”，应写作 2018-11-08。")
    _print(checked, as_json=chosen.json)
    return FOUND if checked.count(Verdict.CONTRADICTED) or checked.contradictions else DONE


def _checked(chosen: argparse.Namespace) -> Checked:
    day = date.fromisoformat(chosen.date) if chosen.date else clock.today()
    text = words_of(chosen.file, type_of(chosen.file), chosen.file.name)
    campaigns = (
        Campaign.objects.filter(code=chosen.campaign) if chosen.campaign else Campaign.objects
    )
    campaign = campaigns.first()
    if chosen.campaign and campaign is None:
        raise Refused(f"没有编号为“{chosen.campaign}”的专项工作。")
    home = home_of_reader(EVERYTHING, campaign)
    if home is None:
        raise Refused("没有可对的记录。")
    place = replace(home, name=chosen.place or home.name)
    return hold(text, EVERYTHING, place, doc_date=day, aliases=learnt())


def _print(checked: Checked, *, as_json: bool) -> None:
    for mark in checked.marks:
        if mark.verdict == Verdict.NOT_A_FACT:
            continue
        if as_json:
            print(json.dumps(_told(mark), ensure_ascii=False))
        else:
            print(f"{mark.claim.span}\t{sentence(mark)}")
    if not as_json:
        for one in checked.contradictions:
            print(f"自相矛盾\t{one.sentence}")


def _told(mark: Mark) -> dict[str, Any]:
    claim = mark.claim
    return {
        "start": claim.start, "end": claim.end, "span": claim.span, "verdict": mark.verdict,
        "figure": mark.figure or None, "truth": mark.truth or None, "rule": mark.rule,
        "url": mark.url or None,
    }  # fmt: skip
