"""What a room registers: importing its furniture when the house starts."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

REGISTERING = ("transitions", "figures", "sheets", "jobs", "evidence", "access", "work", "checks")
"""Files that put something in a kernel registry; unread they would silently register nothing."""


class RoomConfig(AppConfig):
    """Base of every room's AppConfig."""

    def ready(self) -> None:
        for name in REGISTERING:
            if find_spec(f"{self.name}.{name}"):
                import_module(f"{self.name}.{name}")


def install_guards(using: str, **_: object) -> None:
    """After every migrate: the database's own rules and search index, made anew."""
    from luodi.kernel import guards, marks, search  # app ready
    from luodi.kernel.figures import rollup  # app ready

    guards.install(connections[using])
    marks.install(connections[using])
    search.install(connections[using])
    rollup.install_all(connections[using])


def connect_guards(sender: AppConfig) -> None:
    """Install after the last room has migrated; infrastructure, not business."""
    post_migrate.connect(install_guards, sender=sender, dispatch_uid="luodi.guards")
