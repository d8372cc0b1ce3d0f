"""Units: a tree whose members are ended and succeeded, never deleted."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from luodi.kernel.choices import UnitKind
from luodi.kernel.models.base import Record, RecordQuerySet

if TYPE_CHECKING:  # the library ships no types

    class _Tree(RecordQuerySet):
        """What the stubs know of a tree."""
else:

    class _Tree(TreeQuerySet, RecordQuerySet):
        """Records that hang below one another."""


_BELOW = (
    "WITH RECURSIVE below(root, id) AS (SELECT id, id FROM kernel_unit WHERE id IN ({}) UNION"
    " SELECT below.root, u.id FROM below JOIN kernel_unit u ON u.parent_id = below.id)"
    " SELECT root, id FROM below"
)
_TOPS = " UNION ALL SELECT NULL, id FROM kernel_unit WHERE parent_id IS NULL"
_ABOVE = (
    "WITH RECURSIVE above(id) AS (SELECT id FROM kernel_unit WHERE id IN ({}) UNION"
    " SELECT u.parent_id FROM above JOIN kernel_unit u ON u.id = above.id WHERE u.parent_id IS NOT NULL)"
    " SELECT id FROM above"
)


class UnitQuerySet(_Tree):
    """Units as a tree."""

    def open_on(self, day: date) -> Self:
        """Units that exist on `day`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day)).filter(
            Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def visible_to(self, reader: Any) -> Self:
        """The directory is open to everybody who signed in."""
        return self if reader.is_authenticated else self.none()

    def subtrees(self, roots: Iterable[int]) -> dict[int, set[int]]:
        """Each of these units with all below it, as ids: one query, whatever the depth."""
        return self._below(roots, "")[0]

    def subtrees_and_tops(self, roots: Iterable[int]) -> tuple[dict[int, set[int]], set[int]]:
        """The same, and all units with none above them, still with one query; no tops for no roots."""
        return self._below(roots, _TOPS)

    def _below(self, roots: Iterable[int], more: str) -> tuple[dict[int, set[int]], set[int]]:
        found: dict[int, set[int]] = {root: {root} for root in roots}
        tops: set[int] = set()
        if found:
            with connection.cursor() as cursor:
                asked = _BELOW.format(", ".join(["%s"] * len(found))) + more
                cursor.execute(asked, list(found))
                for root, pk in cursor.fetchall():
                    (tops if root is None else found[root]).add(pk)
        return found, tops

    def ids_above(self, units: Iterable[int]) -> set[int]:
        """These units and all above them, as ids: one query, none for no units."""
        if not (below := list(units)):
            return set()
        with connection.cursor() as cursor:
            cursor.execute(_ABOVE.format(", ".join(["%s"] * len(below))), below)
            return {pk for (pk,) in cursor.fetchall()}

    def ids_under(self, unit_id: int) -> set[int]:
        """This unit and all below it, as ids."""
        return self.subtrees([unit_id])[unit_id]


UnitManager = models.Manager.from_queryset(UnitQuerySet)


class Unit(Record):
    """An office, a street, a party organisation."""

    code = models.CharField(_("代码"), max_length=32, unique=True)
    full_name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40)
    initials = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("类型"), max_length=12, choices=UnitKind)
    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    position = models.PositiveIntegerField(_("排序"), default=0)
    valid_from = models.DateField(_("设立日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("承接单位"),
    )

    objects: ClassVar[UnitManager] = UnitManager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None)
                | Q(valid_from=None)
                | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(succeeded_by=models.F("id")), name="unit_is_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        from luodi.kernel.search import initials_of  # slow import: pypinyin

        self.initials = initials_of(self.full_name, self.short_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("kernel:unit", args=[self.pk])
