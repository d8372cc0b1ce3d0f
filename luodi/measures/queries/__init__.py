"""Reads of this room that more than one caller needs."""
