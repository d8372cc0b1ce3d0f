"""Choosing one unit or person of thousands: typed, suggested, found by key, code or name.

In the address and in what a form sends stands the key; without scripts the box is a text field that
takes what stands in brackets, the code or the name.
"""

import re
from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.models import Person, Unit
from luodi.kernel.widgets import SearchSelect

SUGGESTED = 20
FEW = 100
"""Up to so many a list shows them all; above one types."""
_IN_BRACKETS = re.compile(r"^(?P<name>.+?)（(?P<key>[^（）]+)）$")

SOURCES: dict[str, Callable[[Any], models.QuerySet]] = {
    "unit": lambda reader: Unit.objects.visible_to(reader),
    "person": lambda reader: Person.objects.visible_to(reader).filter(active=True),
}
"""What is suggested, by name; rooms add theirs: reader → units or people."""
_OF_MODEL = {Unit: "unit", Person: "person"}


def told(record: Any) -> str:
    """How a record stands in a box without scripts: its name, and what tells it from its namesakes."""
    return f"{record}（{record.code if isinstance(record, Unit) else record.pk}）"


def hint_of(record: Any) -> str:
    """What stands beside the name in the suggestions: the unit's full name, the person's post."""
    if isinstance(record, Unit):
        return f"{record.full_name} {record.code}"
    post = record.post_on(clock.today())
    return f"{post.unit} {post.title}" if post else ""


def suggestions(rows: models.QuerySet, words: str) -> list[Any]:
    """The first records whose name, code or pinyin initials have the words."""
    words = words.strip()[:40]
    found = rows.filter(_says(rows.model, words)) if words else rows
    if rows.model is Person:
        found = found.prefetch_related("posts__unit")
    return list(found[:SUGGESTED])


def _says(model: type[models.Model], words: str) -> Q:
    initials = words.lower()
    if model is Person:
        return Q(name__contains=words) | Q(initials__startswith=initials)
    named = Q(short_name__contains=words) | Q(full_name__contains=words)
    return named | Q(code__istartswith=words) | Q(initials__contains=initials)


def _exactly(model: type[models.Model], words: str) -> list[Q]:
    """Ways to mean one record by text, the surest first."""
    if model is Person:
        return [Q(name=words)]
    return [Q(code=words), Q(short_name=words) | Q(full_name=words)]


class PickWidget(forms.TextInput):
    """A box to type into. Few choices are a list; more are suggested while one types."""

    field: "PickField"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = {**self.attrs, **(attrs or {})}
        choices = self.field.listed()
        if choices is not None:
            given.pop("placeholder", None)
            given["class"] = str(given.get("class", "")).replace("form-control", "form-select")
            return SearchSelect(given, choices=choices).render(name, value, {}, renderer)
        chosen = self.field.chosen(value)
        given |= {
            "data-pick": reverse("kernel:pick", args=[self.field.source]),
            "autocomplete": "off",
        }
        if chosen is not None:
            given |= {"data-chosen": chosen.pk, "data-text": str(chosen)}
        return super().render(name, told(chosen) if chosen else value, given, renderer)


class PickField(forms.ModelChoiceField):
    """One record of a directory. `source` names what is suggested; `few` up to how many are listed."""

    widget = PickWidget
    default_error_messages = {
        "invalid_choice": _("没有找到“%(value)s”，请从列表中选择，或写代码、全名。"),
        "several": _("有多个“%(value)s”，请从列表中选择，或写括号里的代码。"),
    }

    def __init__(self, queryset: Any, *, source: str = "", few: int = FEW, **kwargs: Any) -> None:
        super().__init__(queryset, **{"empty_label": _("请选择")} | kwargs)
        self.few, self.source = few, source or _OF_MODEL[self._rows.model]
        self.widget.attrs.setdefault("placeholder", _("名称、代码或拼音首字母"))
        self._bind()

    def _bind(self) -> None:
        self.widget.field = self
        self._found: Any = None

    @property
    def _rows(self) -> models.QuerySet:
        assert self.queryset is not None
        return self.queryset

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickField":
        copied: PickField = super().__deepcopy__(memo)
        copied._bind()
        return copied

    def to_python(self, value: Any) -> Any:
        """The record meant by a key, by what the box shows of it, by a code or a name."""
        if value in self.empty_values:
            return None
        text = str(getattr(value, "pk", value)).strip()
        self._found = self._by_key(text) or self._by_text(text)
        return self._found

    def _by_key(self, text: str) -> Any:
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            return None
        return self._rows.filter(pk=int(text)).first()

    def _by_text(self, text: str) -> Any:
        bracketed = _IN_BRACKETS.match(text)
        if bracketed and (found := self._by_key(bracketed["key"])) and told(found) == text:
            return found
        words = bracketed["key"] if bracketed and self._rows.model is not Person else text
        for meant in _exactly(self._rows.model, words):
            found = list(self._rows.filter(meant)[:2])
            if len(found) > 1:
                raise ValidationError(self.error_messages["several"], "several", {"value": text})
            if found:
                return found[0]
        raise ValidationError(
            self.error_messages["invalid_choice"], "invalid_choice", {"value": text}
        )

    def chosen(self, value: Any) -> Any:
        """The record to show for the value of the box, or None."""
        key = str(getattr(value, "pk", value) or "")
        if self._found is not None and key:
            return self._found
        return self._by_key(key)

    def listed(self) -> list[tuple[Any, Any]] | None:
        """All choices where they are few, else None."""
        found = list(self._rows[: self.few + 1]) if self.few else []
        if not self.few or len(found) > self.few:
            return None
        nothing = [] if self.empty_label is None else [("", self.empty_label)]
        return [*nothing, *((record.pk, self.label_from_instance(record)) for record in found)]

    @classmethod
    def like(cls, field: forms.ModelChoiceField, **more: Any) -> "PickField":
        """The same choice, typed."""
        return cls(
            field.queryset, label=field.label, required=field.required, initial=field.initial,
            help_text=field.help_text, disabled=field.disabled, **more,
        )  # fmt: skip


def is_picked(queryset: Any) -> bool:
    """Whether records of this kind are chosen by typing."""
    return getattr(queryset, "model", None) in _OF_MODEL


class PickFilter(django_filters.ModelChoiceFilter):
    """A filter by one unit or person of the whole directory."""

    field_class = PickField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("few", 0)
        super().__init__(*args, **kwargs)
