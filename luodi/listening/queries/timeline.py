"""What happened to a record, from the trail, as `kernel/parts/timeline.html` shows it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from luodi.kernel.models import TrailEvent
from luodi.kernel.transitions import TABLES
from luodi.listening.models import Statement

SYMBOLS = {
    "create": "plus", "edit": "pencil", "submit": "send", "accept": "check", "count": "check",
    "return": "arrow-back-up", "link": "git-merge", "unlink": "git-fork", "settle": "flag",
    "answer": "message-2", "void": "ban", "propose_void": "alert-triangle",
}  # fmt: skip
TONES = {"accept": "good", "count": "good", "answer": "good", "return": "warn", "void": "bad",
         "propose_void": "warn", "reopen_linked": "warn", "reopen_settled": "warn"}  # fmt: skip
WORDS = ("why", "text")
"""What a move was told and everybody may read."""


def timeline_of(record: models.Model) -> list[dict[str, Any]]:
    """Everything that was done, newest first; refusals stay in the audit pages."""
    events = TrailEvent.objects.about(record).filter(allowed=True)
    return [_told(record, event) for event in reversed(events)]


def _told(record: models.Model, event: TrailEvent) -> dict[str, Any]:
    verb = event.action.rsplit(".", 1)[-1]
    who, spoken_for = event.actor, event.on_behalf_of
    if isinstance(record, Statement):  # whoever spoke is named as far as that person wants to be
        who = record.name_of(event.actor_id, who)
        spoken_for = record.entered_for and spoken_for
    return {
        "when": event.at,
        "who": spoken_for or who,
        "on_behalf": who if spoken_for else "",
        "label": _label(record, verb),
        "text": _text(record, verb, event),
        "symbol": SYMBOLS.get(verb, "circle-dot"),
        "tone": TONES.get(verb, ""),
    }


def _label(record: models.Model, verb: str) -> str:
    moves = TABLES[type(record)].moves
    if verb in moves:
        return str(moves[verb].label)
    return {"create": _("登记"), "edit": _("修改")}.get(verb, verb)


def _text(record: models.Model, verb: str, event: TrailEvent) -> str:
    if verb == "edit":
        names = [str(record._meta.get_field(name).verbose_name) for name in event.after]
        return _("改了：%(names)s") % {"names": "、".join(names)}
    return "；".join(
        str(event.after[word]) for word in WORDS if event.after.get(word) and verb != "create"
    )
