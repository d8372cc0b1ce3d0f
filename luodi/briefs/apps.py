"""The room as an installed application."""

from luodi.kernel import rooms


class BriefsConfig(rooms.RoomConfig):
    """简报."""

    name = "luodi.briefs"
    label = "briefs"
    verbose_name = "简报"
