"""Excel in and out."""

from luodi.measures.sheets.ledger import LEDGER

__all__ = ["LEDGER"]
