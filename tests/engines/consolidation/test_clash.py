"""Which words name a city, a county or a district, so that two of them may clash."""

import pytest

from luodi.engines.consolidation.clash import areas_of


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("A市B县某路口", {("A", "市"), ("B", "县")}),
        ("西地省E4区", {("E4", "区")}),
        ("云台区窗口", {("云台", "区")}),
        ("芳草社区菜市场", set()),
        ("智慧菜市场搬到哪里", set()),
        ("小区超市门口", set()),
    ],
)
def test_a_market_is_no_city_and_an_estate_no_district(text, areas):
    assert areas_of(text) == areas
