"""Sets of measures: what a reader may see, what is open, what is late."""

from datetime import date
from typing import Any, Self

from django.db.models import F, Q

from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.models import RecordQuerySet
from luodi.kernel.models.base import moving
from luodi.kernel.refusals import StateChangedOutside
from luodi.listening.models.gathering import office_scope
from luodi.measures.choices import ENDED_STATES, OPEN_STATES, MeasureState


class MeasureQuerySet(RecordQuerySet):
    """Measures."""

    def visible_to(self, reader: Any) -> Self:
        """The campaign's office sees all; a unit, a leader, a handler, a verifier their own."""
        if not is_business(reader):
            return self.none()
        if (office := office_scope(reader)) is None:
            return self
        standing, person = reader.standing, reader.person_id
        units = standing.unit_ids(Role.CLERK, Role.UNIT_HEAD)
        theirs = office
        if units:
            cooperating = self.model.cooperating_units.through.objects.filter(unit__in=units)
            theirs |= Q(lead_unit__in=units) | Q(pk__in=cooperating.values("measure"))
        if people := standing.speaks_for():
            answers = self.model._meta.get_field("accountabilities").related_model
            theirs |= Q(pk__in=answers.objects.filter(person__in=people).values("measure"))
            offered = self.model._meta.get_field("handovers").related_model.objects.offered_to(
                people
            )
            theirs |= Q(pk__in=offered.values("measure"))
        if person:
            theirs |= Q(handler=person) | Q(verifier=person) | Q(pk__in=self._verified_by(person))
        if standing.has(Role.VERIFIER):
            theirs |= Q(state=MeasureState.CLOSURE_REQUESTED)
        return self.filter(theirs)

    def _verified_by(self, person: int) -> Any:
        """Whoever verified a cycle keeps seeing what became of it."""
        requests = self.model._meta.get_field("closure_requests").related_model
        return requests.objects.filter(verification__verifier=person).values("measure")

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
        measures = self.model._meta.get_field("measure").related_model
        return self.filter(measure__in=measures.objects.visible_to(reader))
