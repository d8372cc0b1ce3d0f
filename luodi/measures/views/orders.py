"""督办单: list, page, forms, Word."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luodi.kernel.choices import Role
from luodi.kernel.documents import as_file
from luodi.kernel.editing import create_page, posted_version
from luodi.kernel.lists import list_page
from luodi.kernel.moves import buttons
from luodi.measures import actions
from luodi.measures.choices import OrderState
from luodi.measures.documents import supervision_order
from luodi.measures.filters import OrderFilter
from luodi.measures.forms import OrderForm
from luodi.measures.models import Measure, SupervisionOrder
from luodi.measures.tables import TONE_OF_ORDER, OrderTable


def order_or_404(request: HttpRequest, pk: int) -> SupervisionOrder:
    """The order, if the reader may see it."""
    found = SupervisionOrder.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("to_unit", "signed_by__person", "replied_by"), pk=pk
    )


@login_required
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    related = ("to_unit", "signed_by__person")
    return list_page(
        request, SupervisionOrder.objects.visible_to(request.user), title=_("督办单"), table=OrderTable,
        filterset=OrderFilter, template="measures/order_list.html",
        show=lambda rows: rows.select_related(*related), may_draft=_may_draft(request),
    )  # fmt: skip


@login_required
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    about = Measure.objects.visible_to(request.user).filter(supervision_orders=found)
    return render(request, "measures/order.html", {
        "title": found.number or _("督办单（草拟）"), "subtitle": found.subject, "order": found,
        "measures": about.select_related("lead_unit").order_by("code"),
        "tone": TONE_OF_ORDER[OrderState(found.state)], "moves": buttons(found, request.user),
        "may_edit": _may_draft(request) and found.state == OrderState.DRAFT,
        "crumbs": [(_("督办单"), reverse("measures:orders"))],
    })  # fmt: skip


@login_required
@require_GET
def order_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The order as Word."""
    found = order_or_404(request, pk)
    name = found.number or _("督办单草稿")
    return as_file(supervision_order(found), f"{name}.docx")


@login_required
def order_new(request: HttpRequest) -> HttpResponse:
    """A new order; `?measure=` fills in what it is about."""
    form = OrderForm(request.POST or None, reader=request.user, initial=_about(request))
    return create_page(
        request, form, title=_("起草督办单"), cancel_url=reverse("measures:orders"),
        save=lambda f: actions.draft_order(by=request.user, **f.cleaned_data),
    )  # fmt: skip


@login_required
def order_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = order_or_404(request, pk)
    version = posted_version(request) or found.version
    form = OrderForm(request.POST or None, instance=found, reader=request.user)
    return create_page(
        request, form, title=_("修改督办单"), cancel_url=found.get_absolute_url(), version=version,
        save=lambda f: actions.edit_order(
            SupervisionOrder.objects.get(pk=pk), f.cleaned_data, by=request.user, version=version
        ),
    )  # fmt: skip


def _may_draft(request: HttpRequest) -> bool:
    return request.user.standing.has(Role.SUPERVISOR, Role.OFFICE)


def _about(request: HttpRequest) -> dict[str, object]:
    key = request.GET.get("measure", "")
    seen = Measure.objects.visible_to(request.user)
    found = seen.filter(pk=key).first() if key.isdigit() else None
    return {"measures": [found], "to_unit": found.lead_unit} if found else {}
