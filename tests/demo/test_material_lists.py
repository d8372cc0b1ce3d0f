import re
from collections import Counter

from tests.demo.material import rows


def test_public_messages_form_nine_problems_and_thirty_singles_or_so():
    groups = {r["留言编号"]: r["group"] for r in rows("public_message_groups")}
    assert groups.keys() == {m["留言编号"] for m in rows("public_messages")}
    sizes = Counter(groups.values())
    assert len(groups) == 60
    assert sizes.pop("") == 31
    assert len(sizes) == 9
    assert all(2 <= size <= 5 for size in sizes.values())


def test_public_messages_look_like_an_office_export():
    for m in rows("public_messages"):
        assert re.fullmatch(r"2018/\d{1,2}/\d{1,2} \d{1,2}:\d\d:\d\d", m["留言时间"])
        assert bool(m["答复意见"]) == bool(m["答复时间"])


def test_the_branch_list_has_three_hundred_items_and_its_groups_are_real_groups():
    sizes = Counter(r["group"] for r in rows("party_branch_list"))
    assert sum(sizes.values()) == 300
    assert sizes.pop("") == 139
    assert len(sizes) == 48
    assert all(2 <= size <= 5 for size in sizes.values())
