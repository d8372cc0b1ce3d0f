"""The room as an installed application."""

from luodi.kernel import rooms


class ProblemsConfig(rooms.RoomConfig):
    """查摆问题."""

    name = "luodi.problems"
    label = "problems"
    verbose_name = "查摆问题"
