"""What cells of both sheets mean: texts, units, people, choices, and where the list belongs."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from luodi.kernel import clock
from luodi.kernel.models import Person, Unit
from luodi.kernel.sheets.declare import Reading
from luodi.kernel.sheets.values import Parsed, clean_text, parse_choice, parse_text
from luodi.listening.actions.permits import may_enter
from luodi.listening.models import Campaign

Parse = Callable[[Any, Reading], Any]


def text(max_length: int | None = None) -> Parse:
    """A text with clean ends, its words as they are."""
    return lambda cell, reading: parse_text(cell, max_length=max_length)


def choice(choices: type[TextChoices]) -> Parse:
    """One of the choices by its label, in any language of the product; an empty cell is none."""

    def labels() -> dict[str, str]:
        found = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found |= {str(c.label): c.value for c in choices}
        return found

    return lambda cell, reading: parse_choice(cell, reading.once(choices.__name__, labels))


def unit(cell: Any, reading: Reading) -> Parsed:
    """A unit by its short name, full name or code."""
    return parse_choice(cell, reading.once("units", _units))


def person(cell: Any, reading: Reading) -> Parsed:
    """Somebody of the directory by name; a name two people bear is not taken for either."""
    return parse_choice(cell, reading.once("people", _people)) if clean_text(cell) else Parsed(None)


def _units() -> dict[str, Unit]:
    rows = list(Unit.objects.open_on(clock.today()))
    return {name: u for u in rows for name in (u.code, u.full_name, u.short_name)}


def _people() -> dict[str, Person]:
    found: dict[str, Person] = {}
    twice = set()
    for someone in Person.objects.filter(active=True):
        if someone.name in found:
            twice.add(someone.name)
        found[someone.name] = someone
    return {name: someone for name, someone in found.items() if name not in twice}


def campaign_of(reading: Reading) -> Campaign:
    """The campaign the list was uploaded for."""
    return reading.once("campaign", lambda: Campaign.objects.get(pk=reading.context["campaign"]))


def default_unit(reading: Reading) -> Unit:
    """The unit of rows that name none."""
    return reading.once("unit", lambda: Unit.objects.get(pk=reading.context["unit"]))


def why_not_here(by: Any, context: Mapping[str, Any]) -> str | None:
    """The sentence against importing for this unit and campaign, or None."""
    if not may_enter(by, context.get("unit"), context.get("campaign")):
        return _("您不是该单位的填报员或负责人，也不在该专项工作的专班，不能导入。")
    return None


def why_not_unit(chosen: Model | None, reading: Reading) -> str | None:
    """The sentence against a row's own unit, or None."""
    if chosen is None or reading.once(
        f"may enter {chosen.pk}",
        lambda: may_enter(reading.by, chosen.pk, reading.context["campaign"]),
    ):
        return None
    return _("您不能替“%(unit)s”录入。") % {"unit": chosen}
