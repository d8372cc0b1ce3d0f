"""The test room as an installed application."""

from luodi.kernel import rooms


class ParcelsConfig(rooms.RoomConfig):
    """包裹."""

    name = "tests.parcels"
    verbose_name = "包裹"
