from collections import Counter

import pytest

from tests.demo.material import TODAY, by_code, measure_of, rows

PER_STATE = {
    "draft": 4, "assigned": 6, "in_progress": 24, "closure_requested": 4, "verifying": 3,
    "verified": 2, "closed": 18, "sustained": 3, "suspended": 2, "cancelled": 2,
}  # fmt: skip


def test_measures_have_every_state_and_an_origin_that_exists():
    assert Counter(m["state"] for m in rows("measures")) == PER_STATE
    origins = Counter(m["origin"] for m in rows("measures"))
    assert origins.keys() - by_code("suggestions").keys() == by_code("problems").keys()
    assert sum(origins[code] for code in by_code("problems")) == 64
    adopted = {m["origin"]: m["code"] for m in rows("measures") if m["origin"].startswith("JY")}
    assert {code: by_code("suggestions")[code]["measure_code"] for code in adopted} == adopted


def test_exactly_five_measures_in_progress_are_overdue_today():
    open_ones = [m for m in rows("measures") if m["state"] == "in_progress" and m["due_on"]]
    assert sum(m["due_on"] < TODAY for m in open_ones) == 5


def test_deadlines_fit_their_kind():
    for m in rows("measures"):
        assert bool(m["due_on"]) == (m["deadline_kind"] != "sustained")
        assert bool(m["review_on"]) == (m["state"] == "sustained")
        assert bool(m["assigned_on"]) == (m["state"] != "draft")
        assert bool(m["reason"]) == (m["state"] in {"suspended", "cancelled"})
        assert m["target"]
        assert m["result_form"]


def test_leader_handler_and_units_of_a_measure_fit_together():
    people = by_code("people")
    for m in rows("measures"):
        assert "牵头领导" in people[m["leader"]]["roles"]
        assert people[m["handler"]]["unit_code"] == m["lead_unit"]
        assert m["lead_unit"] not in m["cooperating_units"].split("、")


def test_the_verifier_took_no_part():
    people = by_code("people")
    for closure in rows("closures"):
        measure, verifier = measure_of(closure), people[closure["verifier"]]
        took_part = {
            measure["leader"],
            measure["handler"],
            closure["requested_by"],
            closure["signed_by"],
        }
        took_part |= {
            r["by"]
            for name in ("progress", "evidence")
            for r in rows(name)
            if r["measure"] == measure["code"]
        }
        assert "核验人" in verifier["roles"]
        assert verifier["code"] not in took_part
        assert verifier["unit_code"] not in {
            measure["lead_unit"],
            *measure["cooperating_units"].split("、"),
        }


def test_closings_go_as_far_as_the_state_says():
    signed = {c["measure"] for c in rows("closures") if c["signed_on"]}
    reached = {m["code"]: m["state"] for m in rows("measures")}
    assert {
        code for code, state in reached.items() if state in {"closed", "sustained"}
    } == signed - {"ZG-05-03"}
    for c in rows("closures"):
        state = reached[c["measure"]]
        assert bool(c["accepted_on"]) == (state != "closure_requested")
        assert bool(c["verified_on"]) == (state not in {"closure_requested", "verifying"})
        steps = [
            c[day] for day in ("requested_on", "accepted_on", "verified_on", "signed_on") if c[day]
        ]
        assert [measure_of(c)["assigned_on"], *steps, TODAY] == sorted(
            [measure_of(c)["assigned_on"], *steps, TODAY]
        )


def test_no_closing_is_requested_without_evidence_of_its_own_cycle():
    for c in rows("closures"):
        own = [
            e for e in rows("evidence") if (e["measure"], e["cycle"]) == (c["measure"], c["cycle"])
        ]
        assert [e for e in own if e["taken_on"] <= c["requested_on"]], c["measure"]


@pytest.mark.parametrize(
    ("name", "day"),
    [("progress", "reported_on"), ("evidence", "taken_on"), ("leader_actions", "acted_on")],
)
def test_follow_up_lies_between_assignment_and_today(name, day):
    late = [r for r in rows(name) if not measure_of(r)["assigned_on"] <= r[day] <= TODAY]
    assert late == []


def test_leaders_acted_only_on_measures_that_were_theirs():
    former = {(h["measure"], h["from_person"]) for h in rows("handovers")}
    for action in rows("leader_actions"):
        assert (
            action["person"] == measure_of(action)["leader"]
            or (action["measure"], action["person"]) in former
        )


def test_every_closed_measure_has_an_outcome_with_figures():
    subjects = {o["subject"] for o in rows("outcomes")}
    closed = {m["code"] for m in rows("measures") if m["state"] in {"closed", "sustained"}}
    assert subjects == closed | {p["code"] for p in rows("problems") if p["state"] == "已销号"}
    assert [o for o in rows("outcomes") if float(o["before"]) == float(o["after"])] == []


def test_approved_extensions_agree_with_the_due_date_and_refusals_carry_a_reason():
    for e in rows("extensions"):
        due = measure_of(e)["due_on"]
        assert due == (e["to_on"] if e["state"] == "同意" else e["from_on"])
        assert bool(e["decision_reason"]) == (e["state"] != "待批")


def test_cards_are_automatic_only_when_blue_and_nothing_is_signed_by_a_machine():
    for card in rows("cards"):
        if card["level"] == "蓝牌":
            assert not card["issued_by"]
        else:
            assert bool(card["issued_by"]) == bool(card["issued_at"])
    assert Counter(c["level"] for c in rows("cards")) == {"蓝牌": 3, "黄牌": 4, "红牌": 1}


def test_a_rebound_reopened_its_measure_as_a_second_cycle():
    rebounded = [b["measure"] for b in rows("lookbacks") if b["result"] == "反弹"]
    assert rebounded == [m["code"] for m in rows("measures") if m["cycle"] == "2"]
