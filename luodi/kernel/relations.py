"""What hangs on one record: which of many relations have anything at all, and the rows of all of
them, each with one query."""

from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, QuerySet, Value, Window
from django.db.models.functions import JSONArray, RowNumber
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware


def note_empty(record: models.Model, *names: str) -> set[str]:
    """Which of these relations have rows; the others are remembered as empty: a page that shows
    everything that ever happened to a record asks only for what did. `record` is not to be written
    with afterwards."""
    model: Any = type(record)
    same = model._base_manager.filter(pk=record.pk)
    hangs = {
        f"has_{name}": Exists(
            model._base_manager.filter(pk=OuterRef("pk"), **{f"{name}__isnull": False})
        )
        for name in names
    }
    found = same.values_list(*(hangs[f"has_{name}"] for name in names)).get()
    known = record.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, has in zip(names, found, strict=True):
        if not has:
            known[name] = model._meta.get_field(name).related_model._default_manager.none()
    return {name for name, has in zip(names, found, strict=True) if has}


def read_together(record: models.Model, **rows: QuerySet) -> None:
    """Read these relations of a record with one query, each in its order and with what it selects
    (`record.cards.select_related("issued_by")`); afterwards `record.cards.all()` asks no more.

    Every row comes as JSON, because rows of different models fit in one UNION only so. Relations known
    already are left alone; annotations come along as JSON has them."""
    known = record.__dict__.setdefault("_prefetched_objects_cache", {})
    asked = {name: its for name, its in rows.items() if name not in known}
    shapes = [_shape_of(its) for its in asked.values()]
    parts = [
        its.order_by().values_list(Value(at), _place(its), shape.sql())
        for at, (its, shape) in enumerate(zip(asked.values(), shapes, strict=True))
    ]
    found: list[list[Any]] = [[] for _part in parts]
    if parts:
        for at, _nth, told in sorted(parts[0].union(*parts[1:], all=True), key=itemgetter(0, 1)):
            found[at].append(shapes[at].row(told))
    for (name, its), own in zip(asked.items(), found, strict=True):
        relation = record._meta.get_field(name)
        for row in own if relation.one_to_many else ():
            relation.field.set_cached_value(row, record)  # type: ignore[union-attr]
        read: Any = its.all()
        read._result_cache, read._prefetch_done = own, True
        known[name] = read


def _place(rows: QuerySet) -> Window:
    ordering: Any = rows.query.order_by or rows.model._meta.ordering
    return Window(RowNumber(), order_by=list(ordering))


@dataclass(frozen=True)
class _Shape:
    """How a row of a model, and the rows it selects with it, stand in a JSON array."""

    model: Any
    path: str
    related: tuple[tuple[Any, "_Shape"], ...]
    annotations: tuple[str, ...] = ()

    def sql(self) -> JSONArray:
        """The array: the columns, the annotations, an array for each related row."""
        columns = [F(self.path + field.attname) for field in self.model._meta.concrete_fields]
        extra = [F(name) for name in self.annotations]
        return JSONArray(JSONArray(*columns), JSONArray(*extra), *(its.sql() for _to, its in self.related))  # fmt: skip

    def row(self, told: Any) -> Any:
        """The row again; None where an outer join found none."""
        values, extra, *related = told
        fields = self.model._meta.concrete_fields
        typed = [_typed(field, value) for field, value in zip(fields, values, strict=True)]
        found = self.model.from_db(None, [field.attname for field in fields], typed)
        if found.pk is None:
            return None
        found.__dict__.update(zip(self.annotations, extra, strict=True))
        for (relation, shape), its in zip(self.related, related, strict=True):
            relation.set_cached_value(found, shape.row(its))
        return found


def _shape_of(rows: QuerySet) -> _Shape:
    selected: Any = rows.query.select_related or {}
    return _shape(rows.model, "", selected, tuple(rows.query.annotations))


def _shape(model: Any, path: str, selected: dict[str, Any], annotations: tuple[str, ...]) -> _Shape:
    related = []
    for name, deeper in selected.items():
        relation = model._meta.get_field(name)
        related.append((relation, _shape(relation.related_model, f"{path}{name}__", deeper, ())))
    return _Shape(model, path, tuple(related), annotations)


def _typed(field: models.Field, value: Any) -> Any:
    """What the field would have read from its column."""
    if value is None:
        return None
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        return moment if moment is None or is_aware(moment) else moment.replace(tzinfo=UTC)
    if isinstance(field, models.DecimalField):
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-field.decimal_places))
    if hasattr(field, "from_db_value"):
        return field.from_db_value(value, None, connection)
    return field.to_python(value)
