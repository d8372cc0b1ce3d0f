"""In CI a skipped test fails the run, loudly."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_skipped_test_fails_a_run_in_ci(tmp_path):
    (tmp_path / "test_x.py").write_text(
        "import pytest\n@pytest.mark.skip\ndef test_x(): ...\n", encoding="utf-8"
    )

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:django", "-p",
         "no:cacheprovider", "-c", os.devnull, "--rootdir", tmp_path, tmp_path],
        cwd=ROOT, env={**os.environ, "LUODI_CI": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stdout + done.stderr
    assert "SKIPPED IN CI: THIS RUN FAILS" in done.stdout
    assert "1 skipped" in done.stdout
