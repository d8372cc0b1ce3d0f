"""Forms under a measure: each finds, asks one action, and goes back to the measure."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from luodi.kernel.editing import create_page, edit_page, posted_version
from luodi.listening.choices import StatementKind
from luodi.listening.models import Statement
from luodi.measures import actions, forms
from luodi.measures.models import LookBack, Measure, MeasureEvidence, Milestone
from luodi.measures.queries.evidence import used_twice
from luodi.measures.views.measure import measure_or_404
from luodi.problems.models import Problem


def _page(
    request: HttpRequest,
    found: Measure,
    form: Any,
    title: str,
    save: Callable[..., Any],
    **context: Any,
) -> HttpResponse:
    """A form under a measure: its values go to one action by name."""
    context.setdefault("subtitle", f"{found.code} {found.content[:60]}")
    return create_page(
        request, form, title=title, save=lambda f: save(by=request.user, **f.cleaned_data),
        next_url=found.get_absolute_url(), cancel_url=found.get_absolute_url(), **context,
    )  # fmt: skip


@login_required
def measure_new(request: HttpRequest, problem: int) -> HttpResponse:
    found = get_object_or_404(Problem.objects.visible_to(request.user), pk=problem)
    form = forms.NewMeasureForm(request.POST or None)
    return create_page(
        request, form, title=_("新增措施"), subtitle=str(found), cancel_url=found.get_absolute_url(),
        save=lambda f: actions.draft_measure(by=request.user, problem=found, **f.cleaned_data),
    )  # fmt: skip


@login_required
def suggestion_measure_new(request: HttpRequest, statement: int) -> HttpResponse:
    """A measure under a suggestion, without a problem in between."""
    seen = Statement.objects.visible_to(request.user).filter(kind=StatementKind.SUGGESTION)
    found = get_object_or_404(seen, pk=statement)
    form = forms.NewMeasureForm(request.POST or None)
    return create_page(
        request, form, title=_("新增措施"), subtitle=found.code, cancel_url=found.get_absolute_url(),
        save=lambda f: actions.draft_measure(by=request.user, suggestion=found, **f.cleaned_data),
    )  # fmt: skip


@login_required
def measure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The fields the reader may change now, under the version the page was opened with."""
    found = measure_or_404(request, pk)
    only = actions.editable_fields(found, request.user)
    actions.check_may_edit(found, only, by=request.user)
    form = forms.MeasureForm(request.POST or None, instance=found, only=only)
    return edit_page(
        request, form, title=_("修改措施"), subtitle=found.code, cancel_url=found.get_absolute_url()
    )


@login_required
def leader_name(request: HttpRequest, pk: int) -> HttpResponse:
    found = measure_or_404(request, pk)
    return _page(
        request, found, forms.LeaderForm(request.POST or None), _("确定牵头领导"),
        lambda *, by, leader: actions.name_leader(found, leader, by=by),
    )  # fmt: skip


@login_required
def progress_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A report; with `?corrects=` it supersedes an earlier one."""
    found = measure_or_404(request, pk)
    corrects = request.GET.get("corrects", "")
    earlier = found.progress_reports.filter(pk=corrects).first() if corrects.isdigit() else None
    initial = {"text": earlier.text, "next_step": earlier.next_step} if earlier else {}
    return _page(
        request, found, forms.ReportForm(request.POST or None, initial=initial),
        _("更正进展") if earlier else _("反馈进展"),
        lambda **told: actions.report_progress(found, supersedes=earlier, **told),
        submit_label=_("提交"),
    )  # fmt: skip


@login_required
def evidence_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Several files at once: all of them or none."""
    found = measure_or_404(request, pk)
    form = forms.EvidenceForm(request.POST or None, request.FILES or None)

    def keep(by: Any, **_told: Any) -> Any:
        with transaction.atomic():
            held = [actions.attach_evidence(found, by=by, **paper) for paper in form.papers()]
        _tell_of_doubles(request, held)
        return held[-1]

    return _page(request, found, form, _("上传佐证"), keep, submit_label=_("上传"))


