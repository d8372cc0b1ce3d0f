"""English is complete: every string a person reads has its msgstr."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "luodi"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%\(\w+\)d|\{\w+\}")


def catalogue() -> dict[str, list[str]]:
    """msgid → its English forms."""
    with (PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        found: dict[str, list[str]] = {}
        for message in read_po(file, locale="en"):
            if message.id:
                one = message.id if isinstance(message.id, str) else message.id[0]
                forms = [message.string] if isinstance(message.string, str) else message.string
                found.setdefault(one, []).extend(forms)
        return found


def said_in_python() -> set[str]:
    """Literal strings given to gettext."""
    said = set()
    for path in PACKAGE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS and node.args:
                told = node.args[-1]
                if isinstance(told, ast.Constant) and isinstance(told.value, str):
                    said.add(told.value)
    return said


def said_in_templates() -> set[str]:
    """Strings of `{% translate %}`."""
    pattern = re.compile(r'{%\s*trans(?:late)?\s+"([^"]+)"')
    return {m for p in PACKAGE.rglob("*.html") for m in pattern.findall(p.read_text())}


def test_every_string_has_its_english():
    english = catalogue()

    missing = [s for s in said_in_python() | said_in_templates() if not all(english.get(s, [""]))]

    assert missing == []


def test_english_keeps_every_placeholder():
    wrong = [
        said
        for said, forms in catalogue().items()
        for form in forms
        if set(PLACEHOLDER.findall(form)) - set(PLACEHOLDER.findall(said))
    ]

    assert wrong == []


def test_no_chinese_is_left_in_the_english():
    allowed = ("落地", "立行立改", "长期坚持")
    wrong = []
    for said, forms in catalogue().items():
        for form in forms:
            rest = form
            for word in allowed:
                rest = rest.replace(word, "")
            if re.search(r"[\u4e00-\u9fff]", rest):
                wrong.append(said)

    assert wrong == []
