"""What the files declare is what the registries hold."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template import engines
from django.urls import get_resolver

from luodi.kernel.figures import FIGURES
from luodi.kernel.models import Record
from luodi.kernel.sheets.declare import SHEETS
from luodi.kernel.transitions import TABLES


def records_with_state():
    return [m for m in apps.get_models() if issubclass(m, Record) and m.state_field]


@pytest.mark.parametrize("model", records_with_state(), ids=lambda m: m.__name__)
def test_a_model_with_a_state_has_a_table_of_moves(model):
    assert model in TABLES


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.model.__name__)
def test_moves_begin_and_end_in_declared_states_and_every_state_is_reachable(table):
    states = set(table.states)
    named = {m.target for m in table.moves.values()} | set(table.initial)

    for move in table.moves.values():
        assert set(move.source) <= states
        assert move.target in states
        assert move.who, move.name
    assert states - named == set()


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda f: f.key)
def test_a_figure_says_what_it_counts(figure):
    assert str(figure.label)
    assert str(figure.unit)
    assert len(str(figure.rule)) > 8


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda s: s.key)
def test_a_sheet_brings_no_state(sheet):
    assert [c.key for c in sheet.importable if "state" in c.key] == []


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
