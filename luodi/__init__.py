"""Luodi (落地): from what people say to what gets done, and every number opens."""

__version__ = "0.1.0"
