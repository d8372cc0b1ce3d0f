"""Sheets: Excel and CSV in and out, by declared columns."""
