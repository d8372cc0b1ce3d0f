"""The optional extras, against a real service and a real model on this machine."""

import csv
import json
import time

import numpy as np
import pytest

from luodi.engines.consolidation import Item, consolidate
from luodi.engines.consolidation.command import main
from luodi.engines.consolidation.extras import (
    Endpoint,
    NotAllowed,
    RemoteEmbedder,
    RemoteNamer,
    Unavailable,
    fault_of_address,
    invented,
    near_by_meaning,
    open_folder,
    propose_labels,
)
from tests.services import service, tiny_model

SAID = [
    Item("1", "听涛路路灯不亮"),
    Item("2", "听涛路路灯一直不亮"),
    Item("3", "云台巷晚上要摸黑走路"),
    Item("4", "菜市场窨井盖板破损"),
    Item("5", "幼儿园名额太少"),
]


@pytest.fixture
def server():
    with service() as running:
        yield running


def endpoint(server, **more) -> Endpoint:
    given = {"may_send": lambda: True, "timeout_s": 0.3, "wait_s": 0.01} | more
    return Endpoint(server.address, **given)


def embedder(server, **more) -> RemoteEmbedder:
    return RemoteEmbedder(endpoint(server, **more), "small")


def test_a_near_miss_by_meaning_shares_no_word_and_joins_nothing(server):
    result = consolidate(SAID)

    near = near_by_meaning(result, SAID, embedder(server), most=10)

    [problem] = result.problems
    assert problem.members == ("1", "2")
    assert near == {problem.id: (("3", 1.0),)}
    assert consolidate(SAID) == result


def test_the_order_of_rows_decides_nothing(server):
    result = consolidate(SAID)
    one, other = (
        near_by_meaning(result, rows, embedder(server), most=10) for rows in (SAID, SAID[::-1])
    )

    assert one == other
    assert [got[1]["input"] for got in server.got[:1]] == [
        got[1]["input"] for got in server.got[1:]
    ]


def test_numbers_of_people_are_masked_at_the_door_whoever_calls(server):
    text = "请打13912345678，身份证370202199001011234"

    embedder(server).embed([text])
    RemoteNamer(endpoint(server), "small").label([text])

    assert len(server.got) == 2
    sent = json.dumps(server.texts, ensure_ascii=False)
    assert "139****5678" in sent
    assert "13912345678" not in sent
    assert "199001011234" not in sent


@pytest.mark.parametrize("before", range(100, 241, 7))
def test_no_half_number_leaves_where_a_text_is_cut(server, before):
    words = ("听涛路路灯不亮" * 40)[:before]
    number = "13912345678"
    rows = [
        Item("1", "听涛路路灯不亮", words + number),
        Item("2", "听涛路路灯不亮了", words + number),
        Item("3", words + number),
    ]
    result = consolidate(rows)

    near_by_meaning(result, rows, embedder(server), most=10)
    propose_labels(result, rows, RemoteNamer(endpoint(server), "small"))

    assert result.problems
    assert not any(number[:8] in text for text in server.texts)
    assert not any("3912" in text for text in server.texts)


def test_more_texts_than_allowed_are_not_sent(server):
    with pytest.raises(Unavailable, match="共 5 条，超过比较意思的上限 4 条，这次没有比较。"):
        near_by_meaning(consolidate(SAID), SAID, embedder(server), most=4)

    assert server.got == []


def test_nothing_is_sent_when_nobody_allows_it_and_nothing_more_once_it_is_withdrawn(server):
    with pytest.raises(NotAllowed):
        embedder(server, may_send=lambda: False).embed(["路灯"])
    assert server.got == []

    rows = [*SAID, *(Item(f"n{n}", f"第{n}条没人说过的话") for n in range(150))]
    result = consolidate(rows)
    allowed = iter([True, False])
    some = embedder(server, may_send=lambda: next(allowed))
    with pytest.raises(NotAllowed):
        near_by_meaning(result, rows, some, most=200)
    assert len(server.got) == 1


def test_a_withdrawal_between_two_tries_stops_the_second(server):
    server.sick = "down"
    allowed = iter([True, False])

    with pytest.raises(NotAllowed):
        embedder(server, may_send=lambda: next(allowed)).embed(["路灯"])

    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("sick", "sentence", "asked"),
    [
        ("down", "服务暂时不能答复（503）。", 3),
        ("slow", "服务超过 0.3 秒没有答复。", 3),
        ("drips", "服务超过 0.3 秒没有答复。", 3),
        ("cut", "服务的答复无法识别。", 1),
        ("garbage", "服务的答复无法识别。", 1),
        ("closed", "服务不认这个密钥（401）。", 1),
        ("moved", "服务要求转到别的地址（307），没有跟去。", 1),
        ("short", "语义服务的答复无法识别。", 1),
        ("fewer", "语义服务返回的向量与送去的条数对不上。", 1),
        ("empty", "语义模型返回的向量里有不是数的值。", 1),
    ],
)
def test_what_goes_wrong_is_one_sentence_without_the_text_or_the_key(server, sick, sentence, asked):
    server.sick = sick

    with pytest.raises(Unavailable) as why:
        near_by_meaning(consolidate(SAID), SAID, embedder(server, key="hush"), most=10)

    assert str(why.value) == sentence
    assert [path for path, _ in server.got] == ["/v1/embeddings"] * asked
    assert "hush" not in repr(endpoint(server, key="hush"))
    assert server.keys == ["Bearer hush"] * asked


