"""The settings of the product, and beside its rooms the small one that the kernel is tested with."""

from luodi.config.settings import *  # noqa: F403
from luodi.config.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.parcels"]
