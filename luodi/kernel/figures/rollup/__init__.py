"""Figures over very large tables, counted beforehand by month and unit.

Only figures that say so (`rolled_up=True`) and that are built (`luodi figures --roll-up KEY`) have
cells. Triggers mark the month of the unit with every change, in the same transaction; whoever reads
next counts those months again, so no value is ever stale and none has a time to live.
"""

from luodi.kernel.figures.rollup.asking import ROLLED_UP, Cells, install_all
from luodi.kernel.figures.rollup.cells import build, repair
from luodi.kernel.figures.rollup.marks import Marks, marks_by_month, month_number
from luodi.kernel.figures.rollup.reading import Split, split

__all__ = [
    "ROLLED_UP", "Cells", "Marks", "Split", "build", "install_all", "marks_by_month",
    "month_number", "repair", "split",
]  # fmt: skip
