"""What every process needs for its first page, loaded before it listens, so that nobody waits for it:
addresses with the views behind them, templates with their tags, both languages. Asks no database."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format


def warm_up() -> None:
    """Load all of it; once is enough, and a second time costs next to nothing."""
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("desk:home")
            date_format(timezone.localdate())
    for name in template_names():
        _ = get_template(name).backend.engine.template_context_processors


def template_names() -> Iterator[str]:
    """Every page and part of a page that the rooms have."""
    package = Path(settings.PACKAGE)
    for room in apps.get_app_configs():
        folder = Path(room.path) / "templates"
        if package in folder.parents:
            yield from sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))
