"""The chain of published briefs: each hash holds the one before, so none can be changed or left out."""

import hashlib
import json
from typing import Any

from luodi.briefs.models import Brief, Citation, Edition

NOTHING = "0" * 64


def seal(brief: Brief) -> None:
    """Give a brief that is being published its place and its hash."""
    last = Brief.objects.filter(sequence=(brief.sequence or 1) - 1).first()
    brief.previous_hash = last.hash if last else NOTHING
    brief.hash = hash_of(brief)


def hash_of(brief: Brief) -> str:
    """SHA-256 of the edition's content, the number, the signatures and the previous issue's hash."""
    edition = brief.edition
    assert edition is not None
    told = {
        "content": content_hash(edition), "code": brief.code, "title": brief.title,
        "masthead": brief.masthead, "issue": brief.issue, "sequence": brief.sequence,
        "published_on": brief.published_on and brief.published_on.isoformat(),
        "checked_by": brief.checked_by_id, "signed_by": brief.signed_by_id,
        "previous": brief.previous_hash,
    }  # fmt: skip
    return _digest(told)


def content_hash(edition: Edition) -> str:
    """SHA-256 of the source, the rendered blocks and every citation as kept in the database."""
    citations = edition.citations.order_by("position")
    return content_of(edition.source, edition.blocks, citations)


def content_of(source: str, blocks: Any, citations: Any) -> str:
    """The same from its parts, before they are kept."""
    return _digest({"source": source, "blocks": blocks, "cited": [_told(c) for c in citations]})


def _told(citation: Citation) -> list[Any]:
    return [
        citation.anchor, citation.kind, citation.key, citation.context, citation.value,
        citation.unit, citation.shown, citation.evidence_hash,
    ]  # fmt: skip


def _digest(told: Any) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def holds(brief: Brief) -> bool:
    """Whether a published brief has its hash and is linked to the one before."""
    before = Brief.objects.filter(sequence=(brief.sequence or 1) - 1).values_list("hash", flat=True)
    return brief.previous_hash == (before.first() or NOTHING) and hash_of(brief) == brief.hash


def first_broken() -> tuple[str, str] | None:
    """Walk the chain: the first brief that does not hold and why, or None."""
    previous, expected = NOTHING, 1
    issued = Brief.objects.exclude(sequence=None).order_by("sequence")
    for brief in issued.select_related("edition"):
        name = f"{brief.code}《{brief.title}》"
        if brief.sequence != expected:
            return name, f"之前缺少第 {expected} 份"
        if brief.previous_hash != previous:
            return name, "与上一份不相连"
        if hash_of(brief) != brief.hash:
            return name, "内容被改动"
        previous, expected = brief.hash, expected + 1
    return None
