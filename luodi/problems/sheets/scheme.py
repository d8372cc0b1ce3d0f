"""An office's own category scheme as Excel: up to three levels, one row each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luodi.kernel.actions import create_many
from luodi.kernel.sheets.declare import Column, Reading, Row, Sheet, register
from luodi.kernel.sheets.values import parse_text
from luodi.listening.models import Campaign
from luodi.problems.actions import retire_entries
from luodi.problems.filters import SchemeFilter
from luodi.problems.models import SchemeEntry

LEVELS = ("first", "second", "third")
Path = tuple[str, ...]


def _path(row: Row) -> Path:
    return tuple(row.get(level) or "" for level in LEVELS)


def _check(row: Row, reading: Reading) -> dict[str, str]:
    path = _path(row)
    if path[2] and not path[1]:
        return {"third": _("有三级分类就要有二级分类。")}
    known = reading.once("paths", lambda: _known(reading.context["campaign"]))
    return {"first": _("“%(path)s”已经在分类体系里。") % {"path": "/".join(filter(None, path))}} if (
        path in known
    ) else {}  # fmt: skip


def _known(campaign: int) -> set[Path]:
    rows = SchemeEntry.objects.filter(campaign=campaign).in_force()
    return {(row.first, row.second, row.third) for row in rows}


def _create(rows: Sequence[Row], reading: Reading) -> list[SchemeEntry]:
    """One entry a path, however often the file has it."""
    campaign = Campaign.objects.get(pk=reading.context["campaign"])
    made: dict[Path, SchemeEntry] = reading.once("made", dict)
    new = {path for path in map(_path, rows) if path not in made}
    entries = [
        SchemeEntry(campaign=campaign, **dict(zip(LEVELS, path, strict=True)))
        for path in sorted(new)
    ]
    for entry in create_many(entries, by=reading.by):
        made[(entry.first, entry.second, entry.third)] = entry
    return [made[_path(row)] for row in rows]


def _undo(records: QuerySet, by: Any, _why: str) -> None:
    retire_entries(list(records), by=by)


def _may(by: Any, context: Mapping[str, Any]) -> str | None:
    if context.get("campaign") and Campaign.objects.run_by(by).filter(pk=context["campaign"]):
        return None
    return _("分类体系只能由该专项工作的专班导入。")


def _name(cell: Any, reading: Reading) -> Any:
    return parse_text(cell, max_length=60)


def _level(level: str) -> Callable[[SchemeEntry], str]:
    return lambda entry: str(getattr(entry, level))


SCHEME = register(
    Sheet(
        key="problems.scheme",
        label=lazy("分类体系"),
        columns=(
            Column(
                "first", lazy("一级分类"), show=_level("first"), parse=_name, required=True,
                aliases=("一级", "一级标签", "大类"), width=20,
            ),
            Column(
                "second", lazy("二级分类"), show=_level("second"), parse=_name,
                aliases=("二级", "二级标签", "中类"), width=24,
            ),
            Column(
                "third", lazy("三级分类"), show=_level("third"), parse=_name,
                aliases=("三级", "三级标签", "小类"), width=28,
            ),
        ),
        records=lambda reader: SchemeEntry.objects.visible_to(reader).in_force(),
        create=_create,
        undo=_undo,
        check=_check,
        may=_may,
        needs=(("campaign", lazy("专项工作"), lambda by: Campaign.objects.run_by(by)),),
        filterset=SchemeFilter,
    )
)  # fmt: skip
