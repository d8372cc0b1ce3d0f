"""A state as a cell of a table shows it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def state_cell(label: str, tone: str) -> SafeString:
    """The word with its mark, as everywhere."""
    return render_to_string("kernel/parts/status.html", {"label": label, "tone": tone})
