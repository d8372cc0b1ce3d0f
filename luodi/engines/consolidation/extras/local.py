"""Embeddings from a model folder on this machine; the libraries are loaded only when asked for."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from luodi.engines.consolidation.extras.protocol import Embedder, Unavailable, Vectors

# Tokens of one text; titles and the head of a body are far shorter.
_TOKENS = 256
# What models that pool by themselves call the vector of the whole text.
_WHOLE = "sentence_embedding"
_INSTALL = "缺少读取模型的程序包：请安装 luodi[{group}]。"


def open_folder(folder: Path) -> Embedder:
    """Return the embedder of a model folder: ONNX with tokenizer.json, else sentence-transformers."""
    if not folder.is_dir():
        raise Unavailable("找不到语义模型的文件夹。")
    found = next((p for p in (folder / "model.onnx", folder / "onnx/model.onnx") if p.is_file()), None)  # fmt: skip
    try:
        if found is not None and (folder / "tokenizer.json").is_file():
            return _open_onnx(folder, found)
        if (folder / "modules.json").is_file():
            return _open_sentences(folder)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - each library has errors of its own
        raise Unavailable(f"语义模型打不开（{type(error).__name__}）。") from None
    raise Unavailable(
        "文件夹里没有可用的语义模型：要有 model.onnx 和 tokenizer.json，或 modules.json。"
    )


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """An ONNX model with its tokenizer; token vectors are averaged unless the folder says first."""

    name: str
    version: str
    session: Any
    tokenizer: Any
    first: bool

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        try:
            coded = self.tokenizer.encode_batch(list(texts))
            mask = np.array([one.attention_mask for one in coded], dtype=np.int64)
            given = {
                "input_ids": np.array([one.ids for one in coded], dtype=np.int64),
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(mask),
            }
            wanted = {entry.name: given[entry.name] for entry in self.session.get_inputs()}
            found = self.session.run([self._output()], wanted)[0]
        except Exception as error:  # noqa: BLE001 - the library has errors of its own
            raise Unavailable(f"语义模型计算失败（{type(error).__name__}）。") from None
        return self._pooled(np.asarray(found, dtype=np.float32), mask)

    def _output(self) -> str:
        names = [entry.name for entry in self.session.get_outputs()]
        return _WHOLE if _WHOLE in names else names[0]

    def _pooled(self, found: Vectors, mask: np.ndarray[Any, Any]) -> Vectors:
        if found.ndim == 2:
            return found
        if self.first:
            return found[:, 0]
        weight = mask[:, :, None].astype(np.float32)
        pooled: Vectors = (found * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1)
        return pooled


def _open_onnx(folder: Path, model: Path) -> Embedder:
    try:
        import onnxruntime  # slow import
        from tokenizers import Tokenizer  # slow import
    except ImportError:
        raise Unavailable(_INSTALL.format(group="onnx")) from None
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_TOKENS)
    if tokenizer.padding is None:
        tokenizer.enable_padding()
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    return OnnxEmbedder(folder.name, _digest(model), session, tokenizer, _takes_first(folder))


def _takes_first(folder: Path) -> bool:
    """Whether the folder says that the first token stands for the text."""
    told = folder / "1_Pooling" / "config.json"
    return told.is_file() and bool(json.loads(told.read_text()).get("pooling_mode_cls_token"))


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class SentenceEmbedder:
    """A sentence-transformers folder."""

    name: str
    version: str
    model: Any

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        try:
            found = self.model.encode(list(texts), convert_to_numpy=True, show_progress_bar=False)
        except Exception as error:  # noqa: BLE001 - the library has errors of its own
            raise Unavailable(f"语义模型计算失败（{type(error).__name__}）。") from None
        return np.asarray(found, dtype=np.float32)


def _open_sentences(folder: Path) -> Embedder:
    os.environ["HF_HUB_OFFLINE"] = "1"  # a model in a folder asks nobody
    try:
        from sentence_transformers import SentenceTransformer  # slow import
    except ImportError:
        raise Unavailable(_INSTALL.format(group="sentences")) from None
    weights = next((p for p in sorted(folder.glob("*.safetensors"))), folder / "modules.json")
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return SentenceEmbedder(folder.name, _digest(weights), model)
