"""Where to look for what moved: slices of a published list whose cells have another mark by now, or
that hold a record the trail knows to have been written since."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from luodi.kernel.figures import Figure
from luodi.kernel.figures.rollup import Marks
from luodi.kernel.models import FigureSnapshot, SnapshotBlock
from luodi.kernel.publication.blocks import KEY_BITS, keys_of, slicing_of
from luodi.kernel.publication.moved import Lists, Slices
from luodi.kernel.publication.written import Trail, read_besides

READ_WHOLE = 50_000
"""Records of a list that are all read again once one of them was written to, so that a change that
went round the trail is found with it."""

Stored = dict[int, int | None]


class Suspects:
    """For many snapshots at once: marks kept with them, and the trail, are asked once."""

    def __init__(self, snapshots: Sequence[FigureSnapshot]) -> None:
        self.trail = Trail(min((s.trail_seq for s in snapshots), default=0))
        self._stored: dict[tuple[int, int], Stored] = defaultdict(dict)
        rows = SnapshotBlock.objects.filter(snapshot__in=snapshots, by_month=True)
        for snapshot, part, number, mark in rows.values_list("snapshot", "part", "number", "mark"):
            self._stored[snapshot, part][number] = mark

    def of(
        self, snapshot: FigureSnapshot, figure: Figure, lists: Lists, marks: Sequence[Marks | None]
    ) -> list[Slices]:
        """For each list of the figure."""
        return [
            self._by_marks(self._stored[snapshot.pk, part], known)
            if (known := marks[part]) is not None and self._is_marked(snapshot, part)
            else self._by_trail(snapshot, figure, lists, part)
            for part in range(len(lists))
        ]

    def _is_marked(self, snapshot: FigureSnapshot, part: int) -> bool:
        return any(mark is not None for mark in self._stored[snapshot.pk, part].values())

    def _by_marks(self, stored: Stored, now: Marks) -> Slices:
        moved = {n for n in stored.keys() | now.whole.keys() if stored.get(n) != now.whole.get(n)}
        return moved | now.read

    def _by_trail(
        self, snapshot: FigureSnapshot, figure: Figure, lists: Lists, part: int
    ) -> Slices:
        for other in read_besides(figure, lists, str(snapshot.sight)):
            written = self.trail.written(other, snapshot.trail_seq)
            if written is None or written:
                return None
        leaf, rows = lists[part]
        keys = self.trail.written(rows.model, snapshot.trail_seq)
        if not keys:
            return keys
        slicing = slicing_of(leaf, rows.model)
        inside = rows.order_by().filter(pk__in=keys).values_list(slicing.month or "pk", flat=True)
        found = {slicing.number(key if slicing.month else key >> KEY_BITS) for key in inside}
        found |= _once_with(snapshot, part, keys)
        return None if found and snapshot.records <= READ_WHOLE else found


def _once_with(snapshot: FigureSnapshot, part: int, keys: set[int]) -> set[int]:
    """Numbers of the slices in which one of these records was when the figure was published."""
    blocks = SnapshotBlock.objects.filter(snapshot=snapshot, part=part, digests__isnull=False)
    by_key = Q(by_month=False, number__in={pk >> KEY_BITS for pk in keys})
    kept = blocks.filter(Q(by_month=True) | by_key).values_list("number", "digests")
    return {number for number, digests in kept if keys & keys_of([bytes(digests or b"")])}
