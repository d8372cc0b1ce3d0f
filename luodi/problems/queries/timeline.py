"""What happened to a problem, from the trail, as `kernel/parts/timeline.html` shows it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luodi.kernel.models import TrailEvent
from luodi.problems.models import Problem

_EVENTS = {
    "create": (lazy("拟列问题"), "plus", ""),
    "edit": (lazy("修改"), "pencil", ""),
    "list": (lazy("列入清单"), "clipboard-list", "good"),
    "start": (lazy("启动整改"), "progress-check", ""),
    "unstart": (lazy("恢复待启动"), "clock", ""),
    "close": (lazy("问题销号"), "circle-check", "good"),
    "reopen": (lazy("重新挂号"), "alert-triangle", "warn"),
    "merge": (lazy("并案"), "git-merge", ""),
    "unmerge": (lazy("撤销并案"), "arrow-back-up", "warn"),
    "link": (lazy("归并意见"), "link", ""),
    "unlink": (lazy("移出意见"), "x", "warn"),
    "move": (lazy("改归意见"), "arrow-right", ""),
    "split": (lazy("拆分"), "git-fork", ""),
    "undo": (lazy("撤销归并操作"), "arrow-back-up", "warn"),
}
"""Verb → what it is called, its icon, its tone."""
_CODES = 8
"""Codes of statements named in one line."""


def timeline_of(problem: Problem) -> list[dict[str, Any]]:
    """Everything that was done, newest first; refusals stay in the audit pages."""
    events = TrailEvent.objects.about(problem).filter(allowed=True)
    return [_told(event) for event in reversed(events)]


def _told(event: TrailEvent) -> dict[str, Any]:
    label, symbol, tone = _EVENTS.get(event.action.rsplit(".", 1)[-1], ("", "circle-dot", ""))
    return {
        "when": event.at, "who": event.on_behalf_of or event.actor,
        "on_behalf": event.actor if event.on_behalf_of else "",
        "label": label or event.action, "text": _text(event), "symbol": symbol, "tone": tone,
    }  # fmt: skip


def _text(event: TrailEvent) -> str:
    if event.action.endswith(".edit"):
        names = [str(Problem._meta.get_field(name).verbose_name) for name in event.after]
        return _("改了：%(names)s") % {"names": "、".join(names)}
    told, parts = event.after or event.before, []
    if codes := told.get("statements"):
        shown = "、".join(codes[:_CODES]) + ("……" if len(codes) > _CODES else "")
        parts.append(_("%(count)d 条意见：%(codes)s") % {"count": len(codes), "codes": shown})
    if merged := told.get("merged"):
        parts.append(_("并入的有 %(codes)s") % {"codes": "、".join(merged)})
    if into := told.get("into"):
        parts.append(_("并入 %(code)s") % {"code": into})
    if "from" in told:
        parts.append(f"{told['from']} → {told['to']}")
    if reason := told.get("reason"):
        parts.append(reason)
    return "；".join(parts)
