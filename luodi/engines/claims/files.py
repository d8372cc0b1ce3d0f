"""Files in: texts as jsonl, txt or docx, and known figures as JSON; one clear sentence when bad."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .model import Figure
from .pipeline import as_date

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT_LIMIT = 64 * 1024 * 1024


class BadInput(Exception):
    """What is wrong with a file, where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to read, with the day it was written and the place it speaks for."""

    id: str | int | None
    text: str
    doc_date: str | None = None
    doc_scope: str = ""


def read_texts(path: Path) -> Iterator[Text]:
    """The texts of a file: one per line of .jsonl, the whole of a .txt or .docx."""
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".json", ".ndjson"):
        yield from _lines(path)
    elif suffix == ".docx":
        yield Text(path.stem, docx_text(path))
    else:
        yield Text(path.stem, decoded(path))


def _lines(path: Path) -> Iterator[Text]:
    for number, line in enumerate(decoded(path).split("\n"), start=1):
        if line.strip():
            yield _line(line, f"{path.name} 第 {number} 行")


def _line(line: str, where: str) -> Text:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{where}：不是 JSON（{error}）；每行应是一个 JSON 对象") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadInput(
            f'{where}：缺少文字字段 text；每行应为 {{"id", "text", "doc_date", "doc_scope"}}'
        )
    doc_date, scope = row.get("doc_date"), row.get("doc_scope")
    try:
        as_date(doc_date)
    except (ValueError, TypeError, AttributeError):
        raise BadInput(f"{where}：doc_date 写作 {doc_date!r}，应写成 2018-11-08") from None
    if scope is not None and not isinstance(scope, str):
        raise BadInput(f"{where}：doc_scope 应是文字，例如“市南区”")
    return Text(row.get("id"), row["text"], doc_date, scope or "")


def decoded(path: Path, name: str = "") -> str:
    """The words of a text file, UTF-8 or GB18030; `name` is what the sentence of a refusal says."""
    data = _bytes(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{name or path.name}：既不是 UTF-8 也不是 GB18030 文字；请另存为 UTF-8 再试")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}：打不开（{error.strerror}）；请检查路径和权限") from None


def docx_text(path: Path, name: str = "") -> str:
    """Paragraphs of the body, one a line; text boxes and headers are left out."""
    name = name or path.name
    _bytes(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("word/document.xml").file_size > _DOCUMENT_LIMIT:
                raise BadInput(f"{name}：正文超过 64 MB；请拆成几个文件")
            source = archive.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError, RuntimeError):
        raise BadInput(f"{name}：不是完好的 docx；请用 Word 或 WPS 重新另存") from None
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", source[:4096]):
        raise BadInput(f"{name}：docx 里有不该有的实体声明；请用 Word 或 WPS 重新另存")
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise BadInput(f"{name}：正文损坏（{error}）；请用 Word 或 WPS 重新另存") from None
    return "\n".join(paragraph_text(p) for p in root.iter(f"{_WORD}p"))


def paragraph_text(paragraph: ElementTree.Element) -> str:
    """The words of one `w:p` or `w:r`; a tab and a break are one character each."""
    marks = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
    stops = {stop for stops in paragraph.iter(f"{_WORD}tabs") for stop in stops}
    return "".join(
        node.text or "" if node.tag == f"{_WORD}t" else marks.get(node.tag, "")
        for node in paragraph.iter()
        if node not in stops
    )


def read_figures(path: Path) -> list[Figure]:
    """Known figures from a JSON object: key → {label, value, unit, period, scope, previous, aliases}."""
    try:
        rows = json.loads(decoded(path), parse_float=Decimal)
    except ValueError as error:
        raise BadInput(f"{path.name}：不是 JSON（{error}）") from None
    if not isinstance(rows, dict):
        raise BadInput(f"{path.name}：应是一个 JSON 对象：指标键 → 指标")
    figures = (_figure(path.name, key, row) for key, row in rows.items())
    return [figure for figure in figures if figure is not None]


def _figure(file: str, key: str, row: Any) -> Figure | None:
    where = f"{file} 指标 {key}"
    if not isinstance(row, dict):
        raise BadInput(f"{where}：应是一个 JSON 对象")
    if row.get("value") is None:
        return None
    unit = row.get("unit") or "个"
    aliases = row.get("aliases") or []
    if not isinstance(unit, str) or not isinstance(aliases, list):
        raise BadInput(f"{where}：unit 应是文字，aliases 应是列表")
    return Figure(
        key=key,
        label=str(row.get("label") or key),
        value=_number(where, "value", row.get("value")),
        unit=unit,
        period=str(row.get("period") or ""),
        scope=str(row.get("scope") or ""),
        previous=None
        if row.get("previous") is None
        else _number(where, "previous", row["previous"]),
        aliases=tuple(str(alias) for alias in aliases),
    )


def _number(where: str, field: str, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(value, bool):
        raise BadInput(f"{where}：{field} 应是数，现为 {value!r}")
    return number
