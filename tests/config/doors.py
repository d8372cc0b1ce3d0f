"""Every door through which a move can be asked for. Each gives back what it answered, as text."""

import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from luodi.config.cli import main
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import perform

Door = Callable[..., str]


def _signed_in(by: Any) -> Client:
    client = Client()
    client.force_login(by)
    return client


def page(record, move: str, by, told, capsys) -> str:
    """The form is posted, whether its button is there or not."""
    address = reverse("kernel:move", args=[record._meta.label_lower, record.pk, move])
    answer = _signed_in(by).post(address, {"version": record.version} | told)
    assert answer.status_code in (403, 404, 409, 422)
    return answer.content.decode()


def bulk(record, move: str, by, told, capsys) -> str:
    """Chosen in a list together with nothing else."""
    address = reverse("kernel:bulk_move", args=[record._meta.label_lower, move])
    chosen = {"chosen": [f"{record.pk}@{record.version}"], "next": reverse("kernel:notices")}
    return _signed_in(by).post(address, chosen | told, follow=True).content.decode()


def api(record, move: str, by, told, capsys) -> str:
    """What a machine sends."""
    address = f"/api/moves/{record._meta.label_lower}/{record.pk}/{move}"
    sent = json.dumps({"version": record.version, "inputs": told})
    answer = _signed_in(by).post(address, sent, content_type="application/json")
    assert answer.status_code in (403, 404, 409, 422)
    return answer.json()["detail"]


def command(record, move: str, by, told, capsys) -> str:
    """`luodi move`, by the machine's owner in somebody's name."""
    capsys.readouterr()
    given = [word for name, value in told.items() for word in ("--set", f"{name}={value}")]
    words = ["move", record._meta.label_lower, move, record.code, "--by", by.username, *given]
    assert main(words) in (1, 2)
    said = capsys.readouterr()
    return said.out + said.err


def code(record, move: str, by, told, capsys) -> str:
    """The function that all of them call."""
    try:
        perform(record, move, by=by, version=record.version, **told)
    except Refused as refusal:
        return str(refusal)
    return ""


DOORS: tuple[Door, ...] = (page, bulk, api, command, code)
