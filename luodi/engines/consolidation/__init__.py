"""From what people said to a list of concrete problems: the face of the consolidation engine."""

from luodi.engines.consolidation.engine import ENGINE_VERSION, consolidate
from luodi.engines.consolidation.explaining import Explainer, explain
from luodi.engines.consolidation.index import Index, Match
from luodi.engines.consolidation.lineage import compare
from luodi.engines.consolidation.marking import mark_shared
from luodi.engines.consolidation.model import (
    Conflict,
    Consolidation,
    Decision,
    Difference,
    Explanation,
    Item,
    Options,
    Problem,
)
from luodi.engines.consolidation.office import detail_rows, hot_rows
from luodi.engines.consolidation.parts import split_parts
from luodi.engines.consolidation.privacy import mask_private
from luodi.engines.consolidation.scheme import Scheme, own_scheme

__all__ = [
    "ENGINE_VERSION",
    "Conflict",
    "Consolidation",
    "Decision",
    "Difference",
    "Explainer",
    "Explanation",
    "Index",
    "Item",
    "Match",
    "Options",
    "Problem",
    "Scheme",
    "compare",
    "consolidate",
    "detail_rows",
    "explain",
    "hot_rows",
    "mark_shared",
    "mask_private",
    "own_scheme",
    "split_parts",
]
