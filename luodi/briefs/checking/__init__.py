"""Any text held against the records: claims found by the engine, figures asked of the database."""

from luodi.briefs.checking.holding import Checked, Mark, Verdict, hold
from luodi.briefs.checking.known import Home, home_of_reader

__all__ = ["Checked", "Home", "Mark", "Verdict", "hold", "home_of_reader"]
