"""Export a list as Excel or CSV: the same columns as its import."""

import argparse
import shutil
from pathlib import Path

from django.http import QueryDict

from luodi.config.commands import refuse
from luodi.config.commands.import_sheet import sheet_named
from luodi.kernel.models import User
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets import exporting


def main(words: list[str]) -> int:
    """`luodi export SHEET FILE --by USER [--filter a=b&c=d]`; the ending of FILE decides the kind."""
    parser = argparse.ArgumentParser(prog="luodi export", description=__doc__)
    parser.add_argument("sheet")
    parser.add_argument("file", type=Path)
    parser.add_argument("--by", required=True, metavar="USER")
    parser.add_argument("--filter", default="")
    chosen = parser.parse_args(words)
    kind = chosen.file.suffix.lstrip(".").lower()
    user = User.objects.filter(username=chosen.by).first()
    if kind not in exporting.FORMATS:
        return refuse("文件名应以 .xlsx 或 .csv 结尾。")
    if user is None:
        return refuse(f"没有“{chosen.by}”这个账号。")
    try:
        sheet = sheet_named(chosen.sheet)
    except Refused as error:
        return refuse(str(error))
    records = exporting.filtered(sheet, user, QueryDict(chosen.filter))
    with (
        exporting.export(sheet, records, by=user, kind=kind) as source,
        chosen.file.open("wb") as target,
    ):
        shutil.copyfileobj(source, target)
    print(f"已导出到 {chosen.file}。")
    return 0
