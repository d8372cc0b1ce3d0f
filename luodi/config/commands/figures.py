"""Print every figure with its value, or count a figure beforehand by month and unit."""

import argparse
from datetime import date

from luodi.config.commands import refuse
from luodi.kernel import clock
from luodi.kernel.figures import FIGURES, Context, broken_laws, rollup, values_of
from luodi.kernel.models import Unit
from luodi.kernel.reader import EVERYTHING


def main(words: list[str]) -> int:
    """Options: --as-of DAY, --period FROM..TO, --unit CODE; --roll-up KEY. 1 when a law is broken."""
    parser = argparse.ArgumentParser(prog="luodi figures", description=__doc__)
    parser.add_argument("--as-of", default="", metavar="DAY")
    parser.add_argument("--period", default="", metavar="FROM..TO")
    parser.add_argument("--unit", default="", metavar="CODE")
    parser.add_argument("--roll-up", default="", metavar="KEY")
    chosen = parser.parse_args(words)
    if chosen.roll_up:
        return _roll_up(chosen.roll_up)
    try:
        start, end = _days(chosen.period, chosen.as_of)
    except ValueError:
        return refuse("日期应写作 2018-01-01，期间应写作 2018-01-01..2018-09-30。")
    unit = Unit.objects.filter(code=chosen.unit).first()
    if chosen.unit and unit is None:
        return refuse(f"没有代码为“{chosen.unit}”的单位。")
    return _print(Context(unit=unit.pk if unit else None, start=start, end=end))


def _print(context: Context) -> int:
    for value in values_of(sorted(FIGURES), EVERYTHING, context).values():
        print(f"{value.key}\t{value}\t{value.unit}\t{FIGURES[value.key].label}")
    broken = broken_laws(EVERYTHING, context)
    for law in broken:
        print(f"定律不成立：{law.words}")
    return 1 if broken else 0


def _roll_up(key: str) -> int:
    found = FIGURES.get(key)
    if found is None or not found.rolled_up:
        able = "、".join(sorted(figure.key for figure in rollup.ROLLED_UP))
        return refuse(f"可以按月汇总的数字有：{able or '（没有）'}。")
    print(f"{key}\t{rollup.build(found)}")
    return 0


def _days(period: str, as_of: str) -> tuple[date | None, date | None]:
    if period:
        start, _dots, end = period.partition("..")
        return date.fromisoformat(start), date.fromisoformat(end)
    return None, date.fromisoformat(as_of) if as_of else clock.today()
