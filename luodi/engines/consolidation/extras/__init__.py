"""Optional extras of the engine: an embedding for near misses, a language model for labels.

Off unless somebody opens one; never required, and no decision of the engine depends on them
(docs/decisions/0013).
"""

from luodi.engines.consolidation.extras.endpoint import Endpoint, fault_of_address
from luodi.engines.consolidation.extras.local import open_folder
from luodi.engines.consolidation.extras.meaning import (
    MOST_HERE,
    MOST_OUTSIDE,
    NearByMeaning,
    near_by_meaning,
)
from luodi.engines.consolidation.extras.protocol import (
    Embedder,
    Namer,
    NotAllowed,
    Unavailable,
)
from luodi.engines.consolidation.extras.remote import RemoteEmbedder, RemoteNamer
from luodi.engines.consolidation.extras.wording import Proposed, invented, propose_labels

__all__ = [
    "MOST_HERE",
    "MOST_OUTSIDE",
    "Embedder",
    "Endpoint",
    "Namer",
    "NearByMeaning",
    "NotAllowed",
    "Proposed",
    "RemoteEmbedder",
    "RemoteNamer",
    "Unavailable",
    "fault_of_address",
    "invented",
    "near_by_meaning",
    "open_folder",
    "propose_labels",
]
