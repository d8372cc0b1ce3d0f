"""`luodi brief` and `luodi verify`: files, exit codes, one clear line."""

from datetime import date
from decimal import Decimal

import pytest

from luodi.config.commands import brief as brief_command
from luodi.config.commands import verify as verify_command
from luodi.kernel import actions, documents
from tests.factories.briefs import make, template
from tests.factories.listening import CampaignFactory
from tests.factories.parcels import ParcelFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel(people):
    return ParcelFactory(unit=people.street, sent_on=date(2018, 3, 1), weight=3, state="moving")


def test_a_brief_is_written_from_a_template_a_built_in_one_and_a_file(
    people, parcel, tmp_path, capsys
):
    CampaignFactory()
    template(people)
    own = tmp_path / "own.txt"
    own.write_text('共{{ fig("parcels.all") }}。\n', encoding="utf-8")
    for name in ("trial", "circular", str(own)):
        out = tmp_path / "out.docx"
        assert brief_command.main([name, "--out", str(out), "--period", "2018"]) == 0
        with out.open("rb") as file:
            assert documents.read_document(file).identifier == "luodi:—:0"
        out.unlink()
    assert "引用 1 处数字" in capsys.readouterr().out


def test_what_is_wrong_is_one_line_with_its_place(people, tmp_path, capsys):
    CampaignFactory()
    own = tmp_path / "own.txt"
    own.write_text("共277次", encoding="utf-8")

    assert brief_command.main([str(own), "--out", "x.docx"]) == 1
    assert capsys.readouterr().out.startswith("第 1 行第 2 列")
    for words in (["none", "--out", "x.docx"], [str(own), "--out", "x.odt"],
                  [str(own), "--out", "x.docx", "--unit", "none"]):  # fmt: skip
        assert brief_command.main(words) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_verify_names_what_moved(people, parcel, capsys):
    brief = make(people, until="published")
    assert verify_command.main([brief.code]) == 0

    actions.edit(parcel, {"weight": Decimal(5)}, by=people.clerk, version=None)

    assert verify_command.main([brief.code]) == 1
    first = capsys.readouterr().out.splitlines()
    assert any("3公斤\t5公斤" in line and str(people.clerk) in line for line in first)
    assert verify_command.main(["none"]) == 2


def test_the_chain(people, parcel, capsys):
    make(people, until="published")

    assert verify_command.main(["--chain"]) == 0
    assert "共 1 份" in capsys.readouterr().out