def _tell_of_doubles(request: HttpRequest, held: list[MeasureEvidence]) -> None:
    for codes in used_twice(held).values():
        line = _("同一份材料也用在：%(codes)s，请核对是否传错。") % {"codes": "、".join(codes)}
        messages.warning(request, line)


@login_required
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Measure.objects.visible_to(request.user)
    held = get_object_or_404(MeasureEvidence.objects.filter(measure__in=mine), pk=pk)
    return _page(
        request, held.measure, forms.ReasonForm(request.POST or None), _("撤回佐证材料"),
        lambda *, by, reason: actions.withdraw_evidence(held, by=by, why=reason),
        submit_label=_("撤回"),
    )  # fmt: skip


@login_required
def leader_action_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = measure_or_404(request, pk)
    return _page(
        request, found, forms.LeaderActionForm(request.POST or None), _("登记领导推动"),
        lambda **told: actions.record_leader_action(found, **told),
    )  # fmt: skip


@login_required
def extension_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = measure_or_404(request, pk)
    return _page(
        request, found, forms.ExtensionForm(request.POST or None), _("申请延期"),
        lambda **told: actions.request_extension(found, **told), submit_label=_("提交申请"),
    )  # fmt: skip


@login_required
def handover_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = measure_or_404(request, pk)
    return _page(
        request, found, forms.HandoverForm(request.POST or None), _("提出责任交接"),
        lambda **told: actions.propose_handover(found, **told),
    )  # fmt: skip


@login_required
def milestone_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = measure_or_404(request, pk)
    return _page(
        request, found, forms.MilestoneForm(request.POST or None), _("添加节点"),
        lambda **told: actions.add_milestone(found, **told),
    )  # fmt: skip


@login_required
def milestone_finish(request: HttpRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(Milestone.objects.visible_to(request.user), pk=pk)
    version = posted_version(request) or step.version
    return _page(
        request, step.measure, forms.MilestoneDoneForm(request.POST or None), _("节点完成：%(what)s") % {"what": step},
        lambda **told: actions.finish_milestone(step, version=version, **told), version=version,
    )  # fmt: skip


@login_required
def milestone_waive(request: HttpRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(Milestone.objects.visible_to(request.user), pk=pk)
    version = posted_version(request) or step.version
    return _page(
        request, step.measure, forms.ReasonForm(request.POST or None), _("免除节点：%(what)s") % {"what": step},
        lambda *, by, reason: actions.waive_milestone(step, by=by, why=reason, version=version),
        version=version,
    )  # fmt: skip


@login_required
def outcome_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = measure_or_404(request, pk)
    return _page(
        request, found, forms.OutcomeForm(request.POST or None), _("登记成效"),
        lambda **told: actions.record_outcome(measure=found, **told),
    )  # fmt: skip


@login_required
def problem_outcome_new(request: HttpRequest, problem: int) -> HttpResponse:
    """An outcome of the problem as a whole."""
    found = get_object_or_404(Problem.objects.visible_to(request.user), pk=problem)
    form = forms.OutcomeForm(request.POST or None)
    return create_page(
        request, form, title=_("登记成效"), subtitle=str(found), next_url=found.get_absolute_url(),
        cancel_url=found.get_absolute_url(),
        save=lambda f: actions.record_outcome(by=request.user, problem=found, **f.cleaned_data),
    )  # fmt: skip


@login_required
def look_back_do(request: HttpRequest, pk: int) -> HttpResponse:
    look = get_object_or_404(LookBack.objects.visible_to(request.user), pk=pk)
    version = posted_version(request) or look.version
    return _page(
        request, look.measure, forms.LookBackForm(request.POST or None), _("回头看"),
        lambda *, due_again_on, **told: actions.do_look_back(
            look, version=version, due_on=due_again_on, **told
        ),
        version=version,
    )  # fmt: skip
