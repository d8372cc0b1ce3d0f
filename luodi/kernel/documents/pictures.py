"""Charts drawn by ourselves as SVG, and SVG as a picture for Word and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from luodi.kernel.documents.page import paragraph_of

if TYPE_CHECKING:
    from docx.document import Document

WIDTH, ROW, LINE_HEIGHT = 936, 34, 400
"""In SVG units: six to a millimetre of the type area."""
INK, QUIET, RULE, ACCENT, SECOND = "#1d2a2f", "#5b6b72", "#d7dee1", "#0b7285", "#d98324"
FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
ZOOM = 1.6
"""1,500 points over the type area: 250 to an inch."""


@dataclass(frozen=True)
class Chart:
    """What is drawn: labels with values, one unit, perhaps a target."""

    title: str
    labels: Sequence[str]
    values: Sequence[float]
    unit: str = ""
    kind: str = "bar"
    target: float | None = None
    marked: str = ""
    """The label drawn in the second colour."""
    source: str = ""


def svg_of(chart: Chart) -> str:
    """Bars across for names, a line or columns for time; zero is always on the axis of bars."""
    if not chart.labels:
        return _sheet(120, _text(WIDTH / 2, 70, "这一时段没有记录", QUIET, 22, "middle"), chart)
    if chart.kind == "line":
        return _line(chart)
    return _columns(chart) if chart.kind == "column" else _bars(chart)


def png_of(chart: Chart) -> bytes:
    """The picture, for print."""
    from resvg_py import svg_to_bytes  # slow import

    return bytes(svg_to_bytes(svg_string=svg_of(chart), zoom=ZOOM, background="#ffffff"))


def add_picture(document: "Document", png: bytes, *, width_mm: float, described: str) -> None:
    """A picture in the middle of a line of its own, with its description for those who cannot see it."""
    from docx.shared import Mm  # slow import

    paragraph = paragraph_of(document, centred=True)
    paragraph.paragraph_format.line_spacing_rule = None
    paragraph.paragraph_format.line_spacing = 1.0
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Mm(width_mm))
    shape._inline.docPr.set("descr", described)


def target_words(chart: Chart) -> str:
    """The target as a sentence about the picture ends; nothing without one."""
    return "" if chart.target is None else f"；虚线为{_target(chart)}{chart.unit}"


def _target(chart: Chart) -> str:
    return f"目标 {_number(chart.target or 0)}"


def _bars(chart: Chart) -> str:
    left, right = _label_width(chart.labels), 110
    top, span = 70, WIDTH - left - right
    low, high = min(0.0, *chart.values), max(0.0, *chart.values, chart.target or 0) or 1.0
    scale = span / (high - low)
    zero = left - low * scale
    parts = [_rule(zero, top - 8, zero, top + ROW * len(chart.labels))]
    for at, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
        y = top + at * ROW
        colour = SECOND if label == chart.marked else ACCENT
        length = abs(value) * scale
        start = zero if value >= 0 else zero - length
        parts.append(
            f'<rect x="{start:.1f}" y="{y}" width="{max(length, 1):.1f}" height="{ROW - 12}" rx="3" fill="{colour}"/>'
        )
        parts.append(_text(left - 12, y + 17, label, INK, 18, "end"))
        parts.append(_text(max(start + length, zero) + 8, y + 17, _number(value), INK, 18))
    if chart.target is not None:
        x = zero + chart.target * scale
        parts.append(_rule(x, top - 8, x, top + ROW * len(chart.labels), SECOND, dashed=True))
        parts.append(_text(min(x, WIDTH - 90), top - 14, _target(chart), SECOND, 16, "middle"))
    return _sheet(top + ROW * len(chart.labels) + 46, "".join(parts), chart)


def _columns(chart: Chart) -> str:
    left, right, top, bottom = 70, 20, 80, 70
    span, deep = WIDTH - left - right, LINE_HEIGHT - top - bottom
    high = _ceiling(max(0.0, *chart.values, chart.target or 0))
    step = span / len(chart.labels)
    parts = [_grid(high, left, right, top, deep)]
    every = -(-len(chart.labels) // 12)
    for at, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
        tall = max(value, 0) / high * deep
        x, width = left + at * step + step * 0.2, min(step * 0.6, 64)
        x += (step * 0.6 - width) / 2
        colour = SECOND if label == chart.marked else ACCENT
        parts.append(
            f'<rect x="{x:.1f}" y="{top + deep - tall:.1f}" width="{width:.1f}" height="{max(tall, 1):.1f}" rx="3" fill="{colour}"/>'
        )
        middle = x + width / 2
        parts.append(_text(middle, top + deep - tall - 8, _number(value), INK, 16, "middle"))
        if at % every == 0:
            parts.append(_text(middle, top + deep + 26, label, QUIET, 16, "middle"))
    if chart.target is not None:
        y = top + deep - chart.target / high * deep
        parts.append(_rule(left, y, WIDTH - right, y, SECOND, dashed=True))
        parts.append(_text(WIDTH - right, y - 8, _target(chart), SECOND, 16, "end"))
    return _sheet(LINE_HEIGHT, "".join(parts), chart)


def _line(chart: Chart) -> str:
    left, right, top, bottom = 70, 60, 80, 70
    span, deep = WIDTH - left - right, LINE_HEIGHT - top - bottom
    high = _ceiling(max(0.0, *chart.values, chart.target or 0))
    step = span / max(1, len(chart.labels) - 1)
    points = [
        (left + at * step, top + deep - value / high * deep)
        for at, value in enumerate(chart.values)
    ]
    parts = [_grid(high, left, right, top, deep)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline points="{path}" fill="none" stroke="{ACCENT}" stroke-width="3"/>')
    every, last = -(-len(points) // 10), len(points) - 1
    for at, (x, y) in enumerate(points):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{ACCENT}"/>')
        if at % every == 0 or at == last:
            parts.append(_text(x, y - 12, _number(chart.values[at]), INK, 16, "middle"))
            parts.append(_text(x, top + deep + 26, chart.labels[at], QUIET, 16, "middle"))
    if chart.target is not None:
        y = top + deep - chart.target / high * deep
        parts.append(_rule(left, y, WIDTH - right, y, SECOND, dashed=True))
        parts.append(_text(WIDTH - right, y - 8, _target(chart), SECOND, 16, "end"))
    return _sheet(LINE_HEIGHT, "".join(parts), chart)


def _grid(high: float, left: float, right: float, top: float, deep: float) -> str:
    parts = []
    for part in range(5):
        y = top + deep - deep * part / 4
        parts.append(_rule(left, y, WIDTH - right, y))
        parts.append(_text(left - 10, y + 6, _number(high * part / 4), QUIET, 15, "end"))
    return "".join(parts)


def _sheet(height: float, inside: str, chart: Chart) -> str:
    title = _text(WIDTH / 2, 34, chart.title, INK, 22, "middle", bold=True)
    source = _text(WIDTH - 8, height - 12, chart.source, QUIET, 14, "end") if chart.source else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" font-family="{escape(FONTS)}" xml:lang="zh-CN">{title}{inside}{source}</svg>'
    )


def _text(
    x: float, y: float, said: str, colour: str, size: int, anchor: str = "start", *, bold: bool = False
) -> str:  # fmt: skip
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}"{weight}>'
        f"{escape(said)}</text>"
    )


def _rule(
    x1: float, y1: float, x2: float, y2: float, colour: str = RULE, *, dashed: bool = False
) -> str:
    dash = ' stroke-dasharray="8 6" stroke-width="2"' if dashed else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dash}/>'
    )


def _label_width(labels: Sequence[str]) -> float:
    return min(300, 40 + 18 * max(len(label) for label in labels))


def _ceiling(value: float) -> float:
    """The next of 1, 2, 4, 5, 8 × ten to some power."""
    if value <= 0:
        return 1.0
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value:
        size /= 10
    return next(step * size for step in (1, 2, 4, 5, 8, 10) if step * size >= value)


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"
