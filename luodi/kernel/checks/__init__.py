"""What the files declare is checked when the system starts: figures, laws, sheets, moves.

Django runs these with `manage.py check` and before `runserver`; `luodi` runs them before every command.
No query is made, so they also run where there is no database yet.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, register, run_checks

from luodi.kernel import declared, preferences
from luodi.kernel.checks.figures import figure_faults, law_faults
from luodi.kernel.checks.moves import moves_faults, stateful_without_moves
from luodi.kernel.checks.sheets import sheet_faults
from luodi.kernel.declared import FIGURE, LAW, MOVES, SHEET, TAG, faults
from luodi.kernel.figures import FIGURES, LAWS
from luodi.kernel.sheets.declare import SHEETS
from luodi.kernel.transitions import TABLES


@register(TAG)
def check_declarations(**_: Any) -> list[CheckMessage]:
    """Every fault of every declaration."""
    with preferences.unread():
        return [*declared.REFUSED, *stateful_without_moves(), *_of_registries()]


def _of_registries() -> Iterator[CheckMessage]:
    for key, figure in FIGURES.items():
        yield from faults(FIGURE, key, figure_faults(figure))
    for law in LAWS:
        yield from faults(LAW, str(law), law_faults(law))
    for key, sheet in SHEETS.items():
        yield from faults(SHEET, key, sheet_faults(sheet))
    for model, table in TABLES.items():
        yield from faults(MOVES, model._meta.label_lower, moves_faults(table))


def declaration_faults() -> Sequence[str]:
    """All of them as sentences, those of the rooms too."""
    return [str(message.msg) for message in run_checks(tags=[TAG])]
