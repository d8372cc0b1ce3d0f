"""What passes between the stages: periods, claims, known figures and findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as a text means it.

    kind: span (statistical stretch), day (dated event), point (a stock at `end`), since (from
    `start` up to the date of the text), now (said, but open), phase (a named phase of a campaign),
    opaque (said, but no figure can be held against it).
    """

    kind: str
    start: date | None = None
    end: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit that narrows what is counted: 亿元以上 is ("ge", 1e8, "元")."""

    op: str
    value: Decimal
    unit_base: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a growth is measured against: yoy_pct, yoy_pp, yoy_ratio or yoy_abs; up or down."""

    type: str
    direction: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that say what is counted, nearest first.

    left and right touch the number; sentence and before are the wider context;
    inherits is the `start` of the claim whose subject this one shares.
    """

    left: str = ""
    right: str = ""
    sentence: str = ""
    before: str = ""
    inherits: int | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One number in a text with everything attached that decides whether it is true."""

    start: int
    end: int
    span: str
    value: Decimal | None
    value_max: Decimal | None
    value_base: Decimal | None
    unit: str
    unit_base: str
    op: str
    kind: str
    comparison: Comparison | None = None
    period: Period | None = None
    carried: Period | None = None
    scope: str | None = None
    threshold: Threshold | None = None
    subject: Subject = Subject()
    part_of: int | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure whose value is known; `previous` is the value of the same period a year earlier."""

    key: str
    label: str
    value: Decimal
    unit: str
    period: str = ""
    scope: str = ""
    previous: Decimal | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a claim may mean, with its score between 0 and about 1.3."""

    figure: Figure
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim held against the figures: the verdict, the true value and the rule in words."""

    claim: Claim
    candidates: tuple[Candidate, ...]
    figure: str | None
    verdict: str
    truth: Decimal | None
    rule: str
