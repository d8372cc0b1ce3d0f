"""Forms made from declarations: the dialog of a move, and records edited under their version."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from luodi.kernel.models import Person, Unit, User
from luodi.kernel.picking import PickField, is_picked
from luodi.kernel.transitions import Ask, Move
from luodi.kernel.widgets import DateInput, SearchSelect, SearchSelectMultiple


def move_form(
    move: Move, record: Any, by: Any, data: Any = None, *, prefix: str | None = None
) -> forms.Form | None:
    """The form of what a move asks, or None when it asks nothing."""
    if not move.asks:
        return None
    fields = {ask.name: _field(ask, record, by) for ask in move.asks}
    form_class = type("MoveForm", (forms.Form,), fields)
    form: forms.Form = form_class(data, prefix=prefix)
    return form


def _field(ask: Ask, record: Any, by: Any) -> forms.Field:
    shared: dict[str, Any] = {"label": ask.label, "required": ask.required, "help_text": ask.help}
    match ask.kind:
        case "long":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **shared)
        case "date":
            return forms.DateField(widget=DateInput(), **shared)
        case "choice":
            choices = getattr(ask.choices, "choices", ask.choices)
            blank = [] if ask.required else [("", "—")]
            return forms.ChoiceField(choices=[*blank, *choices], **shared)
        case "person" | "unit" | "user" | "record":
            options = _options(ask, record, by)
            if is_picked(options):
                return PickField(options, **shared)
            return forms.ModelChoiceField(options, widget=SearchSelect(), **shared)
        case "yes_no":
            return forms.BooleanField(**shared | {"required": False})
    return forms.CharField(max_length=300, **shared)


def _options(ask: Ask, record: Any, by: Any) -> models.QuerySet[Any]:
    if ask.choices is not None:
        found: models.QuerySet[Any] = ask.choices(record, by)
        return found
    everyone: dict[str, models.QuerySet[Any]] = {
        "person": Person.objects.filter(active=True),
        "unit": Unit.objects.all(),
        "user": User.objects.filter(is_active=True).select_related("person"),
    }
    return everyone[ask.kind]


class RecordForm(forms.ModelForm):
    """A model form whose saving goes through `kernel.editing`, under the record's version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DateInput(attrs=field.widget.attrs)
            elif isinstance(field, forms.ModelMultipleChoiceField):
                field.widget = SearchSelectMultiple(choices=field.widget.choices)
            elif isinstance(field, forms.ModelChoiceField) and is_picked(field.queryset):
                self.fields[name] = PickField.like(field)
            elif isinstance(field, forms.ModelChoiceField):
                field.widget = SearchSelect(choices=field.widget.choices)

    def _post_clean(self) -> None:
        """Leave model validation to `actions`, which checks under the lock; only build values."""

    def many_to_many(self) -> dict[str, Any]:
        """The values of many-to-many fields, which are set after the record is saved."""
        names = {f.name for f in self._meta.model._meta.many_to_many}
        return {k: v for k, v in self.cleaned_data.items() if k in names}

    def show(self, error: ValidationError) -> None:
        """Put errors from below beside their fields; what has no field here goes on top."""
        found = error.error_dict if hasattr(error, "error_dict") else {"__all__": error.error_list}
        for name, sentences in found.items():
            target = name if name in self.fields else None
            for sentence in sentences:
                self.add_error(target, sentence)
