"""对外调用同意: whether this campaign's texts may leave the host, and who said so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.kernel import clock
from luodi.kernel.editing import create_page
from luodi.listening.models import Campaign
from luodi.problems.actions import give_consent, withdraw_consent
from luodi.problems.forms import ConsentForm
from luodi.problems.models import OutsideConsent
from luodi.problems.queries import planned_for


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.run_by(request.user), pk=pk)


@login_required
def consents(request: HttpRequest, campaign: int) -> HttpResponse:
    """Every consent of the campaign, in force or withdrawn."""
    found = _campaign(request, campaign)
    extras = planned_for(found.pk)
    return render(request, "problems/consents.html", {
        "extras": extras, "addresses": {planned.extra.address for planned in extras},
        "title": _("对外调用同意"), "subtitle": str(found), "campaign": found,
        "consents": found.consents.select_related("by__person"),
        "crumbs": [(_("问题"), reverse("problems:problems")), (_("归并计算"), reverse("problems:runs"))],
    })  # fmt: skip


@login_required
def consent_new(request: HttpRequest, campaign: int) -> HttpResponse:
    found = _campaign(request, campaign)
    url = reverse("problems:consents", args=[found.pk])
    new = OutsideConsent(campaign=found, given_on=clock.today(), by=request.user)
    for planned in planned_for(found.pk):
        if planned.extra.address and not planned.allowed:
            new.kind, new.address = planned.extra.kind, planned.extra.address
            break
    form = ConsentForm(request.POST or None, instance=new)
    return create_page(
        request, form, title=_("登记同意"), next_url=url, cancel_url=url,
        save=lambda form: give_consent(campaign=found, by=request.user, **form.cleaned_data),
        crumbs=[(_("对外调用同意"), url)],
    )  # fmt: skip


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        OutsideConsent, pk=pk, campaign__in=Campaign.objects.run_by(request.user)
    )
    withdraw_consent(consent=found, by=request.user)
    messages.success(request, _("已撤回，此后不再对外调用。"))
    return redirect("problems:consents", found.campaign_id)
