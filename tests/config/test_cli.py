"""The one entry point: 0 done, 1 the check found something, 2 bad input in one clear line."""

import re

import pytest
from django.db import connection

from luodi.config.cli import COMMANDS, ENGINES, import_module_doc, main
from luodi.kernel import guards, trail
from luodi.kernel.figures import FIGURES
from luodi.kernel.models import ImportRun
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel
from tests.services import service

pytestmark = pytest.mark.django_db


@pytest.fixture
def luodi(capsys):
    """Run a command: (exit code, what it said, what it complained about)."""

    def run(*words) -> tuple[int, str, str]:
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:  # argparse leaves by itself
            code = left.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def file(tmp_path):
    def write(*lines: str, name: str = "包裹.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def bring(luodi, people, path, *options):
    return luodi(
        "import", "parcels", path, "--by", "clerk", "--set", f"unit={people.street.code}", *options
    )


def test_help_lists_every_command_with_what_it_does(luodi):
    code, said, _err = luodi("help")

    assert code == 0
    for name, module in {**COMMANDS, **ENGINES}.items():
        assert re.search(rf"^  luodi {name} +\S", said, re.MULTILINE), name
        assert import_module_doc(module)


def test_without_a_command_help_is_shown_as_bad_input(luodi):
    assert luodi()[0] == 2


def test_an_unknown_command_is_one_clear_line(luodi):
    assert luodi("fly") == (2, "", "没有“fly”这个命令。运行 luodi help 查看全部命令。\n")


def test_a_whole_trail_is_0_and_a_broken_one_is_1_with_its_number(luodi, parcel_events):
    assert luodi("trail", "verify") == (0, "审计日志完整，共 3 条。\n", "")
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_trailevent SET actor = %s WHERE seq = 2", ["别人"])

    assert luodi("trail", "verify") == (1, "审计日志第 2 条有问题：内容被改动。\n", "")
    guards.install(connection)
    assert luodi("trail")[0] == 2


@pytest.fixture
def parcel_events(people):
    for action in "abc":
        trail.record(action, by=people.clerk)


def test_doctor_names_what_to_mend(luodi, parcel_events):
    code, said, _err = luodi("doctor")

    assert code == 1
    assert "  要改 LUODI_TLS=1" in said
    assert "  好   审计日志完整" in said
    assert "  好   数据库自身的约束（触发器）齐全" in said
    assert re.search(r"\n\d+ 处需要处理。\n$", said)


def test_doctor_says_whether_an_extra_answers_and_sends_it_no_text(
    luodi, people, settings, tmp_path
):
    assert "  好   没有启用外部服务或语义模型（默认）" in luodi("doctor")[1]
    with service() as server:
        settings.LABEL_URL, settings.LABEL_NAME = server.address, "writer"
        settings.EMBEDDING_MODEL = str(tmp_path / "bge")
        _code, said, _err = luodi("doctor")

        assert (
            f"  好   可选的辅助“润色问题名称”：writer（{server.address}），有应答，登记同意后才会用到。"
            in said
        )
        assert (
            "  要改 可选的辅助“比较两条意见的意思”：bge（本机），找不到语义模型的文件夹。" in said
        )
        assert server.got == [("/v1/models", {})]
    assert "（" + server.address + "），服务连不上。" in luodi("doctor")[1]


def test_figures_prints_every_one_with_its_value(luodi, people):
    ParcelFactory(unit=people.street, weight=3, state="moving", sent_on="2018-01-02")

    code, said, _err = luodi("figures")
    lines = dict(line.split("\t", 1) for line in said.splitlines())

    assert code == 0
    assert set(lines) == set(FIGURES)
    assert lines["parcels.all"] == "1\t件\t包裹"
    assert luodi("figures", "--period", "2017-01-01..2017-12-31")[1].count("\t3") == 0


@pytest.mark.parametrize("words", [("--as-of", "昨天"), ("--period", "2018"), ("--period", "..")])
def test_a_day_that_is_none_is_bad_input(luodi, words):
    assert luodi("figures", *words) == (
        2, "", "日期应写作 2018-01-01，期间应写作 2018-01-01..2018-09-30。\n",
    )  # fmt: skip


def test_an_import_is_previewed_and_written_as_on_the_page(luodi, people, file):
    path = file("编号,名称,重量", "BG-1,瓷器,2", "BG-2,茶叶,1")

    dry = bring(luodi, people, path, "--dry-run")
    assert (dry[0], dry[1], Parcel.objects.count()) == (0, "新增 2 行\n", 0)
    code, said, _err = bring(luodi, people, path)

    assert code == 0
    assert said == f"新增 2 行\n已写入，导入编号 {ImportRun.objects.first().pk}。\n"
    assert Parcel.objects.count() == 2
    path.write_text("编号,名称,重量\nBG-1,画册,2\n", encoding="utf-8")
    assert bring(luodi, people, path, "--dry-run")[1] == "修改 1 行\n第2行 title：瓷器 → 画册\n"


def test_rows_with_errors_are_told_and_the_rest_is_written(luodi, people, file):
    code, said, _err = bring(luodi, people, file("编号,名称", "BG-1,瓷器", "BG-2,"))

    assert code == 1
    assert "第3行 title：“名称”不能为空。" in said
    assert [p.code for p in Parcel.objects.all()] == ["BG-1"]


def test_columns_may_be_named_by_hand(luodi, people, file):
    path = file("货号,品名", "BG-1,瓷器")

    assert bring(luodi, people, path, "--map", "code=货号")[0] == 0
    assert Parcel.objects.get().code == "BG-1"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("parcels", "{file}", "--by", "nobody"), "没有“nobody”这个账号。"),
        (("nothing", "{file}", "--by", "clerk"), "没有“nothing”这张表。可用的有："),
        (("parcels", "missing.csv", "--by", "clerk"), "没有找到文件“missing.csv”。"),
        (("parcels", "{file}", "--by", "clerk", "--set", "unit"), "“unit”应写作 名称=值。"),
        (
            ("parcels", "{file}", "--by", "clerk", "--set", "unit=J9"),
            "请用 --set unit=… 指定“单位”。",
        ),
        (("parcels", "{file}", "--by", "office"), "请用 --set unit=… 指定“单位”。"),
        (("parcels", "{broken}", "--by", "clerk"), "“坏.xlsx”"),
    ],
)
def test_bad_input_of_an_import_is_one_clear_line(luodi, people, file, words, sentence):
    places = {
        "file": file("编号,名称", "BG-1,瓷器"), "broken": file("PK\x03\x04", name="坏.xlsx"),
    }  # fmt: skip

    code, _said, complained = luodi("import", *(word.format(**places) for word in words))

    assert code == 2
    assert sentence in complained
    assert complained.count("\n") == 1
    assert Parcel.objects.count() == 0


