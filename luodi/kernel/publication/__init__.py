"""Publishing figures: `freeze` keeps a value with the records behind it, `compare` holds it against
today and names the records that moved."""

from luodi.kernel.publication.drift import Drift, Status, compare, compare_all
from luodi.kernel.publication.freezing import freeze, freeze_all
from luodi.kernel.publication.moved import Moved

__all__ = ["Drift", "Moved", "Status", "compare", "compare_all", "freeze", "freeze_all"]
