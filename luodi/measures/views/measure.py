"""One measure: everything that happened to it, what stands, what may be done."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from luodi.kernel import clock
from luodi.kernel.moves import Button, buttons
from luodi.listening.models import Statement
from luodi.measures import actions
from luodi.measures.actions import evidence, permission, progress
from luodi.measures.choices import (
    OPEN_STATES,
    CardState,
    ExtensionState,
    HandoverState,
    MeasureState,
)
from luodi.measures.models import LookBack, Measure, MeasureEvidence, SupervisionOrder
from luodi.measures.queries.closing import requirements
from luodi.measures.queries.evidence import used_twice
from luodi.measures.queries.ledger import deadline_text, open_accountabilities
from luodi.measures.queries.people import leader_of
from luodi.measures.queries.timeline import read_history, timeline
from luodi.measures.tables import TONE_OF_STATE
from luodi.measures.transitions.actors import leader, office, supervisor, unit_clerk, unit_head
from luodi.measures.transitions.extension import EXTENDABLE
from luodi.problems.models import Problem

EVENTS_PER_PAGE = 20
LINKS = (
    (
        "progress_new",
        gettext_lazy("反馈进展"),
        "message-2",
        progress.REPORTERS,
        progress.REPORTABLE,
    ),
    ("evidence_new", gettext_lazy("上传佐证"), "paperclip", evidence.BRINGERS, evidence.BRINGABLE),
    ("leader_action_new", gettext_lazy("领导推动"), "user", (leader, office), OPEN_STATES),
    ("milestone_new", gettext_lazy("添加节点"), "flag", progress.PLANNERS, progress.PLANNABLE),
    ("extension_new", gettext_lazy("申请延期"), "calendar", (unit_head,), EXTENDABLE),
    ("handover_new", gettext_lazy("责任交接"), "users", (office, leader), OPEN_STATES),
    (
        "outcome_new",
        gettext_lazy("登记成效"),
        "chart-bar",
        (office, unit_clerk, unit_head, leader),
        None,
    ),
    ("leader_name", gettext_lazy("确定牵头领导"), "user", (office,), (MeasureState.DRAFT,)),
)
"""Forms a reader may open from here: address, label, icon, who, in which states (None: any)."""


def measure_or_404(request: HttpRequest, pk: int) -> Measure:
    """The measure, if the reader may see it, with what its page says first."""
    found = _with_facts(request.user)
    return get_object_or_404(
        found.prefetch_related(open_accountabilities(), "cooperating_units"), pk=pk
    )


def _with_facts(reader: Any) -> QuerySet[Measure]:
    seen: QuerySet[Measure] = Measure.objects.visible_to(reader).select_related(
        "problem", "suggestion", "campaign", "lead_unit", "handler", "verifier", "signer"
    )
    return seen


def _origin_opens(reader: Any) -> Q:
    """Whether this reader may open the problem or the suggestion a measure comes from."""
    problems = Problem.objects.visible_to(reader).filter(pk=OuterRef("problem"))
    suggestions = Statement.objects.visible_to(reader).filter(pk=OuterRef("suggestion"))
    return Q(Exists(problems)) | Q(Exists(suggestions))


def _read_what_hangs_on(found: Measure) -> list[MeasureEvidence]:
    """Only what there is, and once, for the page, the timeline and what is still missing."""
    read_history(found)
    held = list(found.evidence.all())
    found.standing = [h for h in held if h.evidence.withdrawn_at is None]
    return held


@login_required
@require_GET
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    rows = _with_facts(request.user).annotate(origin_opens=_origin_opens(request.user))
    found = get_object_or_404(rows, pk=pk)
    held = _read_what_hangs_on(found)
    return render(request, "measures/measure.html", {
        "title": found.code, "measure": found,
        "crumbs": [(_("整改台账"), reverse("measures:measures"))],
        "tone": TONE_OF_STATE[MeasureState(found.state)], "facts": _facts(found),
        "days_late": found.days_late(clock.today()), "days_left": _days_left(found),
        "leader": leader_of(found), "requirements": requirements(found), "papers": _papers(held, request.user),
        "milestones": _milestones(found, request.user), **_happened(request, found),
        "moves": _applicable(buttons(found, request.user), found), "waiting": _waiting(found, request.user),
        "links": _links(found, request.user), "may_edit": bool(actions.editable_fields(found, request.user)),
    })  # fmt: skip


def _happened(request: HttpRequest, found: Measure) -> dict[str, Any]:
    """One page of the timeline, still cycle by cycle."""
    events = [(number, event) for number, events in timeline(found) for event in events]
    page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("events"))
    open_to_reader = set()
    if any(event.url for _number, event in page):
        orders = SupervisionOrder.objects.visible_to(request.user).filter(measures=found)
        open_to_reader = {order.get_absolute_url() for order in orders}
    for _number, event in page:
        event.url = event.url if event.url in open_to_reader else ""
    cycles = groupby(page, key=itemgetter(0))
    shown = [(number, [event for _number, event in group]) for number, group in cycles]
    return {"cycles": shown, "page": page}


def _applicable(moves: list[Button], found: Measure) -> list[Button]:
    """Of the two signatures only the one for this kind of deadline is shown."""
    other = "sign" if found.deadline_kind == "sustained" else "sign_sustained"
    return [move for move in moves if not move.name.endswith(f"-{other}")]


def _links(found: Measure, reader: Any) -> list[tuple[str, Any, str]]:
    return [
        (reverse(f"measures:{name}", args=[found.pk]), label, icon)
        for name, label, icon, who, states in LINKS
        if (states is None or found.state in states) and permission.is_one_of(who)(reader, found)
    ]


def _facts(found: Measure) -> list[tuple[Any, Any, str]]:
    """Label, what stands there, and the page it opens."""
    held = next(iter(found.accountabilities.all()), None)
    lines: list[tuple[Any, Any, str]] = [
        (_("牵头领导"), held or found.signer, ""),
        (_("责任单位"), found.lead_unit, ""),
        (_("配合单位"), "、".join(str(unit) for unit in found.cooperating_units.all()), ""),
        (_("责任人"), found.handler, ""),
        (_("完成时限"), deadline_text(found), ""),
        (_("原定时限"), _moved(found), ""),
        (_("时限类型"), found.get_deadline_kind_display(), ""),
        (_("反馈频次"), found.get_report_rhythm_display(), ""),
        (_("成果形式"), found.result_form, ""),
        (_("核验人"), found.verifier, ""),
        (_("签认领导"), found.signer, ""),
        (_("销号时间"), found.closed_on, ""),
        (_("复查日期"), found.review_on, ""),
        (_("中止至"), found.suspended_until, ""),
        (_("撤销原因"), found.cancelled_why, ""),
        (_("备注"), found.note, ""),
    ]
    origin = found.problem or found.suggestion
    label = _("所属问题") if found.problem else _("所属建议")
    url = origin.get_absolute_url() if found.origin_opens else ""  # type: ignore[attr-defined]
    return [(label, origin, url), *(line for line in lines if line[1])]


def _moved(found: Measure) -> Any:
    return found.original_due_on if found.original_due_on != found.due_on else None


def _days_left(found: Measure) -> int | None:
    if found.due_on is None or found.requested_on or found.state not in OPEN_STATES:
        return None
    return max(0, (found.due_on - clock.today()).days)


def _papers(held: list[MeasureEvidence], reader: Any) -> list[dict[str, Any]]:
    shared = [h for h in held if h.serves_elsewhere]  # type: ignore[attr-defined]  # annotated
    twice = used_twice(shared) if shared else {}
    return [
        {
            "held": h, "paper": h.evidence, "also": twice.get(h.evidence.sha256),
            "mine": h.evidence.added_by_id == reader.pk and h.evidence.withdrawn_at is None,
        }
        for h in held
    ]  # fmt: skip


def _milestones(found: Measure, reader: Any) -> list[dict[str, Any]]:
    today, may = clock.today(), permission.is_one_of(progress.PLANNERS)(reader, found)
    return [
        {
            "step": step, "open": not (step.done_on or step.waived_why), "may_finish": may,
            "may_waive": office.holds(reader, found), "late": step.due_on < today,
        }
        for step in found.milestones.all()
    ]  # fmt: skip


def _waiting(found: Measure, reader: Any) -> list[dict[str, Any]]:
    """Papers under this measure that wait for somebody: extension, handover, cards, look-back."""
    going = (CardState.PROPOSED, CardState.ISSUED, CardState.ANSWERED)
    return [
        *(
            _line(e, _("延期申请：%(old)s → %(new)s") % {"old": date_format(e.from_date), "new": date_format(e.to_date)}, e.reason, reader)
            for e in found.extensions.all()
            if e.state == ExtensionState.REQUESTED
        ),
        *(
            _line(h, _("责任交接：%(who)s") % {"who": h}, h.remaining, reader)
            for h in found.handovers.all()
            if h.state == HandoverState.PROPOSED
        ),
        *(
            _line(c, f"{c.get_level_display()} · {c.get_state_display()}", c.reason, reader)
            for c in found.cards.all()
            if c.state in going
        ),
        *(
            _look_back(look, found, reader)
            for look in found.look_backs.all()
            if not look.result and look.cycle == found.cycle
        ),
    ]  # fmt: skip


def _look_back(look: LookBack, found: Measure, reader: Any) -> dict[str, Any]:
    may = permission.is_one_of((supervisor, office))(reader, found)
    return {
        "label": _("回头看：%(day)s前完成") % {"day": date_format(look.due_on)},
        "url": reverse("measures:look_back_do", args=[look.pk]) if may else "",
    }


def _line(record: Any, label: str, text: str, reader: Any) -> dict[str, Any]:
    moves = [button for button in buttons(record, reader) if button.why_not is None]
    return {"label": label, "text": text, "moves": moves, "version": record.version}
