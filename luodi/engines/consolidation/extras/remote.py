"""OpenAI-compatible services: vectors and labels from an address that somebody allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luodi.engines.consolidation.extras.endpoint import Endpoint
from luodi.engines.consolidation.extras.protocol import Unavailable, Vectors
from luodi.engines.consolidation.privacy import mask_private

_ASK = (
    "你为区级机关整理群众意见。下面是说同一件事的几条意见。请写一个问题名称：地点加事项，"
    "不超过 30 个字，只用意见里出现的地点、单位和数字，不评价，不解释，只写名称这一行。"
)


@dataclass(frozen=True, slots=True)
class RemoteEmbedder:
    """`POST {address}/embeddings`; every text is masked at this door, whoever calls."""

    endpoint: Endpoint
    name: str
    version: str = ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text; one request."""
        answer = self.endpoint.post(
            "/embeddings",
            {"model": self.name, "input": [mask_private(text) for text in texts],
             "encoding_format": "float"},
        )  # fmt: skip
        try:
            rows = sorted(answer["data"], key=lambda row: row["index"])
            found = np.array([row["embedding"] for row in rows], dtype=np.float32)
            numbers = [row["index"] for row in rows]
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Unavailable("语义服务的答复无法识别。") from None
        if found.ndim != 2 or numbers != list(range(len(texts))) or not found.size:
            raise Unavailable("语义服务返回的向量与送去的条数对不上。")
        return found


@dataclass(frozen=True, slots=True)
class RemoteNamer:
    """`POST {address}/chat/completions`; every text is masked at this door, whoever calls."""

    endpoint: Endpoint
    name: str
    version: str = ""

    def label(self, texts: Sequence[str]) -> str:
        """Return the first line of what the model wrote."""
        told = "\n".join(f"- {mask_private(text)}" for text in texts)
        answer = self.endpoint.post(
            "/chat/completions",
            {"model": self.name, "temperature": 0, "max_tokens": 80,
             "messages": [{"role": "system", "content": _ASK}, {"role": "user", "content": told}]},
        )  # fmt: skip
        try:
            words = answer["choices"][0]["message"]["content"]
            lines = words.strip().splitlines()
        except (KeyError, IndexError, TypeError, AttributeError):
            raise Unavailable("命名服务的答复无法识别。") from None
        return lines[0].strip("“”\"' 。.：:") if lines else ""
