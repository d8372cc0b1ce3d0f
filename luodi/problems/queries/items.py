"""Statements as the engine reads them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from luodi.engines.consolidation import Item, mask_private
from luodi.listening.choices import StatementKind, StatementState
from luodi.listening.models import Statement
from luodi.problems.models import Link

_TITLE = 60


def statements_to_group(campaign: int) -> QuerySet[Statement]:
    """What a run looks at: statements waiting for a destination, and linked ones as context."""
    linked = Exists(Link.objects.open().filter(statement=OuterRef("pk")))
    return (
        Statement.objects.filter(campaign=campaign)
        .exclude(kind=StatementKind.PRAISE)
        .filter(Q(state=StatementState.ACCEPTED) | linked)
        .order_by("pk")
    )


def items_of(campaign: int) -> list[Item]:
    """Every statement of a run as an item; its id is the statement's key."""
    return [item_of(statement) for statement in statements_to_group(campaign).iterator()]


def item_of(statement: Statement) -> Item:
    """One statement; without a title its whole text counts as title."""
    title = statement.title
    return Item(
        id=str(statement.pk), title=title or statement.text, body=statement.text if title else "",
        time=statement.said_at, likes=statement.likes,
        speaker=speaker_of(statement.speaker, statement.raised_by_id, statement.guest_id),
    )  # fmt: skip


def speaker_of(name: str, person: int | None, guest: int | None) -> str:
    """Who spoke, told apart but not named; empty when nobody knows."""
    if name:
        return name
    if person:
        return f"person {person}"
    return f"guest {guest}" if guest else ""


def first_words(statement: Statement) -> str:
    """A working title from the statement's own words, without anybody's numbers."""
    return mask_private(statement.title or statement.text)[:_TITLE]
