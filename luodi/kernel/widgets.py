"""Inputs of the house: a list one can type into, a day."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class SearchSelect(forms.Select):
    """A select one can type into. Written at once: Django renders a template for every option, which
    for a directory of two thousand units takes longer than the rest of the page."""

    def __init__(self, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__({"data-search": "", **(attrs or {})}, **options)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        marked = ("", mark_safe(" selected"))
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((key, marked[str(key) in chosen], label) for key, label in self.choices),
        )
        given = {"name": name, "multiple": self.allow_multiple_selected, **(attrs or {})}
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, given)), options
        )


class SearchSelectMultiple(SearchSelect, forms.SelectMultiple):
    """Several of many, found by typing."""


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
