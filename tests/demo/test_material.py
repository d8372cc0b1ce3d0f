import csv
import datetime as dt
import re
from collections import Counter

import pytest

from tests.demo.material import DATA, TODAY, by_code, counted, rows, texts

UNIT_KINDS = {"党委", "党组", "支部", "部门", "街道", "社区", "企事业", "群团"}
PER_PROBLEM = {
    "P01": 33, "P02": 21, "P03": 29, "P04": 14, "P05": 61, "P06": 47,
    "P07": 38, "P08": 17, "P09": 11, "P10": 26, "P11": 7, "P12": 5,
}  # fmt: skip
NAMED_BY = {  # every cell that names a row of the file on the left
    "units": (
        "units.parent_code people.unit_code gatherings.unit_code measures.lead_unit "
        "measures.cooperating_units orders.to_unit"
    ),
    "gatherings": "statements.gathering_code topics.gathering_code",
    "people": (
        "statements.raised_by measures.leader measures.handler measures.verifier "
        "closures.requested_by closures.verifier closures.signed_by progress.by evidence.by "
        "leader_actions.person extensions.asked_by extensions.decided_by cards.issued_by "
        "cards.lifted_by orders.signed_by handovers.from_person handovers.to_person "
        "handovers.approved_by lookbacks.by"
    ),
    "problems": "statements.problem_code",
    "guests": "suggestions.guest_code",
    "topics": "suggestions.topic_code",
    "measures": (
        "suggestions.measure_code closures.measure progress.measure evidence.measure "
        "leader_actions.measure extensions.measure cards.measure orders.measures handovers.measure "
        "lookbacks.measure"
    ),
}
# Where a sentence that somebody said or wrote stands; none may appear twice in the whole material.
SPOKEN = [
    ("gatherings", "minutes"), ("statements", "text"), ("suggestions", "text"), ("suggestions", "answer"),
    ("measures", "content"), ("closures", "result_text"), ("closures", "opinion"), ("progress", "text"),
    ("evidence", "text"), ("outcomes", "story"), ("leader_actions", "content"), ("leader_actions", "decision"),
    ("public_messages", "留言主题"), ("public_messages", "留言详情"), ("public_messages", "答复意见"),
    ("party_branch_list", "text"),
]  # fmt: skip


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_has_as_many_cells_as_the_heading(path):
    with path.open(encoding="utf-8", newline="") as file:
        heading, *body = csv.reader(file)
    assert body
    assert [line for line in body if len(line) != len(heading)] == []
    assert [cell for line in body for cell in line if cell != cell.strip()] == []


@pytest.mark.parametrize(
    ("target", "cell"),
    [(target, cell) for target, cells in NAMED_BY.items() for cell in cells.split()],
)
def test_every_reference_names_a_row_that_exists(target, cell):
    named = {code for codes in texts(*cell.split(".")) for code in codes.split("、")}
    assert named - by_code(target).keys() == set()


@pytest.mark.parametrize(
    "name",
    [
        "units",
        "people",
        "problems",
        "gatherings",
        "statements",
        "topics",
        "guests",
        "suggestions",
        "measures",
        "progress",
        "evidence",
    ],
)
def test_no_code_is_used_twice(name):
    assert len(by_code(name)) == len(rows(name))


def test_the_totals_are_those_of_the_sample():
    totals = {
        name: len(rows(name))
        for name in ("statements", "problems", "guests", "topics", "suggestions")
    }
    assert totals == {
        "statements": 309,
        "problems": 12,
        "guests": 24,
        "topics": 4,
        "suggestions": 30,
    }
    assert len(counted()) == 277
    assert len({p["category"] for p in rows("problems")}) == 3
    assert [g["attended"] for g in rows("guests")].count("1") == 23


def test_the_smaller_files_hold_what_the_pages_need():
    totals = {
        name: len(rows(name))
        for name in (
            "progress",
            "evidence",
            "leader_actions",
            "extensions",
            "cards",
            "orders",
            "handovers",
            "lookbacks",
        )
    }
    assert totals == {
        "progress": 110, "evidence": 71, "leader_actions": 40, "extensions": 6,
        "cards": 8, "orders": 3, "handovers": 2, "lookbacks": 4,
    }  # fmt: skip


def test_units_form_one_tree_of_known_kinds():
    units = by_code("units")
    assert {u["kind"] for u in units.values()} == UNIT_KINDS
    assert [u["code"] for u in units.values() if not u["parent_code"]] == ["Q00"]
    assert Counter(u["kind"] for u in units.values()).items() >= {"街道": 10, "社区": 24}.items()
    for unit in units.values():
        steps = 0
        while unit["parent_code"]:
            unit, steps = units[unit["parent_code"]], steps + 1
            assert steps < 6
    assert len({u["full_name"] for u in units.values()}) == len(units)


def test_people_have_distinct_names_and_sign_ins_and_the_cast_is_complete():
    people = rows("people")
    assert len({p["name"] for p in people}) == len(people)
    signs = texts("people", "username")
    assert len(set(signs)) == len(signs)
    cast = Counter(role for p in people for role in p["roles"].split("、"))
    assert (cast["督查"], cast["核验人"], cast["审批领导"]) == (2, 4, 1)
    administrators = [p for p in people if "管理员" in p["roles"]]
    assert sorted(p["roles"] for p in administrators) == ["安全管理员", "审计管理员", "系统管理员"]


