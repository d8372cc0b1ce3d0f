"""Pages of figures: opened, hidden, published, and one's own board."""

import csv
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from luodi.kernel import actions, boards, clock
from luodi.kernel.figures import FIGURES, Context, Kind
from luodi.kernel.lists import PER_PAGE
from luodi.kernel.models import FigureBoard, FigureSnapshot, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused, StaleVersion
from tests.factories.parcels import ParcelFactory

pytestmark = pytest.mark.django_db
YEAR = "?start=2018-01-01&end=2018-12-31"


@pytest.fixture
def sent(people):
    states = ["arrived", "arrived", "lost", "moving"]
    return [
        ParcelFactory(unit=people.street, sent_on=date(2018, 3, n + 1), weight=n + 1, state=state)
        for n, state in enumerate(states)
    ]


@pytest.fixture
def office(client, people):
    client.force_login(people.office)
    return client


def text(answer):
    return answer.content.decode()


def test_a_page_tells_the_definition_and_its_laws(office, sent):
    page = text(office.get(f"/figures/parcels.sent/{YEAR}&min=2"))

    for told in ("寄出包裹（2公斤以上）", "期间数", "第 2 版", "遗失的也计", "口径调整",
                 "3 条记录", "都计入", "业务人员"):  # fmt: skip
        assert told in page, told


def test_a_share_opens_both_of_its_lists(office, sent):
    first = office.get(f"/figures/parcels.arrived_share/{YEAR}")
    second = office.get(f"/figures/parcels.arrived_share/{YEAR}&list=1")

    assert first.context["value"].text == "50.0"
    assert [len(page.context["page"].rows) for page in (first, second)] == [2, 4]
    assert [number for _n, _f, number in first.context["parts"]] == [2, 4]
    for wrong in ("2", "-1", "x"):
        assert office.get(f"/figures/parcels.arrived_share/?list={wrong}").status_code == 404


def test_a_figure_of_others_shows_no_number_no_list_and_no_chart(client, people, sent):
    client.force_login(people.clerk)

    page = client.get("/figures/parcels.secret/")

    assert "没有您可以看到的记录" in text(page)
    assert "value" not in page.context
    assert "figure-value" not in text(page)
    assert "parcels.secret" not in text(client.get("/figures/"))
    api = client.get("/api/figures/parcels.secret").json()
    assert (api["value"], api["records"], api["visible"]) == (None, 0, False)
    assert client.get("/figures/parcels.secret/export/").status_code == 404
    assert client.post("/figures/parcels.secret/board/").status_code == 403


def test_an_own_list_that_is_empty_says_so(client, people, sent):
    client.force_login(people.stranger)

    assert "没有您可以看到的记录" in text(client.get(f"/figures/parcels.sent/{YEAR}"))


def test_the_catalogue_is_searched_by_label_alias_and_rule(office, sent):
    def found(words):
        table = office.get("/figures/", {"q": words}).context["table"]
        return {row.record.figure.key for row in table.paginated_rows}

    assert found("送达率") == {"parcels.arrived_share"}
    assert "parcels.weight" in found("已寄出包裹的重量之和")
    assert found("没有这样的数字") == set()


def lines(answer):
    return [row.record for row in answer.context["table"].paginated_rows]


def test_the_catalogue_is_narrowed_by_kind_and_owner(office, sent):
    ratios = office.get("/figures/", {"kind": "ratio"})
    owned = office.get("/figures/", {"owner": "工作专班"})
    wrong = office.get("/figures/", {"kind": "nonsense", "owner": "无此单位"})

    assert {line.figure.kind for line in lines(ratios)} == {Kind.RATIO}
    assert lines(owned)
    assert {line.owner for line in lines(owned)} == {"工作专班"}
    assert len(lines(wrong)) == PER_PAGE


