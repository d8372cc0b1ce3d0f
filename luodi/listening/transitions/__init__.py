"""What may happen to campaigns, phases, gatherings and statements: who, when, and what follows."""

from luodi.listening.transitions.campaign import CAMPAIGN, PHASE
from luodi.listening.transitions.gathering import GATHERING
from luodi.listening.transitions.statement import STATEMENT, too_short

__all__ = ["CAMPAIGN", "GATHERING", "PHASE", "STATEMENT", "too_short"]
