"""The room as an installed application."""

from luodi.kernel import rooms


class DeskConfig(rooms.RoomConfig):
    """工作台."""

    name = "luodi.desk"
    label = "desk"
    verbose_name = "工作台"
