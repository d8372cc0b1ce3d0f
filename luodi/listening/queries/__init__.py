"""Reads that more than one caller needs: who reports, what is covered, where a statement went."""

from luodi.listening.queries.coverage import Coverage, Line, coverage, whole_of
from luodi.listening.queries.destinations import (
    Stop,
    destination_of,
    stops_of,
    with_destinations,
    with_stops,
)
from luodi.listening.queries.reporting import (
    answer_due,
    hash_of,
    invitation_of,
    open_campaigns,
    reporters_of,
    units_for,
)
from luodi.listening.queries.timeline import timeline_of

__all__ = [
    "Coverage",
    "Line",
    "Stop",
    "answer_due",
    "coverage",
    "destination_of",
    "hash_of",
    "invitation_of",
    "open_campaigns",
    "reporters_of",
    "stops_of",
    "timeline_of",
    "units_for",
    "whole_of",
    "with_destinations",
    "with_stops",
]
