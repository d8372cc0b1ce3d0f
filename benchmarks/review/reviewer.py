"""A reviewer who knows where every statement belongs and has nothing but a keyboard."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PASSWORD = "Luodi-2018"
_WAIT = 60_000


@dataclass
class Sitting:
    """What a sitting took."""

    keys: int = 0
    screens: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    answers_s: list[float] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    right: int = 0

    def median_s(self) -> float:
        """Middle time from a key to the next screen."""
        times = sorted(self.answers_s)
        return times[len(times) // 2] if times else 0.0


class Reviewer:
    """Reads the desk as a person does and answers with keys; counts every one of them."""

    def __init__(self, page: Any, home: Mapping[int, str]) -> None:
        self.page, self.home, self.sitting = page, home, Sitting()

    def sign_in(self, username: str) -> None:
        """Before the sitting: not counted."""
        self.page.goto("/accounts/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button.btn-primary, form button.btn-primary")
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def singles(self, campaign: int) -> None:
        """Every statement the engine left alone."""
        self.page.goto(f"/problems/campaigns/{campaign}/singles/")
        shown: set[int] = set()
        while lines := self._lines():
            if not shown & {key for key, _problems in lines}:
                self.sitting.screens += 1
            shown |= {key for key, _problems in lines}
            self._answer(lines)

    def _answer(self, lines: list[tuple[int, list[str]]]) -> None:
        if all(problems[:1] == [self.home[key]] for key, problems in lines):
            self._send("a", len(lines), "the rest as suggested (a)")
            return
        key, problems = lines[0]
        if self.home[key] in problems:
            digit = str(problems.index(self.home[key]) + 1)
            self._send(digit, 1, "a suggestion by its digit")
        else:
            self._choose(self.home[key])

    def _choose(self, code: str) -> None:
        """m, the last figures of the code, Enter."""
        self._press("m")
        words = code[-2:]
        for letter in words:
            self._press(letter)
        self.page.locator(
            "dialog[open] .ts-dropdown [data-selectable].active", has_text=code
        ).wait_for(timeout=_WAIT)
        self._send("Enter", 1, "another problem, looked up (m, two figures, Enter)")

    def _send(self, key: str, statements: int, what: str) -> None:
        """Press, then wait as long as a person must: until a row is current again. A placed
        statement leaves at once; the server's own answer is timed beside it."""
        before, current = self._left(), self._lines()[0][0]
        begun = time.perf_counter()
        self._press(key)
        self.page.wait_for_selector(
            f"#desk:not(:has([data-row][data-statement='{current}']))", timeout=_WAIT
        )
        gone = time.perf_counter() - begun
        self.page.wait_for_selector(f".desk-progress:not([data-left='{before}'])", timeout=_WAIT)
        self.sitting.answers_s.append(time.perf_counter() - begun)
        self.page.wait_for_selector("[data-row].is-current, #desk .empty-box", timeout=_WAIT)
        last = not self.page.locator(f"[data-statement='{current}']").count()
        self.sitting.waits_s.append(time.perf_counter() - begun if last else gone)
        self.sitting.decisions[what] += 1
        self.sitting.right += statements

    def _press(self, key: str) -> None:
        self.sitting.keys += 1
        self.page.keyboard.press(key)

    def _left(self) -> int:
        return int(self.page.locator(".desk-progress").get_attribute("data-left"))

    def _lines(self) -> list[tuple[int, list[str]]]:
        """(statement, codes of its suggestions in order), the current one first."""
        told: list[tuple[int, list[str]]] = self.page.evaluate(
            """() => [...document.querySelectorAll("[data-desk] [data-row]")].map((row) => [
                Number(row.dataset.statement),
                [...row.querySelectorAll("[data-digit]")].map((one) => one.dataset.code),
                row.classList.contains("is-current"),
            ]).sort((a, b) => b[2] - a[2])"""
        )
        return [(line[0], line[1]) for line in told]
