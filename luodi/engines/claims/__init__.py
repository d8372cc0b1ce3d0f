"""Numbers in a text → claims, held against known figures, with abstention where in doubt.

    extract(text, doc_date, doc_scope)          every number and what it means
    check(text, figures, doc_date, doc_scope)   … and whether the records say the same
    consistency(claims)                         whether the text contradicts itself

How it works, what was measured and what it cannot do: README.md beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from .consistency import Contradiction, consistency
from .match import Checker
from .model import Candidate, Claim, Comparison, Figure, Finding, Period, Threshold
from .pipeline import as_date, extract
from .scope import home_of

__all__ = [
    "Candidate", "Claim", "Comparison", "Contradiction", "Figure", "Finding", "Period", "Threshold",
    "check", "consistency", "extract", "findings",
]  # fmt: skip


def check(
    text: str,
    figures: Sequence[Figure],
    doc_date: date | str | None = None,
    doc_scope: str = "",
) -> list[Finding]:
    """Hold every claim of a text against the figures: verified, contradicted or no_record."""
    home = doc_scope or home_of(text, [figure.scope for figure in figures])
    claims = extract(text, doc_date, home)
    return findings(claims, figures, doc_date, home)


def findings(
    claims: Sequence[Claim],
    figures: Sequence[Figure],
    doc_date: date | str | None = None,
    home: str = "",
    admits: Callable[[Claim, Figure], bool] | None = None,
) -> list[Finding]:
    """The same for the claims of one text that were extracted already.

    `home` is the place they were extracted with. `admits`: whether a figure may answer a claim at
    all, for callers who computed each figure for the days and the place that some claims say.
    """
    return Checker(figures, as_date(doc_date), home, admits).findings(claims)
