"""How much of a file is read before it is refused."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024

# Whole parts are held in memory while a sheet is read, so their unpacked size is bounded.
MAX_UNPACKED: Final = 400 * MIB
# A ledger of identical rows packs 100 to 1, so a ratio alone accuses nobody until it is also big.
MAX_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 64 * MIB
MAX_ENTRIES: Final = 20_000
# calamine allots the whole rectangle, about 100 bytes a cell with its text.
MAX_CELLS: Final = 5_000_000
MAX_MERGES: Final = 100_000
MAX_ERRORS: Final = 1_000
# The longest text Excel keeps in a cell is 32,767; CSV files may hold more.
MAX_CELL_LENGTH: Final = 131_072


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits a caller may set."""

    max_bytes: int = 50 * MIB
    max_rows: int = 300_000
    max_columns: int = 300
