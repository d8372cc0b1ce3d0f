"""Campaigns, gatherings, statements, problems and the links between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from benchmarks.house.district import TODAY, District, keep
from luodi.kernel.choices import Role
from luodi.listening.choices import (
    CampaignState,
    GatheringKind,
    GatheringState,
    PhaseKind,
    PhaseState,
    Settlement,
    SourceKind,
    StatementKind,
    StatementState,
)
from luodi.listening.models import Answer, Campaign, Dimension, Gathering, Phase, Statement
from luodi.problems.choices import LinkMethod, ProblemState
from luodi.problems.models import Category, Link, Problem

S = StatementState
STATES = {S.LINKED: 70, S.SETTLED: 8, S.ANSWERED: 8, S.ACCEPTED: 8, S.SUBMITTED: 4, S.DRAFT: 2}
OLD_PROBLEMS = {ProblemState.CLOSED: 80, ProblemState.RECTIFYING: 15, ProblemState.LISTED: 5}
NEW_PROBLEMS = {ProblemState.CLOSED: 15, ProblemState.RECTIFYING: 60, ProblemState.LISTED: 25}
CHUNK = 20_000


def make_campaigns(district: District) -> None:
    """Four years, one campaign a year; the last is running."""
    root = district.units[0]
    district.campaigns = keep(
        Campaign(code=f"ZX-{year}", name=f"{year}年解放思想大讨论", host_unit=root,
                 start=date(year, 9, 20), end=date(year, 12, 31),
                 state=CampaignState.RUNNING if year == TODAY.year else CampaignState.ARCHIVED)
        for year in range(2015, 2019)
    )  # fmt: skip
    for campaign in district.campaigns:
        district.dimensions[campaign.pk] = keep(
            Dimension(campaign=campaign, position=n, label=f"方面{n}") for n in range(1, 7)
        )
        district.categories[campaign.pk] = keep(
            Category(campaign=campaign, position=n, label=label)
            for n, label in enumerate(("学习不够深入", "服务不够到位", "落实不够有力"), start=1)
        )
        keep(
            Phase(campaign=campaign, kind=kind, name=kind.label, start=campaign.start,
                  end=campaign.end, state=PhaseState.OPEN)
            for kind in PhaseKind
        )  # fmt: skip


def days_of(campaign: Campaign) -> tuple[date, date]:
    """From its first day to its last, or to today."""
    return campaign.start, min(campaign.end, TODAY)


def make_gatherings(district: District) -> None:
    """One gathering for 25 statements, most of them recognised."""
    rng, texts = district.rng, district.texts
    count = max(20, district.size.statements // 25)
    rows = []
    for n in range(count):
        campaign, unit = district.campaign_for_next(), rng.choice(district.units)
        state = GatheringState.COUNTED if rng.random() < 0.9 else GatheringState.SUBMITTED
        rows.append(
            Gathering(code=f"HY-{n + 1:06d}", campaign=campaign, unit=unit, state=state,
                      kind=rng.choices(GatheringKind.values, weights=(60, 2, 2, 16, 14, 3, 3))[0],
                      title=texts.meeting(unit.short_name), minutes=texts.statement(unit.short_name),
                      held_on=district.moment(*days_of(campaign)).date(), place=f"{unit}会议室",
                      attendance_count=rng.randint(6, 60))
        )  # fmt: skip
    district.gatherings = keep(rows)


def make_statements(district: District) -> None:
    """Three of four were said in a gathering, the rest came by mailbox with a number of its own."""
    rows = _statements(district)
    while chunk := list(islice(rows, CHUNK)):
        keep(chunk)
        _dimensions(district, chunk)
        _answers(district, chunk)
        district.statements += chunk


def _statements(district: District) -> Iterator[Statement]:
    rng, texts = district.rng, district.texts
    clerks = district.users[Role.CLERK]
    for n in range(1, district.size.statements + 1):
        if rng.random() < 0.75:
            source = _said_in(rng.choice(district.gatherings), district)
        else:
            source = _written(n, district)
        text = texts.statement(source["unit"].short_name)
        kind = rng.choices(StatementKind.values, weights=(80, 17, 3))[0]
        yield Statement(
            code=f"YJ-2018-{n:06d}", text_original=text, kind=kind, likes=rng.randint(0, 40),
            title=texts.short_title(source["unit"].short_name) if rng.random() < 0.4 else "",
            added_by=rng.choice(clerks), **source, **_fate(district),
        )  # fmt: skip


def _said_in(gathering: Gathering, district: District) -> dict[str, Any]:
    day = gathering.held_on
    return {
        "gathering": gathering, "campaign": gathering.campaign, "unit": gathering.unit,
        "said_at": district.moment(day, day), "raised_by": district.rng.choice(district.people),
    }  # fmt: skip


def _written(n: int, district: District) -> dict[str, Any]:
    campaign = district.campaign_for_next()
    return {
        "source_kind": SourceKind.MAILBOX, "source_ref": f"{n:07d}", "campaign": campaign,
        "unit": district.rng.choice(district.units), "speaker": f"网友{n}",
        "said_at": district.moment(*days_of(campaign)),
    }  # fmt: skip


def _fate(district: District) -> dict[str, Any]:
    state = district.rng.choices(list(STATES), weights=list(STATES.values()))[0]
    if state != S.SETTLED:
        return {"state": state}
    if district.rng.random() < 0.5:
        unit = district.rng.choice(district.busy_units)
        return {"state": state, "settled_as": Settlement.TRANSFERRED, "settled_why": "转责任单位办理。",
                "receiving_unit": unit}  # fmt: skip
    return {
        "state": state,
        "settled_as": Settlement.IMMEDIATE,
        "settled_why": "当场答应，三日内办完。",
    }


def _dimensions(district: District, statements: list[Statement]) -> None:
    through = Statement.dimensions.through
    keep(
        through(statement_id=s.pk, dimension_id=district.rng.choice(district.dimensions[s.campaign_id]).pk)
        for s in statements
        if district.rng.random() < 0.9
    )  # fmt: skip


def _answers(district: District, statements: list[Statement]) -> None:
    keep(
        Answer(statement=s, text=district.texts.progress(), answered_at=s.said_at + timedelta(days=9),
               unit=s.unit)
        for s in statements
        if s.state == S.ANSWERED
    )  # fmt: skip


def make_problems(district: District) -> None:
    """Problems of every campaign; the early ones of each carry many more statements than the late."""
    rng, texts = district.rng, district.texts
    rows = []
    for n in range(1, district.size.problems + 1):
        campaign = district.campaigns[-1] if n <= 4 else district.campaign_for_next()
        states = NEW_PROBLEMS if campaign == district.campaigns[-1] else OLD_PROBLEMS
        state = rng.choices(list(states), weights=list(states.values()))[0]
        last = min(campaign.start + timedelta(days=40), TODAY)
        rows.append(
            Problem(code=f"WT-{n:05d}", campaign=campaign, state=state, listed_on=last,
                    title=texts.short_title(rng.choice(district.busy_units).short_name),
                    description=texts.statement("全区"), cause=texts.cause(),
                    category=rng.choice(district.categories[campaign.pk]),
                    primary_dimension=rng.choice(district.dimensions[campaign.pk]),
                    closed_on=last if state == ProblemState.CLOSED else None)
        )  # fmt: skip
    district.problems = keep(rows)


def link_statements(district: District) -> None:
    """Every linked statement to a problem of its campaign, skewed: a few problems have hundreds."""
    rng, by = district.rng, district.users[Role.OFFICE][0]
    of_campaign: dict[int, list[Problem]] = {}
    for problem in district.problems:
        of_campaign.setdefault(problem.campaign_id, []).append(problem)
    rows = []
    for statement in district.statements:
        if statement.state == S.LINKED:
            choice = of_campaign[statement.campaign_id]
            problem = choice[int(len(choice) * rng.random() ** 2)]
            rows.append(
                Link(statement_id=statement.pk, problem_id=problem.pk, by=by, method=LinkMethod.PROPOSED,
                     since=statement.said_at + timedelta(days=3), score=0.8, reason="采纳归并建议")
            )  # fmt: skip
    district.links = [(row.pk, row.statement_id) for row in keep(rows)]
