"""From an empty folder to a restored backup, as an operator does it, with the real migrations."""

import re
import tarfile

import pytest

from tests.kernel.installation import installation

pytestmark = pytest.mark.django_db
EVIDENCE = """
from django.core.files.uploadedfile import SimpleUploadedFile
from luodi.kernel.evidence import add_evidence
from luodi.kernel.models import Person, User
person = Person.objects.create(name="某人", phone="13800000000")
user = User.objects.create_user("clerk", "Sunlit-4821", person=person)
add_evidence(by=user, title="纪要", file=SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 minutes"))
"""
FOUND = """
from luodi.kernel.evidence import path_of
from luodi.kernel.models import Evidence, Person
print(path_of(Evidence.objects.get()).read_bytes().decode(), Person.objects.get().phone)
"""


def test_an_installation_is_made_backed_up_and_restored_elsewhere(tmp_path):
    product = "luodi.config.settings"
    backup, broken = tmp_path / "backup.tar", tmp_path / "broken.tar"
    cut, outside = tmp_path / "cut.tar", tmp_path / "outside.tar"
    with (
        installation(tmp_path / "first", "first", module=product) as first,
        installation(tmp_path / "second", "second", module=product) as second,
    ):
        made = first.luodi("init")
        assert made.returncode == 0, made.stderr
        assert len(re.findall(r"\t(sysadmin|secadmin|auditadmin)\t\S{12,}", made.stdout)) == 3
        assert first.luodi("init").returncode == 2
        first.python(EVIDENCE)

        assert first.luodi("backup", str(backup)).returncode == 0
        again = first.luodi("backup", str(backup))
        assert (again.returncode, again.stderr) == (2, f"“{backup}”已经存在，请换一个文件名。\n")
        _spoil(backup, broken)
        assert second.luodi("restore", str(broken)).returncode == 2
        cut.write_bytes(backup.read_bytes()[:20_000])
        assert "备份文件不完整" in second.luodi("restore", str(cut)).stderr
        with tarfile.open(outside, "w") as archive:
            archive.add(broken, "../elsewhere")
        assert "不属于备份的内容" in second.luodi("restore", str(outside)).stderr
        restored = second.luodi("restore", str(backup))
        assert (restored.returncode, restored.stdout) == (0, "已恢复，审计日志完整。\n"), (
            restored.stderr
        )

        assert second.python(FOUND) == "%PDF-1.7 minutes 13800000000"
        assert second.luodi("trail", "verify").returncode == 0
        assert "目标数据库不是空的" in second.luodi("restore", str(backup)).stderr


def _spoil(source, target) -> None:
    """The same archive with one more byte in its database."""
    with tarfile.open(source) as archive, tarfile.open(target, "w") as spoiled:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if member.name == "database":
                spot = source.with_name("database")
                spot.write_bytes(content.read() + b"x")
                spoiled.add(spot, "database")
            else:
                spoiled.addfile(member, content)
