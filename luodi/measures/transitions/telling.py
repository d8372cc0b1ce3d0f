"""Who is told of a move."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from luodi.kernel.models import User
from luodi.kernel.notices import tell
from luodi.measures.models import Measure
from luodi.measures.queries.people import leader_of, office_users, unit_users, voices_of


def tell_unit(measure: Measure, kind: str, text: str, *roles: str) -> None:
    """The clerks and heads of the lead unit, or only those with these roles."""
    _tell(unit_users(measure, *roles), measure, kind, text)


def tell_leader(measure: Measure, kind: str, text: str) -> None:
    """The accountable leader and the secretaries who enter for the leader."""
    _tell(voices_of([leader_of(measure)]), measure, kind, text)


def tell_office(measure: Measure, kind: str, text: str, *roles: str) -> None:
    """The campaign's office, or those with these roles in it."""
    _tell(office_users(measure, *roles), measure, kind, text)


def _tell(users: Iterable[User], measure: Measure, kind: str, text: str) -> None:
    line = _("%(code)s：%(text)s") % {"code": measure.code, "text": text}
    tell(users, f"measures.{kind}", line, about=measure)
