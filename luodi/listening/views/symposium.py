"""What the office does for a symposium: topics, guests, their personal links."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from luodi.kernel import once
from luodi.kernel.editing import posted_version
from luodi.listening.actions import (
    add_topic,
    invite_guest,
    note_attendance,
    renew_link,
    revoke_link,
)
from luodi.listening.forms import InvitationForm, TopicForm
from luodi.listening.models import GuestInvitation
from luodi.listening.views.gatherings import gathering_or_404


def invitation_or_404(request: HttpRequest, pk: int) -> GuestInvitation:
    """The invitation, if the reader may see its symposium."""
    found = GuestInvitation.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("gathering__unit", "gathering__campaign"), pk=pk)


@login_required
@require_POST
def topic_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = gathering_or_404(request, pk)
    form = TopicForm(request.POST)
    if form.is_valid():
        title = form.cleaned_data["title"]
        once.save_once(
            request, lambda: add_topic(found, title=title, by=request.user),
            lambda _made: found.get_absolute_url(),
        )  # fmt: skip
    else:
        messages.error(request, _("请填写议题，不超过80个字。"))
    return redirect(found)


@login_required
@require_POST
@never_cache
def invitation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite; the answer is the only page that ever shows the link. Who missed it makes a new one."""
    found = gathering_or_404(request, pk)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写代表姓名。"))
        return redirect(found)
    sent = once.save_once(
        request, lambda: invite_guest(found, by=request.user, **form.cleaned_data),
        lambda _made: f"{found.get_absolute_url()}#guests",
    )  # fmt: skip
    if sent.made is None:
        messages.info(request, _("没看到链接的，请点“新链接”。"))
        return redirect(sent.url)
    return _link_page(request, *sent.made)


@login_required
@require_POST
@never_cache
def invitation_renew(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_or_404(request, pk)
    token = renew_link(invitation, by=request.user, version=posted_version(request))
    return _link_page(request, invitation, token)


@login_required
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_or_404(request, pk)
    revoke_link(invitation, by=request.user, version=posted_version(request))
    messages.success(request, _("%(guest)s的链接已作废。") % {"guest": invitation})
    return redirect(invitation.gathering)


@login_required
@require_POST
def invitation_attended(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_or_404(request, pk)
    note_attendance(
        invitation, by=request.user, attended=request.POST.get("attended") == "yes",
        version=posted_version(request),
    )  # fmt: skip
    return redirect(f"{invitation.get_absolute_url()}#guests")


def _link_page(request: HttpRequest, invitation: GuestInvitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("listening:guest", args=[token]))
    gathering = invitation.gathering
    return render(request, "listening/link.html", {
        "title": _("个人链接"), "invitation": invitation, "gathering": gathering, "link": link,
        "crumbs": [(gathering.title, gathering.get_absolute_url())],
    })  # fmt: skip
