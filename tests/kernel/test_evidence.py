"""Evidence: its content says what it is, its digest where it lies; withdrawn, never deleted."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from luodi.kernel import access
from luodi.kernel.evidence import add_evidence, path_of, withdraw_evidence
from luodi.kernel.models import Evidence, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused, StateChangedOutside

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 minutes"


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def file(
    content: bytes = PDF, name: str = "纪要.pdf", kind: str = "text/html"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (packed("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("会议纪要".encode(), "text/plain"),
        ("会议纪要".encode("gb18030"), "text/plain"),
    ],
)  # fmt: skip
def test_the_content_decides_what_a_file_is(people, content, content_type):
    evidence = add_evidence(by=people.clerk, title="纪要", file=file(content))

    assert evidence.content_type == content_type


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00\x03", b"\x7fELF\x02", packed("word/vbaProject.bin", "word/document.xml"),
     packed("run.exe"), b"PK\x03\x04 broken"],
    ids=["exe", "elf", "macro", "archive", "broken"],
)  # fmt: skip
def test_what_is_no_document_is_refused_whatever_its_name(people, content):
    with pytest.raises(Refused, match="不是可以存档的类型"):
        add_evidence(by=people.clerk, title="", file=file(content, kind="application/pdf"))

    assert Evidence.objects.count() == 0


def test_an_empty_and_an_oversized_file_are_refused(people, settings):
    settings.LUODI_MAX_UPLOAD = 2**20
    with pytest.raises(Refused, match=r"“空[.]pdf”是空文件"):
        add_evidence(by=people.clerk, title="", file=file(b"", "空.pdf"))
    with pytest.raises(Refused, match="有 2 MB，超过 1 MB 上限"):
        add_evidence(by=people.clerk, title="", file=file(PDF + b"0" * 2**21, "大.pdf"))

    assert Evidence.objects.count() == 0


def test_a_file_lies_under_its_digest_and_twice_the_same_is_kept_once(people):
    first = add_evidence(by=people.clerk, title="甲", file=file())
    second = add_evidence(by=people.office, title="乙", file=file())

    assert first.sha256 == second.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path_of(first) == path_of(second)
    assert path_of(first).read_bytes() == PDF
    assert [p.name for p in path_of(first).parent.iterdir()] == [first.sha256]


def test_a_dangerous_link_is_refused(people):
    with pytest.raises(ValidationError):
        add_evidence(by=people.clerk, title="", link="javascript:alert(1)")


def test_evidence_is_withdrawn_with_a_reason_and_stays(people):
    evidence = add_evidence(by=people.clerk, title="纪要", file=file())

    with pytest.raises(Refused, match="请写明撤回原因"):
        withdraw_evidence(evidence, by=people.clerk, why=" ")
    with pytest.raises(NotAllowed, match="只能由上传人撤回"):
        withdraw_evidence(evidence, by=people.office, why="错了")
    withdrawn = withdraw_evidence(evidence, by=people.clerk, why="传错了")

    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_why) == (people.clerk, "传错了")
    assert Evidence.objects.standing().count() == 0
    assert path_of(withdrawn).read_bytes() == PDF
    assert TrailEvent.objects.first().action == "kernel.evidence.edit"


def test_evidence_is_neither_replaced_nor_deleted(people):
    evidence = add_evidence(by=people.clerk, title="纪要", file=file())

    with pytest.raises(IntegrityError, match="佐证材料不得替换"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(sha256="0" * 64)
    with pytest.raises(StateChangedOutside):
        evidence.delete()
    with pytest.raises(IntegrityError, match="佐证材料不得删除"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk)._raw_delete("default")


def opened(client, evidence):
    """The answer and, where there is a file, its content read to the end."""
    response = client.get(evidence.get_absolute_url())
    return response, b"".join(response) if response.status_code == 200 else b""


def test_who_may_not_see_the_record_gets_404_for_its_evidence(client, people, monkeypatch):
    evidence = add_evidence(by=people.clerk, title="纪要", file=file())
    monkeypatch.setattr(access, "evidence_sources", [
        lambda reader: Evidence.objects.filter(pk=evidence.pk if reader == people.head else 0).values("pk")
    ])  # fmt: skip
    statuses = {}
    for name, user in people.everybody().items():
        client.force_login(user)
        statuses[name] = opened(client, evidence)[0].status_code

    assert {name for name, status in statuses.items() if status == 200} == {"clerk", "head"}
    assert set(statuses.values()) == {200, 404}


def test_a_file_is_served_as_what_it_is_and_kept_nowhere(client, people):
    evidence = add_evidence(by=people.clerk, title="说明", file=file(b"<script>", "说明.html"))
    client.force_login(people.clerk)

    response, content = opened(client, evidence)

    assert content == b"<script>"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_withdrawing_on_the_page(client, people):
    evidence = add_evidence(by=people.clerk, title="纪要", file=file())

    client.force_login(people.office)
    assert client.post(f"/evidence/{evidence.pk}/withdraw/", {"reason": "x"}).status_code == 404
    client.force_login(people.clerk)
    assert client.post(f"/evidence/{evidence.pk}/withdraw/", {"reason": ""}).status_code == 409
    assert (
        client.post(
            f"/evidence/{evidence.pk}/withdraw/", {"reason": "错了", "version": "1"}
        ).status_code
        == 302
    )
    assert Evidence.objects.get().withdrawn_why == "错了"
