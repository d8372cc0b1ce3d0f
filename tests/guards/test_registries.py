"""What the files declare is what the registries hold."""

import pytest
from django.core.management import call_command
from django.template import engines
from django.urls import get_resolver

from luodi.kernel.checks import declaration_faults


def test_every_declaration_is_well():
    assert declaration_faults() == []


@pytest.mark.django_db
def test_migrations_say_what_the_models_say(settings):
    settings.MIGRATION_MODULES = {}  # --no-migrations hides them all, and nothing would differ
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_template_compiles():
    from pathlib import Path

    root = Path(__file__).parents[2] / "luodi"
    for path in root.glob("*/templates/**/*.html"):
        name = path.relative_to(next(p for p in path.parents if p.name == "templates"))
        engines["django"].get_template(str(name))


def test_every_address_has_a_name():
    def unnamed(patterns, prefix=""):
        for p in patterns:
            if hasattr(p, "url_patterns"):
                yield from unnamed(p.url_patterns, prefix + str(p.pattern))
            elif not p.name:
                yield prefix + str(p.pattern)

    ours = [
        u for u in unnamed(get_resolver().url_patterns) if not u.startswith(("api/", "accounts/"))
    ]
    assert ours == []