def test_no_proxy_of_the_environment_stands_between(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")

    assert embedder(server).embed(["路灯"]).tolist() == [[1.0, 0.0, 0.0, 0.0]]


def test_a_service_that_is_not_there_is_one_sentence(server):
    gone = embedder(server)
    server.shutdown()
    server.server_close()

    with pytest.raises(Unavailable, match="服务连不上。"):
        gone.embed(["路灯"])


def test_vectors_of_other_lengths_from_batch_to_batch_are_refused():
    class Growing:
        name, version, turn = "growing", "", 0

        def embed(self, texts):
            self.turn += 1
            return np.ones((len(texts), self.turn), dtype=np.float32)

    rows = [*SAID, *(Item(f"n{n}", f"第{n}条没人说过的话") for n in range(100))]
    with pytest.raises(Unavailable, match="语义模型返回的向量长短不一。"):
        near_by_meaning(consolidate(rows), rows, Growing(), most=500)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://10.0.0.8:8000/v1", ""),
        ("ftp://10.0.0.8", "服务地址要以 http:// 或 https:// 开头，例如 http://10.0.0.8:8000/v1。"),
        ("http://user:word@10.0.0.8/v1", "服务地址里不要写账号或密钥；密钥另有设置。"),
        ("http://10.0.0.8/v1?key=1", "服务地址里不要带 ? 或 #。"),
        ("http://10.0.0.8:x/v1", "服务地址不成立。"),
    ],
)
def test_an_address_says_what_is_wrong_with_it(address, fault):
    assert fault_of_address(address) == fault


@pytest.mark.parametrize(
    ("label", "is_invented"),
    [
        ("听涛路路灯不亮", False),
        ("听涛路 3 盏路灯不亮", True),
        ("听涛路12号楼前路灯不亮", False),
        ("听涛路2号楼前路灯不亮", True),
        ("云台路路灯不亮", True),
        ("听涛路三十户居民反映路灯不亮", True),
        ("听涛路LED路灯不亮", True),
        ("幸福小区电梯故障长期无人维修", True),
        ("路灯", True),
        ("听涛路路灯不亮\n请尽快处理", True),
        ("听涛路" + "路灯不亮" * 12, True),
    ],
)
def test_a_label_that_says_what_no_text_says_is_refused(label, is_invented):
    texts = ["听涛路路灯不亮", "听涛路12号楼前路灯坏了半年，居民反映多次"]

    assert bool(invented(label, texts)) == is_invented


def test_labels_are_proposed_where_no_person_gave_one(server):
    result = consolidate(SAID)
    [problem] = result.problems
    namer = RemoteNamer(endpoint(server), "small")
    server.label = "“听涛路路灯不亮影响出行”\n因为……"

    assert propose_labels(result, SAID, namer).labels == {problem.id: "听涛路路灯不亮影响出行"}
    assert propose_labels(result, SAID, namer, named={"2"}).labels == {}
    server.label = "浮山路路灯不亮"
    refused = propose_labels(result, SAID, namer)
    assert (refused.labels, refused.refused) == ({}, 1)
    assert len(server.got) == 2


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "said.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("编号", "标题"), *((i.id, i.title) for i in SAID)])
    return path


def run(book, *more) -> tuple[int, list[dict[str, str]]]:
    out = book.with_name("out.csv")
    code = main([str(book), "--text", "标题", "--id", "编号", "--out", str(out), *more])
    text = out.read_text(encoding="utf-8") if out.exists() else ""
    return code, list(csv.DictReader(text.splitlines()))


def test_the_command_sends_nothing_to_an_address_unless_told_to(server, book, capsys):
    for option in ("--embedder", "--namer"):
        assert run(book, option, server.address) == (2, [])
        assert capsys.readouterr().err == (
            f"{server.address} 是服务地址，用它要把文字发出本机：确认可以发送，请加 --send-texts。\n"
        )
    assert server.got == []


def test_the_command_groups_the_same_with_extras_and_without(server, book, capsys):
    server.label = "听涛路路灯不亮影响出行"
    _, plain = run(book)
    capsys.readouterr()

    code, rows = run(book, "--embedder", server.address, "--namer", server.address, "--send-texts")

    assert code == 0
    assert [row["problem"] for row in rows] == [row["problem"] for row in plain]
    assert rows[0]["label"] == "听涛路路灯不亮影响出行"
    said = capsys.readouterr()
    assert said.out.startswith("3 与问题 P")
    assert "1 个名称由模型 default 拟，请人核对" in said.err


def test_the_command_goes_on_without_an_extra_that_fails(server, book, capsys, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _s: None)
    server.sick = "down"

    code, rows = run(book, "--embedder", server.address, "--namer", server.address, "--send-texts")

    assert (code, len(rows)) == (0, len(SAID))
    assert capsys.readouterr().err.endswith("服务暂时不能答复（503）。\n" * 2)


def test_a_folder_without_a_model_is_bad_input(book, tmp_path, capsys):
    assert run(book, "--embedder", str(tmp_path / "none"))[0] == 2
    assert capsys.readouterr().err == "找不到语义模型的文件夹。\n"
    assert run(book, "--embedder", str(tmp_path))[0] == 2
    assert capsys.readouterr().err.startswith("文件夹里没有可用的语义模型")


def test_a_model_in_a_folder_is_read_with_its_own_words(tmp_path):
    made = tiny_model(tmp_path / "tiny")

    found = open_folder(made)
    vectors = found.embed(["路灯照明", "井盖"])

    assert (found.name, len(found.version)) == ("tiny", 12)
    # One row per meaning: the mean over a text's words, the longer text unharmed by padding.
    assert vectors.tolist() == [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]
    result = consolidate(SAID)
    [near] = near_by_meaning(result, SAID, found, most=10).values()
    assert near[0][0] == "3"


def test_a_broken_model_is_one_sentence(tmp_path):
    folder = tiny_model(tmp_path / "tiny")
    (folder / "model.onnx").write_bytes(b"no model")

    with pytest.raises(Unavailable, match="语义模型打不开"):
        open_folder(folder)
