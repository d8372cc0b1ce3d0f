"""Sentences for a district as large as wanted: the sample district's own phrases, recombined by seed."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import luodi.demo

DATA = Path(luodi.demo.__file__).parent / "data"
_CLAUSE = re.compile(r"[^，。；！？]+[，。；！？]?")
_NUMBER = re.compile(r"\d+")

OPENINGS = (
    "前几天", "上个月起", "今年以来", "每到周末", "一下雨", "入冬以后", "早高峰时", "晚上七点后", "老人反映", "群众说",
    "走访时发现", "座谈时大家提到", "窗口同志说", "网格员反映", "企业负责人说", "孩子放学时", "节假日", "近两年",
)  # fmt: skip
ENDINGS = (
    "盼能有个准信。", "请有关单位看看。", "希望年内解决。", "请把结果告诉大家。", "建议先试点再推开。", "已经反映过两次。",
    "请明确牵头单位。", "最好写清完成日期。", "希望少填表、多跑现场。", "请不要再转来转去。",
)  # fmt: skip
SURNAMES = "仇蔺陆程沈顾叶方傅卫蒋阮尹柳岑温庄翟虞祁冉卓蒲桑宫"
GIVEN = "砚之望舒素心海生知远若谷清和景行怀瑾文博守拙青禾明川子衿云舟思齐长风"


def _column(file: str, name: str) -> list[str]:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines) if row[name]]


class Texts:
    """Every kind of sentence the generator writes; the same seed gives the same sentences."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        said = _column("statements.csv", "text") + _column("public_messages.csv", "留言详情")
        self._clauses = [c for text in said for c in _CLAUSE.findall(text) if 4 <= len(c) <= 40]
        self._titles = _column("problems.csv", "title") + _column("public_messages.csv", "留言主题")
        self._causes = _column("problems.csv", "cause")
        self._contents = _column("measures.csv", "content")
        self._targets = _column("measures.csv", "target")
        self._progress = _column("progress.csv", "text")
        self._evidence = _column("evidence.csv", "title")
        self._meetings = _column("gatherings.csv", "title")

    def statement(self, place: str) -> str:
        """What somebody said, 30 to 160 characters, about a place."""
        rng = self.rng
        middle = "".join(rng.sample(self._clauses, rng.randint(2, 5))).rstrip("，。；！？")
        return f"{rng.choice(OPENINGS)}，{place}{self._renumbered(middle)}。{rng.choice(ENDINGS)}"

    def short_title(self, place: str) -> str:
        """A message's subject, or a problem's wording."""
        return f"{place}{self._renumbered(self.rng.choice(self._titles))}"[:120]

    def cause(self) -> str:
        """Why it is so."""
        return self.rng.choice(self._causes)

    def measure(self) -> str:
        """What will be done."""
        pair = self.rng.sample(self._contents, 2)
        return self._renumbered(f"{pair[0]}；{pair[1]}")

    def target(self) -> str:
        """What will be reached."""
        return self._renumbered(self.rng.choice(self._targets))[:300]

    def progress(self) -> str:
        """How far it is."""
        return self._renumbered("".join(self.rng.sample(self._progress, 2)))

    def evidence(self) -> str:
        """What a paper is called."""
        return self.rng.choice(self._evidence)[:120]

    def meeting(self, unit: str) -> str:
        """What a gathering is called."""
        return f"{unit}{self.rng.choice(self._meetings)}"[:120]

    def person(self) -> str:
        """An invented name."""
        return self.rng.choice(SURNAMES) + "".join(self.rng.sample(GIVEN, 2))

    def _renumbered(self, text: str) -> str:
        return _NUMBER.sub(lambda _: str(self.rng.randint(2, 99)), text)
