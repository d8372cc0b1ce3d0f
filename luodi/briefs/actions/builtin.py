"""Templates that come with the product: files of a few named lines, a blank one, and the text."""

from pathlib import Path
from typing import Any

from luodi.briefs.actions.templates import make_template
from luodi.briefs.models import BriefTemplate

FOLDER = Path(__file__).parent.parent / "data"


def built_in(code: str) -> dict[str, str] | None:
    """Name, kind, masthead, note and source of a template that comes with the product."""
    path = FOLDER / f"{code}.md"
    return read_template(path) if path.exists() else None


def install_templates(*, by: Any) -> list[BriefTemplate]:
    """Make every built-in template that this installation does not have yet."""
    known = set(BriefTemplate.objects.values_list("code", flat=True))
    codes = sorted(path.stem for path in FOLDER.glob("*.md"))
    return [
        make_template(by=by, code=code, **read_template(FOLDER / f"{code}.md"))
        for code in codes
        if code not in known
    ]


def read_template(path: Path) -> dict[str, str]:
    """Name, kind, masthead, note and source of a file."""
    head, _blank, source = path.read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(": ") for line in head.splitlines())
    return {name: value for name, _is, value in pairs} | {"source": source}
