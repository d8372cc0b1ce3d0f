"""The register, one brief with its figures, held against today, its place in the chain."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Query, Router, UploadedFile
from ninja.errors import HttpError
from ninja.pagination import PageNumberPagination, paginate

from luodi.briefs.api.schemas import (
    BriefDetail,
    BriefOut,
    Narrowed,
    ReportOut,
    SealOut,
    report_told,
)
from luodi.briefs.choices import ISSUED_STATES
from luodi.briefs.filters import BriefFilter
from luodi.briefs.models import Brief
from luodi.briefs.queries import chain
from luodi.briefs.queries.verification import verify
from luodi.kernel.documents import read_document
from luodi.kernel.refusals import Refused

router = Router()
PAGE = 50
PEOPLE = ("drafted_by", "checked_by", "signed_by", "published_by")


@router.get("/", response=list[BriefOut], operation_id="list_briefs")
@paginate(PageNumberPagination, page_size=PAGE)
def list_briefs(request: HttpRequest, narrowed: Query[Narrowed]) -> Any:
    """Briefs the reader may see, the newest first, narrowed down as on the page."""
    given = {k: v for k, v in narrowed.dict().items() if v not in (None, "")}
    given |= {k: [given[k]] for k in ("state", "kind") if k in given}
    rows = Brief.objects.visible_to(request.user)
    if "state" not in given:
        rows = rows.filter(state__in=ISSUED_STATES)
    return BriefFilter(given, queryset=rows, request=request).qs


@router.get("/{int:pk}", response=BriefDetail, operation_id="read_brief")
def read_brief(request: HttpRequest, pk: int) -> Any:
    """One brief with every figure it cites: 404 when the reader may not see it."""
    return _brief(request, pk)


@router.get("/{int:pk}/verification", response=ReportOut, operation_id="verify_brief")
def verify_brief(request: HttpRequest, pk: int, thorough: bool = False) -> Any:
    """Held against today's records: 404 before the check, which freezes its figures."""
    return report_told(verify(_checked(request, pk), request.user, thorough=thorough))


@router.post("/{int:pk}/verification", response=ReportOut, operation_id="verify_edited_brief")
def verify_edited_brief(request: HttpRequest, pk: int, file: File[UploadedFile]) -> Any:
    """The same, with a Word file that was made from it and edited: 422 for any other file."""
    found = _checked(request, pk)
    try:
        return report_told(verify(found, request.user, file=read_document(file)))
    except ValueError:
        raise HttpError(422, "这不是 Word 文件（docx）。") from None
    except Refused as refusal:
        raise HttpError(422, str(refusal)) from None


@router.get("/{int:pk}/seal", response=SealOut, operation_id="read_brief_seal")
def read_seal(request: HttpRequest, pk: int) -> Any:
    """Its entry in the chain: 404 before publication."""
    found = _checked(request, pk)
    if found.sequence is None or found.edition is None:
        raise Http404
    return {
        "sequence": found.sequence, "hash": found.hash, "previous_hash": found.previous_hash,
        "content_hash": found.edition.content_hash, "holds": chain.holds(found),
    }  # fmt: skip


def _brief(request: HttpRequest, pk: int) -> Brief:
    people = (f"{name}__person" for name in PEOPLE)
    rows = Brief.objects.visible_to(request.user).select_related(
        "campaign", "unit", "edition", *people
    )
    return get_object_or_404(rows, pk=pk)


def _checked(request: HttpRequest, pk: int) -> Brief:
    found = _brief(request, pk)
    if found.edition is None:
        raise Http404
    return found
