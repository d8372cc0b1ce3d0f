"""Parcels of the test room."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.kernel import UnitFactory
from tests.parcels.models import Parcel


class ParcelFactory(DjangoModelFactory):
    class Meta:
        model = Parcel

    code = factory.Sequence(lambda n: f"BG-{n:04d}")
    title = "图书"
    weight = 2
    unit = factory.SubFactory(UnitFactory)
