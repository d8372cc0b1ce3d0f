"""A person's own board of figures: what is on it and in which order."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import actions, clock
from luodi.kernel.figures import FIGURES, Comparison, Context, Figure, compare_all
from luodi.kernel.models import FigureBoard
from luodi.kernel.refusals import NotAllowed, Refused

MOST = 24
SPANS = {
    "": gettext_lazy("按打开时的日期"),
    "year": gettext_lazy("今年以来"),
    "month": gettext_lazy("本月以来"),
}
"""A tile keeps its days, or counts from the beginning of this year or month to today."""


@dataclass(frozen=True)
class Tile:
    """One figure of a board, as its owner sees it now."""

    at: int
    figure: Figure
    context: Context
    span: str
    comparison: Comparison

    @property
    def url(self) -> str:
        """Where it opens, with the same days."""
        return self.figure.url(self.context)

    @property
    def up(self) -> str:
        """What the address says after this tile was moved up to its place."""
        return f"{self.at}:up"

    @property
    def down(self) -> str:
        """The same for down."""
        return f"{self.at}:down"

    @property
    def change(self) -> str:
        """Against a year earlier, in words; nothing when there is nothing to say."""
        return self.comparison.words if self.comparison.previous is not None else ""

    @property
    def note(self) -> str:
        """The days it counts."""
        start, end = self.comparison.value.period
        days = [f"{day:%Y-%m-%d}" if day else "" for day in (start, end)]
        return " – ".join(days) if any(days) else ""

    @property
    def title(self) -> str:
        """The figure with its parameters."""
        return self.figure.title(self.context)


def tiles_of(board: FigureBoard | None, reader: Any) -> list[Tile]:
    """The tiles with their values, in one query; figures that are gone are left out."""
    kept = [(at, t) for at, t in enumerate(board.tiles if board else []) if t["key"] in FIGURES]
    asked = [(FIGURES[t["key"]], _context(t)) for _at, t in kept]
    compared = compare_all(asked, reader)
    return [
        Tile(at, figure, context, tile.get("span", ""), one)
        for (at, tile), (figure, context), one in zip(kept, asked, compared, strict=True)
    ]


def _context(tile: dict[str, Any]) -> Context:
    context = Context.from_plain(tile["context"])
    today = clock.today()
    first = {"year": date(today.year, 1, 1), "month": today.replace(day=1)}.get(tile.get("span", ""))  # fmt: skip
    return replace(context, start=first, end=today) if first else context


def board_of(reader: Any) -> FigureBoard | None:
    """The reader's own board, if there is one yet."""
    return FigureBoard.objects.filter(user=reader.pk).first()


@transaction.atomic
def put(reader: Any, figure: Figure, context: Context) -> None:
    """Put a figure at the end of the reader's board; a second time changes nothing."""
    if not figure.visible(reader):
        raise NotAllowed(_("没有您可以看到的记录，不能放到“我的数字”。"))
    tile = {"key": figure.key, "context": figure.bound(context).plain(), "span": ""}
    board = board_of(reader)
    tiles = board.tiles if board else []
    if any(t["key"] == tile["key"] and t["context"] == tile["context"] for t in tiles):
        return
    if len(tiles) >= MOST:
        raise Refused(_("“我的数字”最多放 %d 个，请先移走一些。") % MOST)
    _keep(reader, board, [*tiles, tile])


def arrange(reader: Any, at: int, verb: str, version: int | None) -> int:
    """Move the tile at `at` up or down, take it away, or give it a span (`span:year`); its new place.

    Raises `StaleVersion` when the board was changed in another window meanwhile.
    """
    board = board_of(reader)
    if board is None or not 0 <= at < len(board.tiles):
        raise Refused(_("这个数字已经不在“我的数字”里了。"))
    tiles = [dict(tile) for tile in board.tiles]
    place = at
    if verb in ("up", "down"):
        place = min(max(at + (1 if verb == "down" else -1), 0), len(tiles) - 1)
        tiles.insert(place, tiles.pop(at))
    elif verb == "remove":
        tiles.pop(at)
    elif verb.startswith("span:") and verb[5:] in SPANS:
        tiles[at]["span"] = verb[5:]
    else:
        raise Refused(_("请选择上移、下移、移走或统计期间。"))
    _keep(reader, board, tiles, version)
    return place


def _keep(
    reader: Any, board: FigureBoard | None, tiles: list[Any], version: int | None = None
) -> None:
    if board is None:
        actions.create(FigureBoard(user=reader, tiles=tiles), by=reader)
    else:
        actions.edit(board, {"tiles": tiles}, by=reader, version=version)
