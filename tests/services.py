"""What extras are tried against: an OpenAI-compatible service on this machine that remembers what it was sent, and a small model."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

MEANINGS = (("路灯", "照明", "摸黑"), ("井盖", "窨井"), ("电梯", "爬楼"), ("噪音", "打桩"))
"""Words that mean one thing; a text's vector counts them."""


class Service(ThreadingHTTPServer):
    """Answers embeddings and chats; `sick` makes it ill in one of the ways real ones are."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[str] = []
        self.label = "路灯不亮"
        self.sick = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_args: object) -> None:
        """A client that has had enough hangs up; that is no fault of the service."""

    @property
    def texts(self) -> list[str]:
        """Every text that arrived, in order."""
        found: list[str] = []
        for _path, content in self.got:
            found += content.get("input", ())
            found += [message["content"] for message in content.get("messages", ())]
        return found


class _Answer(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.server.got.append((self.path, {}))
        self._say(200, {"object": "list", "data": []})

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, content))
        self.server.keys.append(self.headers.get("Authorization", ""))
        match self.server.sick:
            case "slow":
                threading.Event().wait(0.6)
            case "down":
                return self._say(503, {})
            case "closed":
                return self._say(401, {"error": content})
            case "moved":
                return self._say(307, {}, Location=self.server.address + "/elsewhere")
            case "garbage":
                return self._say(200, "<html>")
            case "cut":
                return self._begin(b'{"data": [')
            case "drips":
                return self._begin(*[b" "] * 40)
        if self.path.endswith("/embeddings"):
            return self._say(200, {"data": self._vectors(content["input"])})
        message = {"role": "assistant", "content": self.server.label}
        return self._say(200, {"choices": [{"message": message}]})

    def _vectors(self, texts: list[str]) -> list[dict[str, Any]]:
        rows = [
            {
                "index": number,
                "embedding": [float(any(w in text for w in words)) for words in MEANINGS],
            }
            for number, text in enumerate(texts)
        ]
        if self.server.sick == "short":
            rows[-1]["embedding"] = [1.0]
        if self.server.sick == "fewer":
            rows = rows[1:]
        if self.server.sick == "empty":
            rows[0]["embedding"][0] = float("nan")
        return rows[::-1]  # a client must go by the index

    def _say(self, status: int, content: object, **headers: str) -> None:
        body = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, *pieces: bytes) -> None:
        """Promise more than is ever sent, piece after piece."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)
            threading.Event().wait(0.05)

    def log_message(self, *_args: object) -> None:
        """Nothing: what arrives is in `got`."""


@contextmanager
def service() -> Iterator[Service]:
    """A service that runs until the block ends."""
    server = Service()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def tiny_model(folder: Path) -> Path:
    """A model of one table: every known word is the unit vector of its meaning, others are zero."""
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    folder.mkdir()
    words = [word for group in MEANINGS for word in group]
    known = {"[PAD]": 0, "[UNK]": 1} | {word: at for at, word in enumerate(words, 2)}
    tokenizer = Tokenizer(models.WordLevel(known, unk_token="[UNK]"))
    found = "|".join(words)
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(found), behavior="isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.zeros((len(known), len(MEANINGS)), dtype=np.float32)
    for word, at in known.items():
        for axis, group in enumerate(MEANINGS):
            table[at, axis] = word in group
    helper, kinds = onnx.helper, onnx.TensorProto
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [
            helper.make_tensor_value_info(name, kinds.INT64, ["texts", "words"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("last_hidden_state", kinds.FLOAT, ["texts", "words", 4])],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
    return folder
