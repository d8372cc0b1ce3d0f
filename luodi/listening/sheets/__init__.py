"""Excel of listening: lists of statements (an office's own, a mailbox's export) and of gatherings."""

from luodi.kernel.sheets.declare import register
from luodi.listening.sheets.gatherings import GATHERINGS
from luodi.listening.sheets.statements import STATEMENTS

register(STATEMENTS)
register(GATHERINGS)

__all__ = ["GATHERINGS", "STATEMENTS"]
