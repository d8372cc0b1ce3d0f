"""How measures, handovers, extensions, cards and supervision orders move, and who moves them."""

from luodi.measures.transitions.card import CARD
from luodi.measures.transitions.extension import EXTENSION
from luodi.measures.transitions.handover import HANDOVER
from luodi.measures.transitions.measure import MEASURE
from luodi.measures.transitions.order import ORDER

__all__ = ["CARD", "EXTENSION", "HANDOVER", "MEASURE", "ORDER"]
