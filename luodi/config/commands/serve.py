"""Serve the pages; with --jobs also run background jobs in the same process."""

import argparse
import threading
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """gunicorn, configured from the command line; no file of its own."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        from luodi.config.wsgi import application  # app ready

        return application


def main(words: list[str]) -> int:
    """Parse the options and serve until stopped."""
    parser = argparse.ArgumentParser(prog="luodi serve", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8000", help="地址:端口")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--jobs", action="store_true", help="同一进程内运行后台任务（单机）")
    chosen = parser.parse_args(words)
    serve(chosen.bind, workers=chosen.workers, threads=chosen.threads, jobs=chosen.jobs)
    return 0


def serve(bind: str, *, workers: int = 1, threads: int = 8, jobs: bool = False) -> None:
    """Run gunicorn in this process."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    Server({
        "bind": bind, "workers": workers, "threads": threads, "worker_class": "gthread",
        "timeout": 120, "post_worker_init": _start_jobs if jobs else _no_jobs, "loglevel": "warning",
    }).run()  # fmt: skip


def _start_jobs(worker: Any) -> None:
    """One thread of the first worker runs jobs; it ends with the process."""
    from luodi.kernel.jobs import work_forever  # app ready

    threading.Thread(
        target=work_forever, args=(threading.Event(),), daemon=True, name="jobs"
    ).start()


def _no_jobs(worker: Any) -> None:
    """Jobs run in `luodi worker` processes."""