def test_the_catalogue_is_sorted_and_paged(office, sent, django_assert_num_queries):
    first, last = (
        office.get("/figures/", {"sort": "label"}),
        office.get("/figures/", {"sort": "-label"}),
    )
    second = office.get("/figures/", {"sort": "label", "page": 2})
    labels = [line.label for line in lines(first)]

    assert labels == sorted(labels)
    assert lines(last)[0].label > lines(first)[0].label
    assert len(labels) == PER_PAGE
    assert not {line.label for line in lines(second)} & set(labels)
    assert all(line.value is not None for line in lines(second))
    counted = sum(1 for row in first.context["table"].rows if row.record.value is not None)
    assert counted == PER_PAGE


def test_the_catalogue_says_what_each_figure_is(office, sent):
    page = text(office.get(f"/figures/{YEAR}&q=parcels.weight"))

    for told in ("口径", "单位", "类型", "负责", "版本", "谁可以看", "已寄出包裹的重量之和", "公斤",
                 "业务人员", "start=2018-01-01"):  # fmt: skip
        assert told in page, told


def test_the_catalogue_goes_out_as_it_is_shown(client, people, sent):
    client.force_login(people.office)
    url, opened = "/figures/export/", []

    def rows(**query):
        answer = client.get(url, {"as": "csv", **query})
        opened.append(answer)
        content = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(content.splitlines()))

    head, *found = rows(q="parcels.weight")
    answer = client.get(url)
    opened.append(answer)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))

    assert head == [
        "编号",
        "数字",
        "值",
        "单位",
        "类型",
        "口径",
        "负责",
        "版本",
        "谁可以看",
        "别名",
    ]
    assert [(row[0], row[2], row[3]) for row in found] == [("parcels.weight", "10", "公斤")]
    assert {row[0].value for row in book.active.iter_rows()} >= {"parcels.weight", "parcels.sent"}
    event = TrailEvent.objects.filter(action="kernel.figure.export").order_by("seq").last()
    assert event.after["kind"] == "xlsx"

    client.force_login(people.clerk)
    assert "parcels.secret" not in {row[0] for row in rows()}
    client.force_login(people.audit)
    assert rows()[1:] == []
    for one in opened:  # at the end: closing an answer closes the connection
        one.close()


def test_publishing_and_what_moved_since(office, people, sent):
    answer = office.post("/figures/parcels.weight/publish/", {"start": "2018-01-01", "end": "2018-12-31"})  # fmt: skip
    snapshot = FigureSnapshot.objects.get()
    assert answer.url == snapshot.get_absolute_url()
    assert "与发布时一致" in text(office.get(answer.url))

    actions.edit(sent[0], {"weight": 5}, by=people.head, version=None)
    page = office.get(answer.url)

    assert [(what, one.record) for what, _tone, one in page.context["moved"]] == [("改动", sent[0])]
    for told in ("数值已变", "已发布", "现算", "差异", "+4", str(people.head)):
        assert told in text(page), told
    figure_page = office.get(f"/figures/parcels.weight/{YEAR}")
    assert snapshot in figure_page.context["snapshots"]


def test_only_the_office_publishes(client, people, sent):
    client.force_login(people.clerk)

    assert client.post("/figures/parcels.weight/publish/").status_code == 403
    assert client.post("/figures/no.such/publish/").status_code == 404
    assert not FigureSnapshot.objects.exists()


def test_a_snapshot_of_others_is_not_found(client, people, office, sent):
    office.post("/figures/parcels.weight/publish/")
    url = FigureSnapshot.objects.get().get_absolute_url()
    for reader, status in ((people.leader, 200), (people.clerk, 404), (people.audit, 404)):
        client.force_login(reader)
        assert client.get(url).status_code == status


def keys(board):
    return [tile["key"] for tile in board.tiles]


