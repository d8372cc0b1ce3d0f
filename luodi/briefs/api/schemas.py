"""What the API tells of briefs, and how it is told from what the pages show."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from ninja import Field, Schema

from luodi.briefs.checking import Mark
from luodi.briefs.choices import BriefKind, BriefState
from luodi.briefs.models import Brief, Citation
from luodi.briefs.queries.layout import live_url
from luodi.briefs.queries.paragraphs import Change
from luodi.briefs.queries.verification import Finding, Report
from luodi.kernel.publication import Moved


class Narrowed(Schema):
    """The register's own filters; without a state: what was published, withdrawn ones included."""

    q: str = Field("", description="words of the title, number or head")
    state: BriefState | None = None
    kind: BriefKind | None = None
    since: date | None = Field(None, description="published on this day or later")
    until: date | None = Field(None, description="published on this day or earlier")


class BriefOut(Schema):
    """A line of the register."""

    id: int
    code: str
    version: int
    state: str
    kind: str
    masthead: str
    issue: int | None = Field(
        description="number within its head and year; null before publication"
    )
    title: str
    campaign_id: int
    unit_id: int | None = Field(description="the unit it counts; null: the whole district")
    start: date | None = Field(description="first day of its figures; null: from the beginning")
    end: date | None = Field(description="last day of its figures; null: the day of the check")
    published_on: date | None
    withdrawn_why: str
    hash: str = Field(description="its SHA-256 in the chain; empty before publication")
    url: str = Field(description="its page")

    @staticmethod
    def resolve_url(brief: Brief) -> str:
        return brief.get_absolute_url()


class CitedOut(Schema):
    """One place of the text that is no plain word, as it was frozen."""

    anchor: str = Field(description="its bookmark in Word")
    kind: str = Field(description="figure, change, chart, records, date, name or written")
    key: str = Field(description="key of the figure; empty for dates, names and hand-written words")
    label: str
    shown: str = Field(description="as the text says it")
    value: Decimal | None = Field(description="the exact value; of a change its percentage")
    unit: str
    context: dict[str, Any] = Field(
        description="what was asked: campaign, unit, start, end, params"
    )
    definition: int | None = Field(description="version of the definition it was counted by")
    rule: str = Field(description="that definition in words")
    records: int | None = Field(description="how many records stand behind it")
    evidence_hash: str
    url: str = Field(description="the page on which it opens: published, today, the difference")
    live_url: str = Field(description="the figure's own page in this context, as of today")


class BriefDetail(BriefOut):
    """A brief with its figures; a draft has none yet, they are frozen by the check."""

    edition: int | None
    drafted_by: str
    checked_by: str
    signed_by: str
    published_by: str
    figures: list[CitedOut]

    @staticmethod
    def resolve_edition(brief: Brief) -> int | None:
        return brief.edition and brief.edition.number

    @staticmethod
    def resolve_figures(brief: Brief) -> list[dict[str, Any]]:
        return [_cited(brief, one) for one in _citations(brief)]

    @staticmethod
    def resolve_drafted_by(brief: Brief) -> str:
        return str(brief.drafted_by)

    @staticmethod
    def resolve_checked_by(brief: Brief) -> str:
        return str(brief.checked_by or "")

    @staticmethod
    def resolve_signed_by(brief: Brief) -> str:
        return str(brief.signed_by or "")

    @staticmethod
    def resolve_published_by(brief: Brief) -> str:
        return str(brief.published_by or "")


class MovedOut(Schema):
    """A record that came, went or was changed after the publication."""

    id: int
    record: str = Field(description="its name; empty when the reader may not see it")
    by: str
    at: datetime | None


class FindingOut(Schema):
    """One citation and what became of it."""

    anchor: str
    key: str
    drift: str = Field(
        description="same, other_records, changed, redefined, gone, hidden, edited, missing"
    )
    published: str
    now: str
    added: list[MovedOut]
    removed: list[MovedOut]
    edited: list[MovedOut]
    note: str


class ChangeOut(Schema):
    """A paragraph that differs in an edited file."""

    kind: str = Field(description="added, removed or changed")
    red: bool = Field(description="a figure in it was changed or lost, or a number in it is denied")
    bits: list[tuple[str, str]] = Field(description='(words, "new", "gone" or "")')


class MarkOut(Schema):
    """A number typed outside the bookmarks of an edited file."""

    span: str
    verdict: str = Field(description="verified, contradicted or no_record")
    figure: str
    truth: str
    rule: str


class WordOut(Schema):
    """What an edited file says besides its figures."""

    changes: list[ChangeOut] = Field(description="paragraphs that differ, red first")
    numbers: list[MarkOut] | None = Field(
        description="null: the reader does not see every record of the brief's scope"
    )


class ReportOut(Schema):
    """A brief held against today, red first."""

    sealed: bool = Field(
        description="text, figures and hash in the database are what was published"
    )
    clean: bool = Field(description="nothing differs and the seal holds")
    findings: list[FindingOut]
    word: WordOut | None = None


class SealOut(Schema):
    """A brief's place in the one chain of all published briefs."""

    sequence: int
    hash: str
    previous_hash: str
    content_hash: str = Field(description="of text and figures")
    holds: bool = Field(
        description="counted again, the hash is this one and the one before is linked"
    )


def _citations(brief: Brief) -> Any:
    return brief.edition.citations.select_related("snapshot") if brief.edition else ()


def _cited(brief: Brief, one: Citation) -> dict[str, Any]:
    snapshot = one.snapshot
    return {
        "anchor": one.anchor, "kind": one.kind, "key": one.key, "label": one.label, "shown": one.shown,
        "value": one.value or None, "unit": one.unit, "context": one.context,
        "definition": snapshot.definition if snapshot else None, "rule": snapshot.rule if snapshot else "",
        "records": snapshot.records if snapshot else None, "evidence_hash": one.evidence_hash,
        "url": reverse("briefs:citation", args=[brief.pk, one.anchor]) if one.key else "",
        "live_url": live_url(one),
    }  # fmt: skip


def report_told(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sealed": report.sealed, "clean": report.is_clean,
        "findings": [_finding(one) for one in report.findings],
    }  # fmt: skip
    if (word := report.in_word) is not None:
        numbers = word.checked and [_mark(mark) for mark in word.checked.marks]
        told["word"] = {"changes": [_change(one) for one in word.changes], "numbers": numbers}
    return told


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "anchor": one.citation.anchor, "key": one.citation.key, "drift": one.drift,
        "published": one.citation.shown, "now": one.now, "note": one.note,
        **{name: [_moved(m) for m in getattr(one, name)] for name in ("added", "removed", "edited")},
    }  # fmt: skip


def _moved(one: Moved) -> dict[str, Any]:
    return {"id": one.pk, "record": str(one.record or ""), "by": one.by, "at": one.at}


def _change(one: Change) -> dict[str, Any]:
    return {"kind": one.kind, "red": one.red, "bits": [(bit.text, bit.kind) for bit in one.bits]}


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "span": mark.claim.span, "verdict": mark.verdict, "figure": mark.figure,
        "truth": mark.truth, "rule": mark.rule,
    }  # fmt: skip
