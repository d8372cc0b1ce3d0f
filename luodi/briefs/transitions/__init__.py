"""Moves of this room."""

from luodi.briefs.transitions.brief import BRIEF

__all__ = ["BRIEF"]
