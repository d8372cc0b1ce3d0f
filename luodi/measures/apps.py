"""The room as an installed application."""

from luodi.kernel import rooms


class MeasuresConfig(rooms.RoomConfig):
    """一抓到底."""

    name = "luodi.measures"
    label = "measures"
    verbose_name = "一抓到底"
