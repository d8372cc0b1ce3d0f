"""The repository keeps its own house rules."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "luodi"
ROOMS = ("listening", "problems", "measures", "briefs", "desk", "demo")
FURNITURE = {
    "__init__", "access", "actions", "api", "apps", "checking", "checks", "choices", "data", "documents", "evidence", "figures",
    "filters", "forms", "jobs", "language", "loading", "migrations", "models", "queries", "sheets", "static",
    "tables", "templates", "transitions", "urls", "views", "work",
}  # fmt: skip
REASONS = ("slow import", "app ready", "leaf")
BANNED = re.compile(r"(^|_)(utils?|helpers?|common|services?|managers?|misc)(_|$)")


def tracked(pattern: str) -> list[Path]:
    """Files git knows or would add."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_only_known_furniture(room):
    names = {p.stem for p in (PACKAGE / room).iterdir() if p.name != "__pycache__"}

    assert names - FURNITURE == set()


def test_no_module_is_named_for_nothing():
    names = [p for p in tracked("luodi/*.py") if BANNED.search(p.stem)]

    assert names == []


def test_an_import_inside_a_function_says_why():
    wrong = []
    for path in tracked("luodi/*.py"):
        if "migrations" in path.parts:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            inside = re.match(r"\s+(from \S+ )?import ", line)
            if inside and not any(reason in line for reason in REASONS):
                wrong.append(f"{path.relative_to(ROOT)}:{number}")

    assert [w for w in wrong if not _is_type_checking(w)] == []


def _is_type_checking(place: str) -> bool:
    path, _, number = place.partition(":")
    above = (ROOT / path).read_text().splitlines()[max(0, int(number) - 6) : int(number) - 1]
    return any("TYPE_CHECKING" in line for line in above)


def test_engines_start_without_django():
    code = (
        "import sys; sys.modules['django'] = None\n"
        "import luodi.engines.consolidation, luodi.engines.claims\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", tracked("luodi/*.html"), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_template_has_no_inline_code_and_no_outside_address(path):
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"(src|href|action)=[\"']https?://", text)


def test_lock_files_name_no_registry():
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "frontend" / "package-lock.json"]

    assert [
        p.name
        for p in locks
        if re.search(r"\"resolved\"|https?://(?!opencollective|github)", p.read_text())
    ] == []


def test_no_text_holds_a_machine_path():
    wrong = [
        str(p.relative_to(ROOT))
        for p in tracked("*")
        if p.suffix in {".py", ".md", ".html", ".toml", ".css", ".js", ".sh", ""}
        and p != Path(__file__)
        and re.search(r"(?<![\w.])/(work|root)/[a-z]", p.read_text(errors="ignore"))
    ]

    assert wrong == []
