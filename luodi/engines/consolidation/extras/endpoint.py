"""One address outside: asked only while somebody allows it, never followed elsewhere."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from luodi.engines.consolidation.extras.protocol import NotAllowed, Unavailable

# Bytes of an answer; 64 vectors of 4,096 numbers written out are about 6 MB.
MOST = 32 << 20
_PIECE = 1 << 16
# Answers after which the same question may be asked again.
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


def fault_of_address(address: str) -> str:
    """Return what is wrong with an address in one sentence; empty when it can be used."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises when it is no number
    except ValueError:
        return "服务地址不成立。"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "服务地址要以 http:// 或 https:// 开头，例如 http://10.0.0.8:8000/v1。"
    if parts.username or parts.password:
        return "服务地址里不要写账号或密钥；密钥另有设置。"
    return "服务地址里不要带 ? 或 #。" if parts.query or parts.fragment else ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """What was allowed for one address is not sent on to another."""

    def redirect_request(self, *_args: Any, **_kinds: Any) -> None:
        return None


# No proxy of the environment either: the address that was named is the one that is asked.
_OPENER = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


class _Again(Exception):
    """It may work later."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible service. `may_send` is asked before every single request.

    The key goes into one header and nowhere else: not into messages, not into logs.
    """

    address: str
    may_send: Callable[[], bool]
    key: str = field(default="", repr=False)
    timeout_s: float = 20.0
    attempts: int = 3
    wait_s: float = 1.0

    def post(self, path: str, content: Mapping[str, object]) -> Any:
        """Return the answer's JSON; raises Unavailable with one sentence, NotAllowed before sending."""
        if fault := fault_of_address(self.address):
            raise Unavailable(fault)
        said = ""
        for turn in range(self.attempts):
            if turn:
                time.sleep(self.wait_s * 2 ** (turn - 1))
            if not self.may_send():
                raise NotAllowed("没有有效的同意，没有再对外发送。")
            try:
                return self._ask(path, json.dumps(content).encode())
            except _Again as why:
                said = str(why)
        raise Unavailable(said)

    def answers(self) -> str:
        """Ask for the list of models, which sends no text; return what is wrong, or nothing."""
        if fault := fault_of_address(self.address):
            return fault
        try:
            self._ask("/models", None)
        except _Again as why:
            return str(why)
        except Unavailable as why:
            # Not every service lists its models; that it says so is an answer.
            return "" if "404" in str(why) or "405" in str(why) else str(why)
        return ""

    def _ask(self, path: str, content: bytes | None) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(
            self.address.rstrip("/") + path, data=content, headers=headers
        )
        until = time.monotonic() + self.timeout_s
        try:
            with _OPENER.open(request, timeout=self.timeout_s) as answer:
                return json.loads(_read(answer, until))
        except urllib.error.HTTPError as refusal:
            refusal.close()
            raise self._refused(refusal.code) from None
        except TimeoutError:
            raise _Again(f"服务超过 {self.timeout_s:g} 秒没有答复。") from None
        except OSError as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise _Again(f"服务超过 {self.timeout_s:g} 秒没有答复。") from None
            raise _Again("服务连不上。") from None
        except http.client.HTTPException:
            raise _Again("服务的答复中断。") from None
        except (ValueError, RecursionError):
            raise Unavailable("服务的答复无法识别。") from None

    @staticmethod
    def _refused(code: int) -> Exception:
        if code in _LATER:
            return _Again(f"服务暂时不能答复（{code}）。")
        if code in (401, 403):
            return Unavailable(f"服务不认这个密钥（{code}）。")
        if 300 <= code < 400:
            return Unavailable(f"服务要求转到别的地址（{code}），没有跟去。")
        return Unavailable(f"服务拒绝了请求（{code}）。")


def _read(answer: Any, until: float) -> bytes:
    """Return the whole answer, unless it is too long or drips for too long."""
    pieces, size = [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MOST:
            raise Unavailable("服务的答复过大。")
        if time.monotonic() > until:
            raise TimeoutError
    return b"".join(pieces)
