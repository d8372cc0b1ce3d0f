"""Peers of the consolidation engine, each in its own environment."""
