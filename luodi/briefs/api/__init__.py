"""Briefs for machines. Moves are the kernel's."""

from luodi.briefs.api.briefs import router

__all__ = ["router"]
