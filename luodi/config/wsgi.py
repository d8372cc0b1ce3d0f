"""The door a web server knocks at."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
application = get_wsgi_application()


def settle() -> None:
    """Load every address now, and leave what is loaded out of the garbage collector's full rounds:
    one of them took 70 ms of some request in ten, and never found anything of it."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


settle()
