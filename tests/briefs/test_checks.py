"""A built-in template that is wrong stops the start."""

import pytest

from luodi.briefs.checks import cited, template_faults

HEAD = "name: 试行\nkind: brief\nmasthead: 试行简报\nnote: 试一试\n\n"


@pytest.fixture
def faults(tmp_path):
    def of(text):
        path = tmp_path / "trial.md"
        path.write_text(text, encoding="utf-8")
        return list(template_faults(path))

    return of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + '共{{ fig("parcels.sent") }}。\n', []),
        (HEAD.replace("note: 试一试\n", ""), ["开头没有写 note"]),
        (HEAD.replace("brief\n", "letter\n"), ["文种“letter”不存在"]),
        (HEAD + "共3件。\n", ['正文第 1 行第 2 列：“3”没有出处，请改用 fig(…) 引用，或用 lit("…") 注明是手写']),
        (HEAD + '\n共{{ fig("parcels.nothing") }}。\n', ["正文第 2 行：没有数字“parcels.nothing”"]),
        (HEAD + '{% chart figure="a.b" %}\n{% table figures=["a.c"] %}\n{% records "a.d" %}\n',
         ["正文第 1 行：没有数字“a.b”", "正文第 2 行：没有数字“a.c”", "正文第 3 行：没有数字“a.d”"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_with_its_line(faults, text, told):
    assert faults(text) == told


def test_a_text_that_cannot_be_read_names_no_figure():
    assert list(cited("{% for %}")) == []
