"""The question a figure is asked, read from an address and shown as a form."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from luodi.kernel.figures import Context, Figure, Param, UnknownParameter
from luodi.kernel.models import Unit
from luodi.kernel.picking import PickField
from luodi.kernel.widgets import DateInput


def context_of(request: HttpRequest, figure: Figure | None = None) -> Context:
    """campaign, unit, start, end and the figure's parameters from the address; what cannot be read
    is a 404."""
    given = request.GET if request.method == "GET" else request.POST
    try:
        numbers = {k: int(v) for k in ("campaign", "unit") if (v := given.get(k))}
        days = {k: date.fromisoformat(v) for k in ("start", "end") if (v := given.get(k))}
    except ValueError:
        raise Http404 from None
    asked = tuple(
        (p.name, v) for p in (figure.params if figure else ()) if (v := given.get(p.name))
    )
    context = Context(
        numbers.get("campaign"), numbers.get("unit"), days.get("start"), days.get("end"), asked
    )
    try:
        return figure.bound(context) if figure else context
    except UnknownParameter:
        raise Http404 from None


class ContextForm(forms.Form):
    """Days, unit and parameters, as far as they make a difference to the figure."""

    def __init__(self, figure: Figure, context: Context) -> None:
        given = context.plain()
        super().__init__(initial=given | dict(context.params))
        if "days" in figure.asks:
            if not figure.is_stock:
                self.fields["start"] = _day(_("起"))
            self.fields["end"] = _day(_("截至") if figure.is_stock else _("止"))
        if "unit" in figure.asks:
            self.fields["unit"] = PickField(
                Unit.objects.all(), few=0, label=_("单位（含下属）"), required=False
            )
        for param in figure.params:
            self.fields[param.name] = _param(param)
        if context.campaign:
            self.fields["campaign"] = forms.IntegerField(widget=forms.HiddenInput)


def _day(label: str) -> forms.Field:
    return forms.DateField(label=label, required=False, widget=DateInput())


def _param(param: Param) -> forms.Field:
    example: dict[str, Any] = {"placeholder": "1000万元"} if param.kind == "money" else {}
    return forms.CharField(
        label=str(param.label or param.name), required=False, max_length=40,
        widget=forms.TextInput(attrs=example),
    )  # fmt: skip
