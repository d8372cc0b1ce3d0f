"""The room as an installed application."""

from luodi.kernel import rooms


class DemoConfig(rooms.RoomConfig):
    """示范区."""

    name = "luodi.demo"
    label = "demo"
    verbose_name = "示范区"
