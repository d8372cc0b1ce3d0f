"""A paper as the answer to a request: downloaded under a name people understand."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def as_file(content: bytes, name: str) -> HttpResponse:
    """A download; the name's ending says what it is."""
    answer = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    header = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Disposition"] = header or "attachment"
    return answer
