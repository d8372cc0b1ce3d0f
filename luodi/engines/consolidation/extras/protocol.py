"""What an extra must be able to do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

BATCH = 64
"""Texts handed to an embedder at once."""


class Unavailable(Exception):
    """An extra does not work now; the message is one sentence for a reader, without any text."""


class NotAllowed(Unavailable):
    """Nobody has allowed, or somebody has withdrawn, that texts are sent there."""


class Embedder(Protocol):
    """Turns texts into vectors; `name` and `version` say which model did."""

    @property
    def name(self) -> str:
        """What a person calls the model."""

    @property
    def version(self) -> str:
        """Which state of the model; empty when it cannot be known."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text (at most BATCH); raises Unavailable."""


class Namer(Protocol):
    """Words a label for one problem."""

    @property
    def name(self) -> str:
        """What a person calls the model."""

    @property
    def version(self) -> str:
        """Which state of the model; empty when it cannot be known."""

    def label(self, texts: Sequence[str]) -> str:
        """Return a label for masked texts of one problem; raises Unavailable."""
