"""An xlsx that prints well and can come back."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from luodi.kernel.sheets.formulas import RISKY
from luodi.kernel.sheets.places import column_letter
from luodi.kernel.sheets.sentences import BadValue
from luodi.kernel.sheets.values.texts import FIRST_LOST_NUMBER
from luodi.kernel.sheets.writing.columns import OutColumn, OutValue, Target, tidy
from luodi.kernel.sheets.writing.printing import Styles, lay_out

LONGEST_TEXT: Final = 32_767
EXACT_DIGITS: Final = 15
SPARE_ROWS: Final = 500  # rows below the table in which choices can still be picked
CHOICES_SHEET: Final = "选项"
NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(
    target: Target,
    *,
    title: str,
    headings: Sequence[OutColumn],
    rows: Iterable[Sequence[OutValue]],
    key_column: str | None = None,
    freeze_columns: int = 0,
) -> int:
    """Write a titled table and return how many rows it has; rows are streamed.

    With `key_column` (see KEY_COLUMN) each row begins with its key, which goes to hidden
    column A. Text stays text whatever it begins with, and so do numbers of more than 15
    digits. Moments must come in local time without a zone. Text that is too long for a cell
    is refused, never cut.
    """
    from openpyxl import Workbook  # slow import

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_sheet_name(title))
    lay_out(sheet, headings, key=bool(key_column), freeze_columns=freeze_columns)
    keys = [OutColumn(key_column, wrap=False)] if key_column else []
    table = _Table(sheet, [*keys, *headings], title=title, first=len(keys))
    try:
        for row in rows:
            table.append(row)
    except BaseException:
        table.abandon()
        raise
    table.finish(workbook)
    workbook.save(target)
    return table.count


class _Table:
    """The rows of one sheet on their way out."""

    def __init__(self, sheet: Any, columns: Sequence[OutColumn], *, title: str, first: int) -> None:
        from openpyxl.cell import WriteOnlyCell  # slow import

        self.sheet = sheet
        self.columns = columns
        self.new_cell = WriteOnlyCell
        self.styles = Styles(sheet)
        self.count = 0
        self.merged = [_Run(at) for at, column in enumerate(columns) if column.merge_down]
        sheet.append([None] * first + [self.styles.title(self._text_cell(title))])
        sheet.append([self.styles.heading(self._text_cell(str(one.label))) for one in columns])
        if len(columns) > first + 1:
            self._merge(1, first, 1, len(columns) - 1)

    def append(self, row: Sequence[OutValue]) -> None:
        """Write one row; a value that is merged into the cell above is left out."""
        values = list(row)
        number = self.count + 3
        broken = False
        for run in self.merged:
            broken = not run.goes_on(row[run.column], broken=broken)
            if broken:
                self._close(run, number - 1)
                run.begin(row[run.column], number)
            else:
                values[run.column] = None
        self.sheet.append([self._cell(at, value) for at, value in enumerate(values)])
        self.count += 1

    def abandon(self) -> None:
        """Close and remove the temporary file that openpyxl streams into."""
        self.sheet.close()
        self.sheet._writer.cleanup()

    def finish(self, workbook: Any) -> None:
        """Write what stands behind the rows: merged cells, lists to pick from."""
        last = self.count + 2
        for run in self.merged:
            self._close(run, last)
        listed = [(at, column) for at, column in enumerate(self.columns) if column.choices]
        if listed:
            self._offer_choices(workbook, listed, last + SPARE_ROWS)

    def _cell(self, at: int, value: OutValue) -> Any:
        column = self.columns[at]
        value = _excel_value(value)
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                raise BadValue(
                    "too_long_for_excel", row=self.count + 3, column=str(column.label),
                    length=len(value), limit=LONGEST_TEXT,
                )  # fmt: skip
            cell = self._text_cell(value)
            quoted = RISKY.match(value) is not None
        else:
            cell, quoted = self.new_cell(self.sheet, value), False
        number_format = column.number_format or _FORMATS.get(type(value), "")
        return self.styles.body(cell, wrap=column.wrap, number_format=number_format, quoted=quoted)

    def _text_cell(self, text: str) -> Any:
        cell = self.new_cell(self.sheet, ESCAPE.sub("_x005F_", tidy(text)))
        cell.data_type = "s"
        return cell

    def _close(self, run: "_Run", last: int) -> None:
        if last > run.top > 0:
            self._merge(run.top, run.column, last, run.column)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        from openpyxl.worksheet.cell_range import CellRange  # slow import

        # merged_cells.add() compares with every range so far; ours never overlap.
        self.sheet.merged_cells.ranges.add(
            CellRange(min_row=top, min_col=left + 1, max_row=bottom, max_col=right + 1)
        )

    def _offer_choices(
        self, workbook: Any, listed: Sequence[tuple[int, OutColumn]], last: int
    ) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation  # slow import

        choices = workbook.create_sheet(CHOICES_SHEET)
        choices.sheet_state = "hidden"
        longest = max(len(column.choices) for _, column in listed)
        for place in range(longest):
            choices.append([self._choice(choices, column, place) for _, column in listed])
        for place, (at, column) in enumerate(listed):
            letter = column_letter(place)
            source = f"'{CHOICES_SHEET}'!${letter}$1:${letter}${len(column.choices)}"
            rule = DataValidation(type="list", formula1=source, allow_blank=True)
            rule.add(f"{column_letter(at)}3:{column_letter(at)}{last}")
            self.sheet.data_validations.append(rule)

    def _choice(self, sheet: Any, column: OutColumn, place: int) -> Any:
        if place >= len(column.choices):
            return None
        cell = self.new_cell(sheet, tidy(str(column.choices[place])))
        cell.data_type = "s"
        return cell


class _Run:
    """Equal values under one another in one column."""

    def __init__(self, column: int) -> None:
        self.column = column
        self.value: OutValue = None
        self.top = 0

    def begin(self, value: OutValue, row: int) -> None:
        self.value, self.top = value, row

    def goes_on(self, value: OutValue, *, broken: bool) -> bool:
        """Say whether the value belongs to the cell above; empty cells never do."""
        return not broken and self.top > 0 and value not in (None, "") and value == self.value


_FORMATS: Final[dict[type, str]] = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
    time: "hh:mm:ss",
}


def _excel_value(value: OutValue) -> OutValue:
    """Return what Excel can hold without changing it."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and abs(value) >= FIRST_LOST_NUMBER:
        return str(value)
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > EXACT_DIGITS:
        return f"{value:f}"
    return value


def _sheet_name(title: str) -> str:
    return NOT_IN_A_NAME.sub(" ", tidy(title)).replace("\n", " ").strip()[:31] or "Sheet1"
