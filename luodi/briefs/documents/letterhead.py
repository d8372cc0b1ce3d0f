"""An office's own Word template: its red head stays, the same tags work, `{{ body }}` is the text.

Figures on it are those the text cites, so that everything printed is in the frozen edition. A tag
becomes one private character, and afterwards that character becomes a bookmarked run or the text.
"""

from copy import deepcopy
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from jinja2.exceptions import TemplateError

from luodi.briefs.choices import CitationKind
from luodi.briefs.documents.word import appendix, body, identifier_of
from luodi.briefs.language import Faults, Page, Traced, lint
from luodi.briefs.language.calls import Calls
from luodi.briefs.language.faults import Wrong
from luodi.briefs.language.sandbox import new_environment
from luodi.briefs.language.traced import FIRST_MARK
from luodi.briefs.queries.frozen import FrozenNumbers
from luodi.briefs.queries.layout import Layout
from luodi.briefs.queries.writing import setting_of
from luodi.kernel import documents as paper
from luodi.kernel.documents.bookmarks import bookmarked
from luodi.kernel.evidence import path_of
from luodi.kernel.refusals import Refused

BODY = "body"


def on_letterhead(layout: Layout, address: str) -> bytes:
    """The brief on its office's own Word template. Raises `Refused` where a tag cannot be answered."""
    from docxtpl import DocxTemplate  # slow import

    brief = layout.brief
    page = Page(setting_of(brief), FrozenNumbers(layout))
    template = DocxTemplate(str(_file(layout)))
    try:
        template.render(_names(layout, page), new_environment(page.finalize))
    except (TemplateError, Wrong, Faults) as error:
        raise Refused(_("本单位 Word 模板有问题：%(why)s。") % {"why": error}) from None
    document = template.docx
    anchors = {(one.key, str(one.context), one.shown): one.anchor for one in layout.citations}
    for part in (document.element.body, *_heads_and_feet(document)):
        _settle(part, page, anchors)
    _put_body(document, layout, page, address)
    office = brief.campaign.host_unit.full_name
    paper.name_document(
        document, title=brief.title, author=office, identifier=identifier_of(layout)
    )
    return paper.bytes_of(document)


def check_letterhead(file: IO[bytes]) -> None:
    """Refuse a file that is no Word file, has no place for the text, or untraced digits."""
    try:
        document = paper.open_document(file)
    except ValueError:
        raise ValidationError(_("这不是 Word 文件（docx），请另存为 docx 后再传。")) from None
    file.seek(0)
    paragraphs = [
        p for part in (document.element.body, *_heads_and_feet(document)) for p in _texts(part)
    ]
    if not any("{{ body }}" in text or "{{body}}" in text for text in paragraphs):
        raise ValidationError(_("Word 模板里没有 {{ body }}，不知道正文放在哪里。"))
    found = [
        f"第 {number} 段“{text[:20]}”：{fault.sentence}"
        for number, text in enumerate(paragraphs, 1)
        for fault in lint(text)
    ]
    if found:
        raise ValidationError(found)


def _file(layout: Layout) -> Path:
    letterhead = layout.brief.letterhead
    assert letterhead is not None
    return path_of(letterhead)


def _names(layout: Layout, page: Page) -> dict[str, Any]:
    """What the letterhead may say."""
    brief = layout.brief
    day = paper.chinese_day(brief.published_on) if brief.published_on else "（草稿）"
    words = {
        "title": brief.title, "masthead": brief.masthead, "issue": brief.issue_label or "（未编号）",
        "day": day, "addressee": brief.addressee, "copies": brief.copies,
        "office": brief.campaign.host_unit.full_name,
    }  # fmt: skip
    said = {k: Traced(CitationKind.NAME, v, page=page) for k, v in words.items()}
    return Calls(page).names() | said | {BODY: Traced(BODY, "", page=page)}


def _heads_and_feet(document: Any) -> list[Any]:
    return [
        part._element
        for section in document.sections
        for part in (section.header, section.footer, section.even_page_header,
                     section.even_page_footer, section.first_page_header, section.first_page_footer)
        if not part.is_linked_to_previous
    ]  # fmt: skip


def _texts(part: Any) -> list[str]:
    """Paragraphs as text, without fields (page numbers)."""
    from docx.oxml.ns import qn  # slow import

    return [
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in part.iter(qn("w:p"))
        if next(p.iter(qn("w:fldChar"), qn("w:fldSimple")), None) is None
    ]


def _settle(part: Any, page: Page, anchors: dict[tuple[str, str, str], str]) -> None:
    """Every private character becomes a run of its own, a cited figure inside its bookmark."""
    from docx.oxml.ns import qn  # slow import
    from docx.text.run import Run  # slow import

    for text in [t for t in part.iter(qn("w:t")) if any(_is_mark(c) for c in t.text or "")]:
        run = text.getparent()
        for piece in _split(text.text):
            copy = deepcopy(run)
            for extra in copy.findall(qn("w:t"))[1:]:
                copy.remove(extra)
            said = copy.find(qn("w:t"))
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addprevious(copy)
            if not _is_mark(piece):
                said.text = piece
                continue
            traced = page.cited[ord(piece) - FIRST_MARK]
            said.text = piece if traced.kind == BODY else traced.shown
            key, context = traced.asked or ("", None)
            anchor = anchors.get((key, str(context.plain()) if context else "", traced.shown))
            if anchor and traced.kind == CitationKind.FIGURE:
                bookmarked(Run(copy, None), anchor)  # type: ignore[arg-type]
        run.getparent().remove(run)


def _put_body(document: Any, layout: Layout, page: Page, address: str) -> None:
    """The text is written at the end of the document and moved to where `{{ body }}` stands."""
    from docx.oxml.ns import qn  # slow import

    place = next(p for p in document.element.body.iter(qn("w:p")) if _holds_body(p, page))
    last = document.element.body[-1]
    before = len(document.element.body)
    body(document, layout)
    appendix(document, layout, address)
    written = list(document.element.body)[before - (last.tag == qn("w:sectPr")) :]
    for element in written:
        if element.tag != qn("w:sectPr"):
            place.addprevious(element)
    place.getparent().remove(place)


def _holds_body(paragraph: Any, page: Page) -> bool:
    from docx.oxml.ns import qn  # slow import

    texts = "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
    return any(_is_mark(c) and page.cited[ord(c) - FIRST_MARK].kind == BODY for c in texts)


def _split(text: str) -> list[str]:
    """Words and private characters, in order."""
    found: list[str] = []
    for character in text:
        if _is_mark(character) or not found or _is_mark(found[-1]):
            found.append(character)
        else:
            found[-1] += character
    return found


def _is_mark(character: str) -> bool:
    return len(character) == 1 and ord(character) >= FIRST_MARK
