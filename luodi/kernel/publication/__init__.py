"""Publishing figures: `freeze` keeps a value with the records behind it, `compare` holds it against
today and names the records that moved."""

from luodi.kernel.publication.drift import Drift, Moved, Status, compare
from luodi.kernel.publication.freezing import freeze

__all__ = ["Drift", "Moved", "Status", "compare", "freeze"]
