"""Near misses by meaning: what the engine left alone and an embedding puts beside a problem.

Measured (benchmarks/consolidation/RESULTS.md): meaning finds tellings of one matter that share no
words, which a one-sentence list is full of, and puts other places together where texts are long.
So it only shows a reviewer where to look; it joins nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from luodi.engines.consolidation.extras.protocol import BATCH, Embedder, Unavailable, Vectors
from luodi.engines.consolidation.letters import Ints
from luodi.engines.consolidation.model import Consolidation, Item, Progress
from luodi.engines.consolidation.privacy import mask_private

# Letters of a title and of a body that are read.
_TITLE, _HEAD = 200, 120
# Texts whose meaning is compared: on this machine, and by an address.
MOST_HERE, MOST_OUTSIDE = 20_000, 1_000
# Rows compared with all others at a time.
_ROWS = 1_024

NearByMeaning = dict[str, tuple[tuple[str, float], ...]]
"""Problem id → (item id, cosine) of lone items, the likest first."""


def near_by_meaning(
    result: Consolidation,
    items: Sequence[Item],
    embedder: Embedder,
    *,
    most: int,
    progress: Progress | None = None,
) -> NearByMeaning:
    """Return for each problem the lone items that mean nearly what one of its members means.

    Such an item has its nearest of all texts in the problem, and is that text's nearest outside
    the problem: no line to set, whatever the model's scale. Raises Unavailable, also when there
    are more than `most` texts.
    """
    if len(items) > most:
        raise Unavailable(f"共 {len(items)} 条，超过比较意思的上限 {most} 条，这次没有比较。")
    rows = sorted(items, key=lambda item: item.id)
    number = {problem.id: at for at, problem in enumerate(result.problems)}
    home = np.full(len(rows), -1, dtype=np.int64)
    place = {item.id: row for row, item in enumerate(rows)}
    for problem in result.problems:
        home[[place[member] for member in problem.members]] = number[problem.id]
    if not result.problems or not result.alone:
        return {}
    vectors = _vectors(embedder, [text_of(item) for item in rows], progress)
    nearest, alike = _nearest(vectors, home)
    found: dict[str, list[tuple[str, float]]] = {}
    for row in np.flatnonzero(home < 0).tolist():
        other = int(nearest[row])
        if home[other] >= 0 and int(nearest[other]) == row:
            problem = result.problems[int(home[other])]
            found.setdefault(problem.id, []).append((rows[row].id, round(float(alike[row]), 3)))
    return {
        key: tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
        for key, pairs in found.items()
    }


def text_of(item: Item) -> str:
    """Return what an embedder reads of an item: title and head of the body.

    Masked before it is cut, since half a number is no longer seen as one.
    """
    title = mask_private(" ".join(item.title.split()))[:_TITLE]
    body = mask_private(" ".join(item.body.split()))[:_HEAD]
    return f"{title}。{body}" if body else title


def _vectors(embedder: Embedder, texts: Sequence[str], progress: Progress | None) -> Vectors:
    """Return one row of length one per text; equal texts are asked for once."""
    known = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    single = list(known)
    parts: list[Vectors] = []
    for low in range(0, len(single), BATCH):
        some = single[low : low + BATCH]
        parts.append(embedder.embed(some))
        if parts[-1].shape != (len(some), parts[0].shape[-1]):
            raise Unavailable("语义模型返回的向量长短不一。")
        if progress:
            progress(min(low + BATCH, len(single)), len(single), "比较意思")
    vectors = np.concatenate(parts)[[known[text] for text in texts]]
    if not np.isfinite(vectors).all():
        raise Unavailable("语义模型返回的向量里有不是数的值。")
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = vectors / np.maximum(length, np.float32(1e-9))
    return found


def _nearest(vectors: Vectors, home: Ints) -> tuple[Ints, Vectors]:
    """Return for each row its nearest row outside its own problem, the first of equals, and the cosine."""
    nearest = np.zeros(len(vectors), dtype=np.int64)
    alike = np.zeros(len(vectors), dtype=np.float32)
    for low in range(0, len(vectors), _ROWS):
        some = np.arange(low, min(low + _ROWS, len(vectors)))
        # Rounded, so that the order of sums on another machine decides nothing.
        cosine = np.round(vectors[some] @ vectors.T, 4)
        own = home[some]
        cosine[(own[:, None] == home[None, :]) & (own[:, None] >= 0)] = -2
        cosine[np.arange(len(some)), some] = -2
        nearest[some] = cosine.argmax(axis=1)
        alike[some] = cosine.max(axis=1)
    return nearest, alike