def test_gatherings_beside_the_recognised_ones_are_told_apart_by_state():
    others = [g for g in rows("gatherings") if g not in counted()]
    assert Counter((g["kind"], g["state"]) for g in others) == {
        ("座谈会", "counted"): 1, ("报告会", "counted"): 1,
        ("专题会议", "draft"): 2, ("专题会议", "submitted"): 2,
        ("专题会议", "returned"): 1, ("专题会议", "void"): 1,
        ("座谈会", "planned"): 1, ("报告会", "planned"): 1, ("集中研讨", "planned"): 1,
    }  # fmt: skip
    assert all(g["reason"] for g in others if g["state"] in {"returned", "void"})
    assert sorted(g["held_on"] for g in others if g["state"] == "planned") == [
        "2018-11-14",
        "2018-11-23",
        "2018-11-27",
    ]


def test_recognised_gatherings_lie_in_the_month_and_mostly_on_workdays():
    held = [dt.date.fromisoformat(g["held_on"]) for g in counted()]
    assert dt.date(2018, 10, 8) <= min(held) <= max(held) <= dt.date(2018, 11, 7)
    assert sum(day.weekday() >= 5 for day in held) <= 0.06 * len(held)
    assert all(int(g["attendance_count"]) >= 1 and g["minutes"] and g["place"] for g in counted())
    assert {g["unit_code"] for g in counted()} == by_code("units").keys()


def test_the_chair_is_a_person_of_the_sample_or_a_name():
    codes = {g["chair"] for g in rows("gatherings") if g["chair"].startswith("R")}
    assert codes - by_code("people").keys() == set()
    names = {g["chair"] for g in rows("gatherings")} - codes
    assert names & {p["name"] for p in rows("people")} == set()


def test_titles_and_minutes_do_not_read_as_one_template():
    assert max(Counter(g["title"] for g in counted()).values()) <= 4
    assert len({(g["unit_code"], g["held_on"]) for g in counted()}) == 277
    openings = Counter(g["minutes"][:8] for g in counted())
    assert max(openings.values()) <= 0.03 * 277


def test_every_statement_was_said_at_a_recognised_gathering_and_belongs_to_one_problem():
    recognised = {g["code"]: g for g in counted()}
    assert Counter(s["problem_code"] for s in rows("statements")) == PER_PROBLEM
    for s in rows("statements"):
        assert recognised[s["gathering_code"]]["held_on"] <= s["created"] <= TODAY


def test_statements_have_natural_length_a_dimension_and_a_speaker_only_when_named():
    for s in rows("statements"):
        assert 15 <= len(s["text"]) <= 140
        assert s["dimension"] in "123456"
        assert s["anonymity"] in {"具名", "单位", "匿名"}
        assert bool(s["raised_by"]) == (s["anonymity"] == "具名")
    assert min(Counter(s["anonymity"] for s in rows("statements")).values()) >= 60


def test_a_named_speaker_belongs_to_the_unit_that_met():
    people, gatherings = by_code("people"), by_code("gatherings")
    for s in rows("statements"):
        if s["raised_by"]:
            assert (
                people[s["raised_by"]]["unit_code"] == gatherings[s["gathering_code"]]["unit_code"]
            )


@pytest.mark.parametrize(("length", "share"), [(6, 0.03), (3, 0.03), (2, 0.05)])
def test_no_opening_dominates_the_statements(length, share):
    openings = Counter(text[:length] for text in texts("statements", "text"))
    assert max(openings.values()) <= share * 309


def test_no_sentence_stands_twice_anywhere():
    every = [text for name, column in SPOKEN for text in texts(name, column)]
    assert [text for text, times in Counter(every).items() if times > 1] == []


def test_problem_titles_fit_and_carry_description_cause_and_dimension():
    for p in rows("problems"):
        assert len(p["title"]) <= 60
        assert p["description"]
        assert p["cause"]
        assert p["primary_dimension"] in "123456"


def test_the_symposium_has_four_topics_and_every_fate_is_complete():
    assert by_code("gatherings")["HY-278"]["held_on"] == "2018-11-01"
    assert {t["gathering_code"] for t in rows("topics")} == {"HY-278"}
    assert {s["topic_code"] for s in rows("suggestions")} == {"T1", "T2", "T3", "T4"}
    assert {s["fate"] for s in rows("suggestions")} == {"采纳", "部分采纳", "不采纳", "已在做"}
    assert all(bool(s["reason"]) == (s["fate"] == "不采纳") for s in rows("suggestions"))
    assert [
        s["code"] for s in rows("suggestions") if s["fate"] == "采纳" and not s["measure_code"]
    ] == []
    assert len(texts("suggestions", "answer")) == 27


def test_no_file_holds_addresses_or_numbers_of_persons():
    every = "".join(path.read_text(encoding="utf-8") for path in DATA.iterdir())
    assert re.findall(r"https?://|1[3-9]\d{9}|\d{17}[\dXx]", every) == []
