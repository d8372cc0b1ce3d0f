"""What a record of any room is made of: never-deleted rows, versions, a state moved by `perform`."""

from contextvars import ContextVar
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock, lookups  # noqa: F401 - look-ups of every model
from luodi.kernel.guards import NeverDeleted
from luodi.kernel.refusals import StateChangedOutside

moving: ContextVar[bool] = ContextVar("moving", default=False)
"""True while `perform` writes; the only time a state may change."""


class RecordQuerySet(models.QuerySet[Any]):
    """Rows that are ended, not deleted, and whose state only `perform` changes."""

    def update(self, **changes: Any) -> int:
        state = getattr(self.model, "state_field", None)
        if state in changes and not moving.get():
            raise StateChangedOutside(f"{self.model.__name__}.{state}")
        return super().update(**changes)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        if getattr(self.model, "state_field", None) in fields and not moving.get():
            raise StateChangedOutside(f"{self.model.__name__}.bulk_update")
        return super().bulk_update(objs, fields, batch_size=batch_size)

    def delete(self) -> Any:
        raise StateChangedOutside(f"{self.model.__name__}: rows are ended, not deleted")

    def visible_to(self, reader: Any) -> Self:
        """The only start of a list: what this person may see, and no more."""
        raise NotImplementedError(self.model.__name__)

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        """Whether `visible_to` hides nothing, of this campaign or of all, from this reader: told by
        the roles held, without a query. False where no rule says so."""
        return False


class Record(models.Model):
    """A row people answer for: versioned, never deleted."""

    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    created_at = models.DateTimeField(_("登记时间"), editable=False, default=clock.now)

    state_field: str | None = None
    _state_read: Any = None
    guards: tuple[Any, ...] = (NeverDeleted(),)
    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        record = super().from_db(*args, **kwargs)
        if cls.state_field and cls.state_field in record.__dict__:
            record._state_read = record.__dict__[cls.state_field]
        return record

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state_was_changed():
            raise StateChangedOutside(f"{type(self).__name__}.{self.state_field}")
        super().save(*args, **kwargs)
        if self.state_field:
            self._state_read = getattr(self, self.state_field)

    def _state_was_changed(self) -> bool:
        if not self.state_field or self._state.adding or moving.get():
            return False
        return bool(getattr(self, self.state_field) != self._state_read)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise StateChangedOutside(f"{type(self).__name__}: rows are ended, not deleted")
