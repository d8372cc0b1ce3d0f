"""Run background jobs and the daily timetable until stopped."""

import argparse
import signal
import threading
from types import FrameType

from luodi.kernel.jobs import work_forever, work_once


def main(words: list[str]) -> int:
    """SIGTERM and Ctrl-C let the running job end first."""
    parser = argparse.ArgumentParser(prog="luodi worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="处理完排队的任务就退出")
    chosen = parser.parse_args(words)
    if chosen.once:
        while work_once():
            pass
        return 0
    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    work_forever(stop)
    return 0
