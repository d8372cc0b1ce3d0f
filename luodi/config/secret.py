"""The installation's own secret key, made once and kept beside its data."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept_secret(data_dir: Path) -> str:
    """Return the key in `data_dir`/secret.key, making it (readable by the owner only) when missing.

    The key is written aside and linked into place, so two processes starting together agree on one.
    """
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f".secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()
