"""Print every figure with its value."""

import argparse
from datetime import date

from luodi.config.commands import refuse
from luodi.kernel import clock
from luodi.kernel.figures import FIGURES, Context, values_of
from luodi.kernel.reader import EVERYTHING


def main(words: list[str]) -> int:
    """Options: --as-of DAY, --period FROM..TO."""
    parser = argparse.ArgumentParser(prog="luodi figures", description=__doc__)
    parser.add_argument("--as-of", default="")
    parser.add_argument("--period", default="", metavar="FROM..TO")
    chosen = parser.parse_args(words)
    try:
        start, end = _days(chosen.period, chosen.as_of)
    except ValueError:
        return refuse("日期应写作 2018-01-01，期间应写作 2018-01-01..2018-09-30。")
    for value in values_of(sorted(FIGURES), EVERYTHING, Context(start=start, end=end)).values():
        print(f"{value.key}\t{value}\t{value.unit}\t{FIGURES[value.key].label}")
    return 0


def _days(period: str, as_of: str) -> tuple[date | None, date | None]:
    if period:
        start, _dots, end = period.partition("..")
        return date.fromisoformat(start), date.fromisoformat(end)
    return None, date.fromisoformat(as_of) if as_of else clock.today()
