"""What templates say in one word: an icon, a day, a sum, a marked hit, an address with one thing changed."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any, NamedTuple

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import formats, timezone, translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luodi.kernel import cells

register = template.Library()

INPUT_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)
"""The kit's class for a widget; the first kind that fits wins."""


MARK_OF_TONE = {
    "todo": "circle-dashed", "doing": "progress-check", "wait": "hourglass-empty",
    "good": "circle-check", "warn": "alert-triangle", "bad": "alert-circle", "stopped": "ban",
}  # fmt: skip


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an outline icon of frontend/assets.toml; it is decoration, the words stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def table_rows(table: Any) -> SafeString:
    """The rows of a django-tables2 table."""
    return cells.rows_of(table)


@register.simple_tag(takes_context=True)
def querystring_with(context: dict[str, Any], **changes: Any) -> str:
    """This page's query with some keys set; None or "" takes a key away."""
    query: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], key: str, number: int) -> str:
    """This page's address turned to another page of a list whose page number goes by `key`."""
    return querystring_with(context, **{key: number})


@register.simple_tag
def elided_pages(page: Page[Any]) -> list[int | str]:
    """The page numbers worth showing: first, last, and those around this one."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


class Chip(NamedTuple):
    """One active filter: what it says and the address without it."""

    label: str
    text: str
    url: str


@register.simple_tag(takes_context=True)
def active_filters(context: dict[str, Any], form: forms.Form) -> list[Chip]:
    """The filters of a form that are set, each with the address that drops it and the page number."""
    query = _without_blanks(context["request"].GET)
    chips = []
    for field in form:
        names = [name for name in query if name == field.html_name or _is_part_of(name, field)]
        if not names:
            continue
        given = [value for name in names for value in query.getlist(name)]
        rest = query.copy()
        for name in (*names, "page", "before", "after"):
            rest.pop(name, None)
        chips.append(Chip(str(field.label), _in_words(field, given), f"?{rest.urlencode()}"))
    return chips


def _without_blanks(query: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if any(values):
            kept.setlist(name, [value for value in values if value])
    return kept


def _is_part_of(name: str, field: forms.BoundField) -> bool:
    """Whether a key belongs to a field of several inputs, such as a range of days."""
    return isinstance(field.field.widget, forms.MultiWidget) and name.startswith(
        f"{field.html_name}_"
    )


def _in_words(field: forms.BoundField, given: list[str]) -> str:
    """The given values in the words of the field's list; a ticked box says all in its label."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ""
    if isinstance(field.field, forms.ModelChoiceField):
        return _of_records(field) or "、".join(given)
    choices = getattr(field.field, "choices", getattr(widget, "choices", None))
    if choices is None:
        return " – ".join(given)
    words = {str(key): str(label) for key, label in _flat(choices)}
    return "、".join(words.get(value, value) for value in given)


def _of_records(field: forms.BoundField) -> str:
    """The chosen records, which the form has read already: the list may have thousands."""
    chosen = getattr(field.form, "cleaned_data", {}).get(field.name)
    several = isinstance(field.field, forms.ModelMultipleChoiceField)
    records = (chosen or ()) if several else [chosen] if chosen else ()
    choice: Any = field.field
    return "、".join(str(choice.label_from_instance(record)) for record in records)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


@register.simple_tag
def field_input(field: forms.BoundField, nothing: str = "") -> SafeString:
    """The input of a field with the kit's class; Django adds the aria attributes. `nothing` is what
    a list says while nothing is chosen."""
    widget = field.field.widget
    if isinstance(widget, forms.Select):
        _say_nothing_chosen(widget, nothing or gettext("请选择"))
    if isinstance(widget, forms.MultiWidget) and len(widget.widgets) == 2:  # a range
        for part, words in zip(widget.widgets, (gettext("从"), gettext("到")), strict=True):
            part.attrs["aria-label"] = f"{field.label} {words}"
    css = next(css for kind, css in INPUT_CLASSES if isinstance(widget, kind))
    own = widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": " ".join(filter(None, (css, own, invalid)))})


def _say_nothing_chosen(widget: forms.Select, words: str) -> None:
    """Django's dashes and 未知 become words; a list one types into shows them as its hint."""
    if widget.allow_multiple_selected:
        widget.attrs["data-search"] = words
        return
    choices = [choice for choice in widget.choices]  # noqa: C416 - list() would count the rows first
    if choices and choices[0][0] in ("", None):
        widget.choices = [("", words), *choices[1:]]


@register.simple_tag
def status(label: Any, tone: str = "") -> SafeString:
    """A state in words, with a mark and a colour. `tone`: todo doing wait good warn bad stopped."""
    tone = tone if tone in MARK_OF_TONE else "todo"
    mark = icon(MARK_OF_TONE[tone])
    return format_html('<span class="state state-{}">{}{}</span>', tone, mark, label)


@register.filter
def is_check(field: forms.BoundField) -> bool:
    """Whether a field is one check box, whose label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def when(value: dt.date | dt.datetime | None) -> str:
    """A day, and the time of day where there is one: 2018年11月8日 09:30 or 8 November 2018 09:30."""
    if not value:
        return ""
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return formats.date_format(local, "DATETIME_FORMAT")
    return formats.date_format(value, "DATE_FORMAT")


@register.filter
def short_date(value: dt.date | dt.datetime | None) -> str:
    """2018-11-08, for columns."""
    if not value:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "SHORT_DATE_FORMAT")


@register.filter
def month(value: dt.date) -> str:
    """2018年11月 or November 2018."""
    return formats.date_format(value, "YEAR_MONTH_FORMAT")


@register.filter
def unit_of(value: Any, unit: Any) -> SafeString:
    """What is counted, beside the number. A Chinese measure word fits any number; an English unit
    is a plural, so it stands in brackets after the number, which reads right for 1 too."""
    if not unit:
        return SafeString("")
    if (translation.get_language() or "zh").startswith("zh"):
        return format_html("<small>{}</small>", unit)
    return format_html("<small>({})</small>", unit)


@register.filter
def money(value: Decimal | float | str | None, places: int = 2) -> str:
    """A sum with thousands separated and a fixed number of places; the unit stands beside it."""
    if value in (None, ""):
        return ""
    try:
        return f"{Decimal(str(value)):,.{places}f}"
    except InvalidOperation:
        return str(value)


@register.filter
def highlight(text: str, query: str | None) -> SafeString:
    """The text, escaped, with every word of the query marked."""
    words = sorted(map(re.escape, (query or "").split()), key=len, reverse=True)
    if not words:
        return escape(str(text))
    pieces = re.split(f"({'|'.join(words)})", str(text), flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}{}",
        (
            (plain, format_html("<mark>{}</mark>", hit) if hit else "")
            for plain, hit in zip_longest(pieces[::2], pieces[1::2], fillvalue="")
        ),
    )
