"""The settings of the product and one more app: a ledger as large as a district's for years."""

from luodi.config.settings import *  # noqa: F403
from luodi.config.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "benchmarks.figures.ledger"]
