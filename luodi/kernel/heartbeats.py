"""Files beside the database that say how far a job is while its transaction is still open.

Inside one long transaction nothing the job writes can be read by others, and an embedded database
lets nobody else write; so progress, heartbeat and the wish to cancel go through small files.
"""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings


def _path(job: int, kind: str) -> Path:
    return Path(settings.DATA_DIR) / "jobs" / f"{job}.{kind}"


def say(job: int, **progress: Any) -> None:
    """Write how far the job is; its time is a heartbeat too."""
    path = _path(job, "json")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(progress, ensure_ascii=False))
    draft.replace(path)


def said(job: int) -> dict[str, Any]:
    """What was said last; empty when nothing was."""
    try:
        found: dict[str, Any] = json.loads(_path(job, "json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def beats(job: int, within_s: float) -> bool:
    """Whether the job gave a sign of life within so many seconds."""
    try:
        return time.time() - _path(job, "json").stat().st_mtime < within_s
    except FileNotFoundError:
        return False


def ask_to_stop(job: int) -> None:
    """Leave a wish to cancel."""
    path = _path(job, "stop")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def must_stop(job: int) -> bool:
    """Whether somebody wished to cancel."""
    return _path(job, "stop").exists()


def clear(job: int) -> None:
    """Forget the files of a job that ended or begins anew."""
    for kind in ("json", "part", "stop"):
        _path(job, kind).unlink(missing_ok=True)
