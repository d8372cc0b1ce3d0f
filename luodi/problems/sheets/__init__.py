"""Excel of this room: the list of problems, the office's two hot tables, its category scheme."""

from luodi.problems.sheets.hot import HOT, HOT_ITEMS
from luodi.problems.sheets.problems import PROBLEMS
from luodi.problems.sheets.scheme import SCHEME

__all__ = ["HOT", "HOT_ITEMS", "PROBLEMS", "SCHEME"]
