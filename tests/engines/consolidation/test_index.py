"""New items find their problems without a new run."""

import pytest

from luodi.engines.consolidation import Index, Item, Options, consolidate

LATE = Item("n1", "长青路菜市场工地夜间打桩没人管", "长青路菜市场改造工地半夜施工，吵得睡不着。")
STRANGER = Item("n2", "图书馆周一为什么不开门", "想借书，每次都白跑。")


@pytest.fixture
def index(town):
    return Index.build(town, consolidate(town), Options())


def test_a_new_item_joins_the_problem_it_belongs_to_and_no_id_changes(index):
    before = dict(index.problem_of)

    homes = index.add([LATE, STRANGER])

    assert homes == {"n1": before["a1"], "n2": ""}
    assert {item: index.problem_of[item] for item in before} == before


def test_matching_changes_nothing_and_names_the_best_problem_first(index):
    best = index.match([LATE])[0][0]

    assert best.problem == index.problem_of["a1"]
    assert best.score > Options().stop
    assert "n1" not in index.problem_of


def test_a_new_item_and_a_lone_one_found_a_problem(index):
    homes = index.add([Item("n3", "松岭村自来水水质浑浊发黄", "自来水里有泥沙，沉淀一层。")])

    assert homes["n3"] == index.problem_of["f1"] != ""


def test_an_index_read_back_answers_the_same(index, tmp_path):
    index.save(tmp_path / "index.npz")

    again = Index.load(tmp_path / "index.npz", Options())

    assert again.match([LATE, STRANGER]) == index.match([LATE, STRANGER])
    assert again.add([LATE]) == index.add([LATE])


def test_a_known_id_is_refused(index, town):
    with pytest.raises(ValueError, match="编号 a1 已在索引里：新条目要用新编号。"):
        index.add([town[0]])


def test_an_index_of_nothing_takes_the_first_items():
    index = Index.build([], consolidate([]), Options())

    assert index.add([LATE, STRANGER]) == {"n1": "", "n2": ""}
    assert index.match([LATE]) == [[]]