def test_an_export_comes_back_unchanged(luodi, people, tmp_path):
    ParcelFactory(unit=people.street, note="=1+1")
    ParcelFactory(unit=people.other)
    path = tmp_path / "out.xlsx"

    assert luodi("export", "parcels", path, "--by", "clerk")[0] == 0
    assert bring(luodi, people, path, "--dry-run")[1] == "无变化 1 行\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("parcels", "out.docx", "--by", "clerk"), "文件名应以 .xlsx 或 .csv 结尾。"),
        (("parcels", "out.csv", "--by", "nobody"), "没有“nobody”这个账号。"),
        (("nothing", "out.csv", "--by", "clerk"), "没有“nothing”这张表。"),
    ],
)
def test_bad_input_of_an_export_is_one_clear_line(luodi, people, words, sentence):
    code, _said, complained = luodi("export", *words)

    assert code == 2
    assert complained.startswith(sentence)


def test_a_move_is_performed_in_bulk_and_refusals_are_told(luodi, people):
    good, light = ParcelFactory(unit=people.street), ParcelFactory(unit=people.street, weight=0)

    code, said, _err = luodi(
        "move", "parcels.parcel", "send", good.code, light.code, "--by", "clerk",
        "--set", "sent_on=2018-01-02",
    )  # fmt: skip

    assert (code, said) == (1, "图书：请先称重。\n办理 1 条，未办理 1 条。\n")
    assert luodi("move", "parcels.parcel", "arrive", good.code, "--by", "head")[0] == 0
    assert Parcel.objects.get(pk=good.pk).state == "arrived"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("parcels.parcel", "send", "BG-1", "--by", "nobody"), "没有“nobody”这个账号。"),
        (
            ("parcels.parcel", "send", "BG-1", "--by", "stranger"),
            "没有找到这些编号，或该账号无权查看。",
        ),
        (
            ("parcels.parcel", "fly", "BG-1", "--by", "clerk"),
            "没有“parcels.parcel”的“fly”这个办理动作。",
        ),
        (("kernel.unit", "send", "J1", "--by", "clerk"), "没有“kernel.unit”的“send”这个办理动作。"),
        (("parcels.parcel", "send", "BG-1", "--by", "clerk"), "寄出日期："),
        (("parcels.parcel", "send", "BG-1", "--by", "clerk", "--set", "x"), "“x”应写作 名称=值。"),
    ],
)
def test_bad_input_of_a_move_is_one_clear_line(luodi, people, words, sentence):
    ParcelFactory(code="BG-1", unit=people.street)

    code, _said, complained = luodi("move", *words)

    assert code == 2
    assert complained.startswith(sentence)
    assert Parcel.objects.get().state == "waiting"


def test_a_worker_works_off_what_is_queued(luodi, people, file):
    from luodi.kernel import jobs

    jobs.start_job("parcels.count", label="数包裹", to=1)

    assert luodi("worker", "--once")[0] == 0
    assert jobs.work_once() is False


def test_figures_are_of_a_unit_and_a_broken_law_is_told(luodi, people, monkeypatch):
    from luodi.kernel.figures import LAWS, Law

    ParcelFactory(unit=people.street, weight=3, state="moving", sent_on="2018-01-02")

    assert "parcels.all\t0" in luodi("figures", "--unit", people.other.code)[1]
    assert luodi("figures", "--unit", "没有")[0] == 2
    monkeypatch.setattr(
        "luodi.kernel.figures.laws.LAWS",
        [*LAWS, Law("subset", ("parcels.all",), "parcels.arrived")],
    )
    code, said, _err = luodi("figures")
    assert code == 1
    assert "定律不成立：“包裹”都计入“送达包裹”" in said


def test_a_figure_is_rolled_up_from_the_command_line(luodi, people):
    ParcelFactory(unit=people.street, weight=3, state="moving", sent_on="2018-01-02")

    assert luodi("figures", "--roll-up", "parcels.rolled")[:2] == (0, "parcels.rolled\t1\n")
    code, _said, err = luodi("figures", "--roll-up", "parcels.all")
    assert code == 2
    assert "parcels.rolled" in err
