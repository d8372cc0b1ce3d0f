"""Perform a move on records, singly or in bulk, through the same door as the pages."""

import argparse

from django.http import Http404

from luodi.config.commands import refuse
from luodi.config.commands.import_sheet import pairs
from luodi.kernel.forms import move_form
from luodi.kernel.models import User
from luodi.kernel.moves import model_with_moves, move_of, perform_many
from luodi.kernel.refusals import Refused


def main(words: list[str]) -> int:
    """`luodi move MODEL MOVE CODE [CODE…] --by USER [--set reason=…]`; 1 when some were refused."""
    parser = argparse.ArgumentParser(prog="luodi move", description=__doc__)
    parser.add_argument("model", help="例如 measures.measure")
    parser.add_argument("move")
    parser.add_argument("codes", nargs="+")
    parser.add_argument("--by", required=True, metavar="USER")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    chosen = parser.parse_args(words)
    user = User.objects.filter(username=chosen.by).first()
    if user is None:
        return refuse(f"没有“{chosen.by}”这个账号。")
    try:
        records = (
            model_with_moves(chosen.model)
            ._default_manager.visible_to(user)
            .filter(code__in=chosen.codes)
        )
        first = records.first()
        move = move_of(first, chosen.move) if first else None
    except Http404:
        return refuse(f"没有“{chosen.model}”的“{chosen.move}”这个办理动作。")
    if first is None or move is None:
        return refuse("没有找到这些编号，或该账号无权查看。")
    try:
        told = dict(pairs(chosen.set))
    except Refused as error:
        return refuse(str(error))
    form = move_form(move, first, user, told)
    if form is not None and not form.is_valid():
        return refuse("；".join(f"{form[k].label}：{v[0]}" for k, v in form.errors.items()))
    result = perform_many(records, chosen.move, by=user, **(form.cleaned_data if form else {}))
    for record, why in result.refused:
        print(f"{record}：{why}")
    print(f"办理 {len(result.done)} 条，未办理 {len(result.refused)} 条。")
    return 1 if result.refused else 0
