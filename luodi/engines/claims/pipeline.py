"""The stages in order: text in, claims with offsets in that text out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .attach import attach
from .extract import extract_quantities
from .layout import Layout
from .mask import Mask, blank_out, find_masks
from .model import Claim
from .normalise import Normal, normalise
from .page import Page
from .periods import PeriodMark, find_periods
from .scope import find_scopes

# “十四五”期间 is a slogan to the eye and a period to the reader.
_MAY_HOLD_TIMES = frozenset({"slogan", "idiom", "span"})


def extract(text: str, doc_date: date | str | None = None, doc_scope: str = "") -> list[Claim]:
    """Every number in a text with what it means; dates, periods and slogans are listed as such.

    doc_date is the day the text was written; it decides the year of 1至9月 and of 去年.
    doc_scope is the place the text speaks for when it names none.
    """
    day = as_date(doc_date)
    normal = normalise(text)
    masks = find_masks(normal.text)
    no_times = [(m.start, m.end) for m in masks if m.kind not in _MAY_HOLD_TIMES]
    periods = find_periods(blank_out(normal.text, no_times), day)
    hidden = [(m.start, m.end) for m in masks] + [(p.start, p.end) for p in periods]
    timeless = blank_out(normal.text, [(p.start, p.end) for p in periods])
    raws = extract_quantities(normal.text, blank_out(normal.text, hidden))
    page = Page(
        normal,
        Layout(normal.text),
        raws,
        periods,
        find_scopes(timeless, doc_scope),
        day,
        doc_scope,
    )
    tags = _slogans(normal, masks) + _times(normal, periods)
    claims = [replace(claim, span=text[claim.start : claim.end]) for claim in attach(page) + tags]
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def as_date(value: date | str | None) -> date | None:
    """A date from ISO text; anything else that is given says how to write it."""
    if value is None or isinstance(value, date):
        return value
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"doc_date: {value!r} is no date; write it as 2018-11-08") from None


def _slogans(normal: Normal, masks: list[Mask]) -> list[Claim]:
    """One tag per slogan, the longest where two overlap."""
    tags: list[Claim] = []
    last = -1
    for mask in masks:
        if mask.kind == "slogan" and mask.start >= last:
            tags.append(_tag(normal, mask.start, mask.end, "slogan"))
            last = mask.end
    return tags


def _times(normal: Normal, periods: list[PeriodMark]) -> list[Claim]:
    tags = []
    for mark in periods:
        if mark.period.kind == "now" or mark.role == "prior":
            continue
        tag = _tag(normal, mark.start, mark.end, "date" if mark.period.kind == "day" else "period")
        tags.append(replace(tag, period=mark.period))
    return tags


def _tag(normal: Normal, start: int, end: int, kind: str) -> Claim:
    first, last = normal.original(start, end)
    return Claim(first, last, "", None, None, None, "", "", "eq", kind)
