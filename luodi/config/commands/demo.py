"""Make the embedded database, load the sample district, serve it."""

import argparse
import time

from django.conf import settings

from luodi.config.commands import refuse
from luodi.config.commands.migrate import main as migrate
from luodi.config.commands.serve import serve
from luodi.demo.loading import is_loaded, load
from luodi.kernel import preferences
from luodi.kernel.refusals import Refused


def main(words: list[str]) -> int:
    """`luodi demo [--no-serve] [--bind 127.0.0.1:8000]`; a second run keeps what is there."""
    parser = argparse.ArgumentParser(prog="luodi demo", description=__doc__)
    parser.add_argument("--no-serve", action="store_true", help="只载入，不启动服务")
    parser.add_argument("--bind", default="127.0.0.1:8000", metavar="地址:端口")
    chosen = parser.parse_args(words)
    migrate([])
    started = time.monotonic()
    if is_loaded():
        print("示范区已在库中，保留现有数据。")
    else:
        try:
            load()
        except Refused as refusal:
            return refuse(str(refusal))
        print(f"示范区已载入，用时 {time.monotonic() - started:.1f} 秒。")
    preferences.forget()
    _print_sign_ins(chosen.bind)
    if not chosen.no_serve:
        serve(chosen.bind, jobs=True)
    return 0


def _print_sign_ins(bind: str) -> None:
    print(f"\n地址：http://{bind}/    数据目录：{settings.DATA_DIR}\n")
    for role, username, password in preferences.get("sample.sign_ins"):
        print(f"  {role}\t{username}\t{password}")
    print(flush=True)
