"""Reads the written material of the sample district without Django."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "luodi" / "demo" / "data"
TODAY = "2018-11-08"


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def by_code(name: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows(name)}


def texts(name: str, column: str) -> list[str]:
    return [row[column] for row in rows(name) if row[column]]


def counted() -> list[dict[str, str]]:
    return [g for g in rows("gatherings") if g["kind"] == "专题会议" and g["state"] == "counted"]


def measure_of(row: dict[str, str]) -> dict[str, str]:
    return by_code("measures")[row["measure"]]
