"""A process that is about to serve has loaded what a first page needs."""

import json
import os
import subprocess
import sys

from luodi.config.warm import template_names

FIRST_PAGE = """
import json, sys
from luodi.config import wsgi
from django.template import engines
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
[parts] = engines["django"].engine.template_loaders
[cached] = parts.loaders
compiled = sorted(cached.get_template_cache)
known = set(sys.modules)
reverse("measures:measure", args=[1]), reverse("desk:home")
with translation.override("en"):
    reverse("problems:problem", args=[1])
    get_template("measures/measure.html"), get_template("problems/problem.html")
print(json.dumps({
    "compiled": compiled, "new": sorted(set(sys.modules) - known),
    "views": "luodi.measures.views.measure" in known and "luodi.problems.views.problems" in known,
}))
"""


def test_a_process_loads_every_template_and_view_before_it_serves(tmp_path):
    (tmp_path / "static").mkdir()
    place = {"LUODI_DATA_DIR": str(tmp_path), "PYTHONPATH": os.getcwd()}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE], env=kept | place, capture_output=True, check=True
    )

    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["views"]
    assert found["new"] == []
    assert set(template_names()) <= set(found["compiled"])
    assert "measures/measure.html" in found["compiled"]
