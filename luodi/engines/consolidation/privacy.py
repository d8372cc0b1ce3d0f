"""Masks phone, identity and account numbers before any text leaves the engine."""

import re
from functools import partial

# Identity numbers (18 signs), accounts (15 to 19 digits, spaced or not), mobiles, land lines.
_LONG = re.compile(r"(?<![0-9])[1-9](?:[ -]?[0-9]){14,18}[Xx]?(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]){8}(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}[-— ]?[0-9]{7,8}(?![0-9])")
_KEPT = {_LONG: (4, 4), _MOBILE: (3, 4), _LANDLINE: (4, 2)}


def mask_private(text: str) -> str:
    """Return the text with the middle of every phone, identity and account number as stars."""
    for pattern, (head, tail) in _KEPT.items():
        text = pattern.sub(partial(_masked, head, tail), text)
    return text


def _masked(head: int, tail: int, found: re.Match[str]) -> str:
    plain = re.sub(r"[ —-]", "", found[0])
    return f"{plain[:head]}****{plain[-tail:]}"
