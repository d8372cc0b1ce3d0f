"""Tables out: an xlsx that prints well and can come back, and a CSV that every program opens."""

from luodi.kernel.sheets.writing.columns import KEY_COLUMN, OutColumn, OutValue
from luodi.kernel.sheets.writing.delimited import write_csv
from luodi.kernel.sheets.writing.excel import write_xlsx

__all__ = ["KEY_COLUMN", "OutColumn", "OutValue", "write_csv", "write_xlsx"]
