"""The target of a chart: a number a person answers for, in the unit of the chart."""

import math
import re
from decimal import Decimal
from typing import Any

from luodi.briefs.language.faults import Wrong

HOW = '目标写作 target=120 或 target="1.5亿元"，单位要与图中的数字相同'
_WRITTEN = re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<scale>万亿|万|亿)?(?P<unit>\D*)")
_SCALE = {None: 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}


def is_written_well(token: str, text: str) -> bool:
    """Whether a token of a template may stand behind `target=`: what can be told before it runs."""
    if token == "string":
        return _WRITTEN.fullmatch(text.strip("\"'").strip()) is not None
    return token in ("integer", "float")


def target_of(given: Any, unit: str) -> float | None:
    """The value of the line in the chart's unit; None without a target. Raises `Wrong`."""
    if given in ("", None):
        return None
    number = _number(given, unit)
    if number is None or not math.isfinite(number) or number <= 0:
        raise Wrong(f"图的目标不对；{HOW}")
    return number


def _number(given: Any, unit: str) -> float | None:
    if isinstance(given, str):
        found = _WRITTEN.fullmatch(given.strip())
        fits = found is not None and found["unit"].strip() in ("", unit)
        return float(Decimal(found["n"]) * _SCALE[found["scale"]]) if found and fits else None
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None
