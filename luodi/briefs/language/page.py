"""Writing a page: the template runs twice, once to learn what it asks, once with everything read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.runtime import StrictUndefined, Undefined

from luodi.briefs.language.blocks import blocks_of
from luodi.briefs.language.calls import Calls, Now
from luodi.briefs.language.faults import Fault, Faults, Wrong
from luodi.briefs.language.lint import is_digit, lint
from luodi.briefs.language.periods import ALWAYS, Period
from luodi.briefs.language.sandbox import new_environment
from luodi.briefs.language.traced import FIRST_MARK, MOST_MARKS, Asked, Numbers, Traced
from luodi.kernel import clock
from luodi.kernel.figures import Comparison, Value

MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class Setting:
    """What the page is about, besides its text."""

    period: Period = ALWAYS
    campaign: int | None = None
    unit: int | None = None
    unit_name: str = ""
    day: date | None = None
    """成文日期."""
    words: dict[str, str] = field(default_factory=dict)
    """Further words a template may say: title, issue, office."""


class Rehearsal:
    """Answers every question with one, so that the first run only learns what will be asked."""

    def __init__(self, numbers: Numbers) -> None:
        self.units = numbers.units

    def prepare(self, asked: Iterable[Asked]) -> None:
        """Nothing to read."""

    def answer(self, asked: Asked) -> Value:
        """One of something."""
        return Value(asked[0], 1, "", asked[1], 1, 1, clock.now())

    def compared(self, asked: Asked) -> Comparison:
        """One, and one a year before."""
        return Comparison(self.answer(asked), self.answer(asked))

    def label(self, asked: Asked) -> str:
        """Its key."""
        return asked[0]

    def series(self, asked: Asked, by: str, span: str) -> dict[str, Any]:
        """No points."""
        return {"labels": [], "values": [], "unit": "", "label": ""}

    def records(self, asked: Asked, order: str, top: int) -> dict[str, Any]:
        """No rows."""
        return {"label": "", "head": [], "rows": []}


@dataclass
class Page:
    """A written page: blocks with places (numbers into `cited`), and what stands there."""

    setting: Setting
    numbers: Numbers
    cited: list[Traced] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""
    rehearsing: bool = False
    written: int = 0
    asked: list[Asked] = field(default_factory=list)

    def place(self, value: Traced) -> str:
        """The private character that stands for this value until the text is laid out."""
        if len(self.cited) >= MOST_MARKS:
            raise Wrong(f"一份简报最多引用 {MOST_MARKS} 处")
        self.cited.append(value)
        return chr(FIRST_MARK + len(self.cited) - 1)

    def finalize(self, value: Any) -> Any:
        """What may be printed: traced values, and words without digits."""
        if isinstance(value, Traced | Now):
            return str(value)
        if isinstance(value, str):
            self.written += len(value)
            if self.written > MOST_CHARACTERS:
                raise Wrong("写出的文字太长")
            if any(is_digit(c) for c in value):
                raise Wrong(f"“{value[:20]}”含有没有出处的数字，请放进 lit(…)")
            return value
        if value is None:
            return ""
        if isinstance(value, Undefined):
            raise Wrong("没有这个名字，请检查拼写")
        raise Wrong("这里会印出一个没有出处的数，请直接写 {{ fig(…) }}，不要取它的属性")


def write(source: str, numbers: Numbers, setting: Setting) -> Page:
    """The page this source makes of these numbers. Raises `Faults` with every line to mend."""
    if found := lint(source):
        raise Faults(found)
    rehearsal = Page(setting, Rehearsal(numbers), rehearsing=True)
    _run(source, rehearsal)
    numbers.prepare(rehearsal.asked)
    page = Page(setting, numbers)
    page.text = _run(source, page)
    page.blocks = blocks_of(page.text)
    return page


def _run(source: str, page: Page) -> str:
    cage = new_environment(page.finalize)
    cage.undefined = StrictUndefined
    try:
        return cage.from_string(source).render(Calls(page).names())
    except Wrong as wrong:
        raise Faults([Fault(_line_of(wrong), 0, str(wrong))]) from None
    except SecurityError as error:
        raise Faults([Fault(_line_of(error), 0, "模板中不能这样取值或调用")]) from None
    except UndefinedError as error:
        raise Faults([Fault(_line_of(error), 0, f"没有这个名字（{error.message}）")]) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        line = getattr(error, "lineno", None) or _line_of(error)
        raise Faults([Fault(line, 0, f"写法不对（{error}）")]) from None


def _line_of(error: BaseException) -> int:
    """The template's line: Jinja rewrites the traceback so that the frame bears it."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
