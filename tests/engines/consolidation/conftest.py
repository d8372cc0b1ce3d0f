"""A small town's messages, written for these tests."""

import pytest

from luodi.engines.consolidation import Item

_LINES = """
a1|长青路菜市场工地夜间施工噪音扰民|每天晚上十二点以后还在打桩，附近居民睡不着，望有关部门查处。
a2|投诉长青路菜市场工地半夜打桩太吵|长青路菜市场改造工地夜间施工到凌晨，孩子没法睡觉。
a3|长青路菜市场改造工地通宵施工谁来管|打桩机从晚上十点响到早上，长青路菜市场旁边的住户都受不了。
b1|东湖花园二期地下车位只卖不租|开发商规定地下车位只卖不租，业主没有地方停车。
b2|反映东湖花园二期车位只卖不租的问题|东湖花园二期的地下车库空着，物业说车位只卖不租。
c1|咨询公租房申请条件|外地户口能不能申请公租房？需要哪些材料？
d1|望江小区楼下烧烤店油烟直排|烧烤店没有装油烟净化器，一到晚上整栋楼都是油烟味。
e1|建议开通高新区到火车站的公交快线|每天通勤要转三趟车，希望开通快线。
f1|松岭村自来水水质浑浊|自来水放出来是黄的，沉淀之后有一层泥沙。
g1|实验中学周末强制补课并收费|高二年级周六全天补课，每人收费四百元。
h1|退休职工医保异地报销比例是多少|我随子女在外地居住，想了解住院报销比例。
i1|人民公园健身器材损坏无人维修|单杠松动，跑步机缺了踏板，容易伤人。
""".strip()


@pytest.fixture
def town() -> list[Item]:
    rows = [line.split("|") for line in _LINES.splitlines()]
    return [Item(id=key, title=title, body=body) for key, title, body in rows]
