"""Settings an administrator changes on a page: each declared once with its default."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, ProgrammingError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFAULTS: dict[str, Any] = {
    "office.name": "示范区",
    "clock.fixed_day": None,
    "sample.notice": "",
    "sample.sign_ins": [],
    "measures.receive_workdays": 3,
    "measures.blue_days": 7,
    "measures.yellow_workdays": 1,
    "measures.red_workdays": 10,
    "measures.red_after_yellow_workdays": 5,
    "measures.missed_reports_for_yellow": 2,
    "measures.returns_for_yellow": 2,
    "measures.look_back_months": 3,
    "measures.verifier_may_share_unit": False,
    "measures.order_mark": "督",
    "briefs.mark": "区",
    "listening.answer_workdays": 15,
    "listening.minimum_characters": 6,
    "listening.guest_suggestions_a_day": 20,
    "problems.heat_people": 10,
    "problems.heat_days": 3,
    "problems.heat_likes": 2,
    "problems.heat_recency": 5,
    "problems.heat_half_life_days": 30,
}
"""Key → default. A key that is not here cannot be stored."""

LABELS: dict[str, Promise] = {
    "office.name": _("系统名称"),
    "measures.receive_workdays": _("签收期限（工作日）"),
    "measures.blue_days": _("到期前多少天亮蓝牌"),
    "measures.yellow_workdays": _("超期多少工作日拟亮黄牌"),
    "measures.red_workdays": _("超期多少工作日拟亮红牌"),
    "measures.red_after_yellow_workdays": _("黄牌未说明多少工作日拟亮红牌"),
    "measures.missed_reports_for_yellow": _("连续几次未反馈拟亮黄牌"),
    "measures.returns_for_yellow": _("第几次退回拟亮黄牌"),
    "measures.look_back_months": _("销号后几个月回头看"),
    "measures.verifier_may_share_unit": _("允许核验人与责任单位同属一个单位（会显著标注）"),
    "listening.answer_workdays": _("建议答复期限（工作日）"),
    "listening.minimum_characters": _("意见最少字数"),
    "listening.guest_suggestions_a_day": _("受邀代表每天最多提交几条建议"),
    "problems.heat_people": _("热度：人数的权重"),
    "problems.heat_days": _("热度：天数的权重"),
    "problems.heat_likes": _("热度：点赞的权重"),
    "problems.heat_recency": _("热度：新近的权重"),
    "problems.heat_half_life_days": _("热度：新近的半衰期（天）"),
    "measures.order_mark": _("督办单发文字号的代字"),
    "briefs.mark": _("通报、报告发文字号的代字"),
}


def label(key: str) -> Promise | str:
    """What a setting is called on the page."""
    return LABELS.get(key, key)


_FRESH_S = 2.0
_cache: dict[str, Any] = {}
_read_at = float("-inf")


_unread: ContextVar[bool] = ContextVar("unread", default=False)


@contextmanager
def unread() -> Iterator[None]:
    """Inside, every setting has its default and no database is asked."""
    token = _unread.set(True)
    try:
        yield
    finally:
        _unread.reset(token)


def get(key: str) -> Any:
    """The stored value of `key`, or its default."""
    return DEFAULTS[key] if _unread.get() else _stored().get(key, DEFAULTS[key])


def _stored() -> dict[str, Any]:
    global _read_at, _cache
    if time.monotonic() - _read_at > _FRESH_S:
        from luodi.kernel.models import Preference  # leaf: models ask the clock

        try:
            _cache = dict(Preference.objects.values_list("key", "value"))
        except (OperationalError, ProgrammingError):  # before the first migrate
            _cache = {}
        _read_at = time.monotonic()
    return _cache


def forget() -> None:
    """Read again at the next question; called after a change."""
    global _read_at
    _read_at = float("-inf")
