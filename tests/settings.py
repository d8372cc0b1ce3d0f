"""The settings of the product, and beside its rooms the small one that the kernel is tested with."""

import os
from pathlib import Path

# Tests keep out of the data of an installation that runs from the same checkout.
OWN = Path(__file__).resolve().parent.parent / ".cache" / "tests"
folder = Path(os.environ.setdefault("LUODI_DATA_DIR", str(OWN)))
(folder / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns, and so fails, without it

from luodi.config.settings import *  # noqa: E402, F403 - after the data folder is named
from luodi.config.settings import INSTALLED_APPS as PRODUCT  # noqa: E402

INSTALLED_APPS = [*PRODUCT, "tests.parcels"]
