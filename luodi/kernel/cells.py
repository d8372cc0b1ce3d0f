"""How the rows of a table become HTML: what a column does is looked up once, not for every cell.

A page of the ledger has five hundred cells. django-tables2 reads the signature of each one's render
method, and template nodes cost more than the words they print.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_tables2.utils import A

Cell = Callable[[Any], str]


def rows_of(table: Any) -> SafeString:
    """The rows of the page shown, or of the whole table; attributes of a column's cells are the same in
    every row."""
    cells: list[tuple[str, Cell]] = []
    lines = []
    for row in table.paginated_rows:
        cells = cells or list(_cells(table, row.record))
        inside = "".join(f"{opening}{cell(row)}</td>" for opening, cell in cells)
        lines.append(f"<tr {row.attrs.as_html()}>{inside}</tr>")
    return mark_safe("\n".join(lines))  # every part was escaped where it was made


def _cells(table: Any, sample: Any) -> Iterator[tuple[str, Cell]]:
    for column in table.columns:
        label, attrs = strip_tags(str(column.header)), column.attrs["td"].as_html()
        yield format_html('<td data-label="{}" {}>', label, attrs), _cell(table, column, sample)


def _cell(table: Any, bound: Any, sample: Any) -> Cell:
    """What a column prints of a record, as django-tables2 would: value, choice in words, link."""
    read = _reader(bound, sample)
    wanted = inspect.signature(bound.render).parameters
    everything = any(part.kind is part.VAR_KEYWORD for part in wanted.values())
    nothing, default = bound.column.empty_values, conditional_escape(bound.default)
    link, render, localize = bound.link, bound.render, bound.localize

    def cell(row: Any) -> str:
        value = read(row.record)
        if value in nothing:
            return default
        told = {"value": value, "record": row.record, "column": bound.column, "bound_column": bound,
                "bound_row": row, "table": table}  # fmt: skip
        given = told if everything else {name: told[name] for name in wanted}
        content = render(**given)
        if link:
            content = link(content, **told)
        return conditional_escape(_shown(content, localize))

    return cell


def _reader(bound: Any, sample: Any) -> Callable[[Any], Any]:
    """How the value of a column is found in a record: a field, a path, or a choice in words."""
    path = A(bound.accessor)
    above, _separator, end = str(path).rpartition("__")
    owner_path, in_words = A(above), f"get_{end}_display"
    if not isinstance(sample, models.Model) or not _is_choice(path, sample):
        return lambda record: _value(path, record)

    def read(record: Any) -> Any:
        owner = _value(owner_path, record) if above else record
        words = getattr(owner, in_words, None)
        return words() if words else _value(path, record)

    return read


def _is_choice(path: Any, sample: models.Model) -> bool:
    try:
        return bool(getattr(path.get_field(sample), "choices", None))
    except FieldDoesNotExist:
        return False


def _value(path: Any, record: Any) -> Any:
    try:
        return path.resolve(record)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None  # a column that is no field: its render method knows


def _shown(cell: Any, use_l10n: bool | None) -> Any:
    """A cell as a template would print it, but days as columns have them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dt.datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return formats.date_format(local, "SHORT_DATETIME_FORMAT")
    if isinstance(cell, dt.date):
        return formats.date_format(cell, "SHORT_DATE_FORMAT")
    return formats.localize(cell, use_l10n=use_l10n)
