"""Figures: one definition gives the value, its list, its year-on-year, its history and its page.

A room declares `@figure(key, …)` on a function reader → queryset of records; how they are reduced
is part of the declaration. Law, tested for every figure: the value is the measure of its own list.
Figures made of two others (`ratio`, `difference`) keep the lists of both.
"""

from luodi.kernel.figures.computing import compare_all, compute, known_units
from luodi.kernel.figures.context import Context, this_year
from luodi.kernel.figures.figure import BUSINESS, Audience, Edition, Figure, holders
from luodi.kernel.figures.laws import LAWS, Law, adds_up, broken_laws, subset
from luodi.kernel.figures.marked import marks_of
from luodi.kernel.figures.measures import COUNT, Measure, distinct, each, newest, total
from luodi.kernel.figures.named import named_fields
from luodi.kernel.figures.parameters import Param, UnknownParameter
from luodi.kernel.figures.registry import (
    FIGURES,
    difference,
    figure,
    get,
    ratio,
    reference,
    values_of,
)
from luodi.kernel.figures.values import Comparison, Fingerprint, Kind, Number, Point, Value

__all__ = [
    "BUSINESS",
    "COUNT",
    "FIGURES",
    "LAWS",
    "Audience",
    "Comparison",
    "Context",
    "Edition",
    "Figure",
    "Fingerprint",
    "Kind",
    "Law",
    "Measure",
    "Number",
    "Param",
    "Point",
    "UnknownParameter",
    "Value",
    "adds_up",
    "broken_laws",
    "compare_all",
    "compute",
    "difference",
    "distinct",
    "each",
    "figure",
    "get",
    "holders",
    "known_units",
    "marks_of",
    "named_fields",
    "newest",
    "ratio",
    "reference",
    "subset",
    "this_year",
    "total",
    "values_of",
]
