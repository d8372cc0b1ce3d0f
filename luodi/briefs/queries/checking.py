"""A kept text held against today's records, with what people taught."""

import time
from collections import defaultdict
from dataclasses import replace
from typing import Any

from luodi.briefs.checking import Checked, Home, hold, home_of_reader
from luodi.briefs.models import CheckedText, FigureAlias


def learnt() -> dict[str, list[str]]:
    """Names people taught: figure key → words."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, words in FigureAlias.objects.in_use().values_list("figure", "words"):
        found[key].append(words)
    return found


def checked(text: CheckedText, reader: Any) -> Checked:
    """What the records say of it now."""
    started = time.perf_counter()
    home = home_of_reader(reader, text.campaign, text.unit) or Home("")
    bindings = {b.start: b.figure for b in text.bindings.all() if b.figure}
    found = hold(
        text.text, reader, replace(home, name=text.place or home.name),
        doc_date=text.doc_date, aliases=learnt(), bindings=bindings,
    )  # fmt: skip
    return replace(found, seconds=time.perf_counter() - started)
