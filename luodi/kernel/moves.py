"""Moves on pages: the buttons of a record, and the one address they are posted to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.db import models
from django.http import Http404
from django.urls import reverse

from luodi.kernel.forms import move_form
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import TABLES, Move, offers, perform


@dataclass(frozen=True)
class Button:
    """One move as `kernel/parts/moves.html` shows it."""

    name: str
    label: Any
    url: str
    why_not: str | None
    form: forms.Form | None
    danger: bool
    primary: bool
    question: str = ""
    open: bool = False


def buttons(
    record: Any, by: Any, *, next_url: str = "", only: Iterable[str] | None = None
) -> list[Button]:
    """The moves of a record, for `{% include "kernel/parts/moves.html" with moves=… version=… %}`."""
    found: list[Button] = []
    for offer in offers(record, by):
        move = offer.move
        if only is not None and move.name not in only:
            continue
        url = reverse("kernel:move", args=[record._meta.label_lower, record.pk, move.name])
        found.append(
            Button(
                name=f"{record._meta.model_name}-{record.pk}-{move.name}", label=move.label,
                url=url + (f"?next={next_url}" if next_url else ""), why_not=offer.why_not,
                form=move_form(move, record, by) if offer.why_not is None else None,
                danger=move.danger, primary=not move.danger and offer.why_not is None and not found,
            )
        )  # fmt: skip
    return found


def visible_or_404(label: str, pk: int, reader: Any) -> Any:
    """The record of a model that has moves, if the reader may see it."""
    model = model_with_moves(label)
    record = model._default_manager.visible_to(reader).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def model_with_moves(label: str) -> Any:
    """The model of this label; 404 when it has no table of moves."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if model not in TABLES:
        raise Http404
    return model


def move_of(record: Any, name: str) -> Move:
    """The move of this name; 404 when the model has none."""
    table = TABLES[type(record)]
    if name not in table.moves or table[name].quiet:
        raise Http404
    return table[name]


@dataclass
class BulkResult:
    """What came of a move tried on many records: each succeeds or is refused by itself."""

    done: list[Any]
    refused: list[tuple[Any, str]]


def perform_many(
    records: models.QuerySet, name: str, *, by: Any, versions: Mapping[int, int] | None = None,
    **inputs: Any,
) -> BulkResult:  # fmt: skip
    """Try a move on each record through `perform`; one refusal does not stop the others.

    `versions` are those the chooser saw, by key; a record that changed since is refused.
    """
    seen = versions or {}
    result = BulkResult([], [])
    for record in records:
        try:
            version = seen.get(record.pk)
            result.done.append(perform(record, name, by=by, version=version, **inputs))
        except Refused as refusal:
            result.refused.append((record, str(refusal)))
    return result
