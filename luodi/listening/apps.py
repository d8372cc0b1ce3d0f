"""The room as an installed application."""

from luodi.kernel import rooms


class ListeningConfig(rooms.RoomConfig):
    """广开言路."""

    name = "luodi.listening"
    label = "listening"
    verbose_name = "广开言路"
