"""Sets of measures: what a reader may see, what is open, what is late."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from luodi.kernel.access import OF_UNITS, is_business
from luodi.kernel.choices import Role
from luodi.kernel.models import RecordQuerySet
from luodi.kernel.models.base import moving
from luodi.kernel.refusals import StateChangedOutside
from luodi.listening.models.gathering import office_scope, reads_campaign
from luodi.measures.choices import ENDED_STATES, OPEN_STATES, MeasureState


class MeasureQuerySet(RecordQuerySet):
    """Measures."""

    def visible_to(self, reader: Any) -> Self:
        """The campaign's office sees all; a unit, a leader, a handler, a verifier their own."""
        if not is_business(reader):
            return self.none()
        if (office := office_scope(reader)) is None:
            return self
        leading = reader.standing.of_units("lead_unit")
        if reader.standing.reports_for_many:
            office |= leading
        first, *others = self._for_reasons(reader, leading)
        return self.filter(office | Q(pk__in=first.union(*others)))

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        return reads_campaign(reader, campaign)

    def _for_reasons(self, reader: Any, leading: Q) -> Iterator[models.QuerySet]:
        """Ids of measures, one set for each reason to see them: every set has its index, while
        conditions on different tables joined by OR have none and read every measure."""
        rows, of = self.model._base_manager.order_by(), self.model._meta.get_field
        people, person = reader.standing.speaks_for(), reader.person_id
        unless_told = rows.none() if reader.standing.reports_for_many else rows.filter(leading)
        yield unless_told.values("pk")
        if reader.standing.has(*OF_UNITS):
            cooperating = self.model.cooperating_units.through.objects
            yield cooperating.filter(reader.standing.of_units("unit")).values("measure")
        if people:
            answering = of("accountabilities").related_model._base_manager.order_by()
            yield answering.filter(person__in=people).values("measure")
            offered = of("handovers").related_model.objects.offered_to(people)
            yield offered.order_by().values("measure")
        if person:
            yield rows.filter(Q(handler=person) | Q(verifier=person)).values("pk")
            yield self._verified_by(person)
        if reader.standing.has(Role.VERIFIER):
            yield rows.filter(state=MeasureState.CLOSURE_REQUESTED).values("pk")

    def _verified_by(self, person: int) -> models.QuerySet:
        """Whoever verified a cycle keeps seeing what became of it."""
        requests = self.model._meta.get_field("closure_requests").related_model._base_manager
        return requests.order_by().filter(verification__verifier=person).values("measure")

    def update(self, **changes: Any) -> int:
        """The deadline moves by extension only, so no bulk update reaches it (I-5)."""
        if "due_on" in changes and not moving.get():
            raise StateChangedOutside(f"{self.model.__name__}.due_on")
        return super().update(**changes)

    def open(self) -> Self:
        """Somebody still answers for these."""
        return self.filter(state__in=OPEN_STATES)

    def ended(self) -> Self:
        """Closed, sustained or cancelled."""
        return self.filter(state__in=ENDED_STATES)

    def late_on(self, day: date) -> Self:
        """Late: open and past due without an accepted request, or requested after the day it was due.

        The time a verifier takes is not the unit's delay: what counts is the day of the closing
        request once it was accepted (I-6)."""
        return (
            self.filter(due_on__isnull=False)
            .exclude(state=MeasureState.CANCELLED)
            .filter(
                Q(requested_on__isnull=True, state__in=OPEN_STATES, due_on__lt=day)
                | Q(requested_on__gt=F("due_on"))
            )
        )

    def overdue_on(self, day: date) -> Self:
        """Late and still open."""
        return self.late_on(day).open()


class OfMeasureQuerySet(RecordQuerySet):
    """What belongs to a measure is seen by whoever sees the measure."""

    def visible_to(self, reader: Any) -> Self:
        measures = self.model._meta.get_field("measure").related_model.objects.all()
        if measures.reads_all(reader):
            return self
        return self.filter(measure__in=measures.visible_to(reader))

    def reads_all(self, reader: Any, campaign: int | None = None) -> bool:
        return reads_campaign(reader, campaign)