def test_a_board_is_ones_own_and_is_arranged_with_buttons(client, people, sent):
    client.force_login(people.clerk)
    assert "还没有放数字" in text(client.get("/figures/board/"))
    for key in ("parcels.all", "parcels.sent", "parcels.weight"):
        client.post(f"/figures/{key}/board/", {"end": "2018-12-31"})
        client.post(f"/figures/{key}/board/", {"end": "2018-12-31"})
    board = FigureBoard.objects.get()
    assert (board.user, keys(board)) == (people.clerk, ["parcels.all", "parcels.sent", "parcels.weight"])  # fmt: skip

    answer = client.post("/figures/board/2/", {"verb": "up", "version": board.version})
    page = client.get(answer.url)
    board.refresh_from_db()

    assert keys(board) == ["parcels.all", "parcels.weight", "parcels.sent"]
    assert text(page).count("autofocus") == 1
    assert [tile.title for tile in page.context["tiles"]] == ["包裹", "寄出重量", "寄出包裹"]
    client.post("/figures/board/0/", {"verb": "remove", "version": board.version})
    board.refresh_from_db()
    assert keys(board) == ["parcels.weight", "parcels.sent"]
    client.force_login(people.head)
    assert client.get("/figures/board/").context["tiles"] == []


def test_a_tile_can_follow_the_year(people, sent):
    boards.put(people.office, FIGURES["parcels.sent"], Context())

    boards.arrange(people.office, 0, "span:year", None)

    with clock.at(date(2018, 11, 8)):
        (tile,) = boards.tiles_of(boards.board_of(people.office), people.office)
    assert tile.context == Context(start=date(2018, 1, 1), end=date(2018, 11, 8))
    assert (tile.comparison.value.number, tile.change) == (4, "口径调整，不作同比")
    assert tile.note == "2018-01-01 – 2018-11-08"


def test_a_board_costs_two_queries_whatever_is_on_it(people, sent, django_assert_num_queries):
    people.office.standing  # noqa: B018  asked once per request
    for key in ("parcels.sent", "parcels.weight", "parcels.arrived_share", "parcels.leaders"):
        boards.put(people.office, FIGURES[key], Context())

    with django_assert_num_queries(2):
        boards.tiles_of(boards.board_of(people.office), people.office)


def test_what_a_board_refuses(people, sent, monkeypatch):
    with pytest.raises(NotAllowed):
        boards.put(people.clerk, FIGURES["parcels.secret"], Context())
    boards.put(people.clerk, FIGURES["parcels.all"], Context())
    for at, verb in ((1, "up"), (-1, "up"), (0, "jump"), (0, "span:week")):
        with pytest.raises(Refused):
            boards.arrange(people.clerk, at, verb, None)
    with pytest.raises(StaleVersion):
        boards.arrange(people.clerk, 0, "remove", 7)
    monkeypatch.setattr(boards, "MOST", 1)
    with pytest.raises(Refused, match="最多放 1 个"):
        boards.put(people.clerk, FIGURES["parcels.sent"], Context())


def test_a_figure_that_is_gone_leaves_the_board_standing(people, sent, monkeypatch):
    boards.put(people.clerk, FIGURES["parcels.all"], Context())
    boards.put(people.clerk, FIGURES["parcels.sent"], Context())
    monkeypatch.delitem(FIGURES, "parcels.all")

    tiles = boards.tiles_of(boards.board_of(people.clerk), people.clerk)

    assert [(tile.at, tile.figure.key) for tile in tiles] == [(1, "parcels.sent")]


def test_a_very_long_list_is_read_record_by_record_when_asked(client, people, sent, monkeypatch):
    """At ordinary length all of it is read at once, and there is nothing to ask for."""
    from luodi.kernel.publication import freeze
    from luodi.kernel.views import snapshots

    frozen = freeze(people.office, FIGURES["parcels.all"], Context())
    client.force_login(people.office)
    offer, url = 'href="?thorough=1"', frozen.get_absolute_url()
    assert offer not in client.get(url).content.decode()

    monkeypatch.setattr(snapshots, "READ_WHOLE", 1)
    assert offer in client.get(url).content.decode()
    assert offer not in client.get(f"{url}?thorough=1").content.decode()
