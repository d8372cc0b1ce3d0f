"""How a campaign and its phases begin and end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel.transitions import Attempt, Move, Table
from luodi.listening.choices import CampaignState, PhaseKind, PhaseState
from luodi.listening.models import Campaign, Phase, Statement
from luodi.listening.transitions.actors import approver, office


def _has_no_open_phase(attempt: Attempt) -> str | None:
    names = [phase.name for phase in attempt.record.phases.filter(state=PhaseState.OPEN)]
    if names:
        return _("还有环节没有结束：%(names)s。") % {"names": "、".join(names)}
    return None


def _is_covered(attempt: Attempt) -> str | None:
    return _coverage_refuses(attempt.record.pk)


def _is_covered_when_examining(attempt: Attempt) -> str | None:
    if attempt.record.kind != PhaseKind.EXAMINE:
        return None
    return _coverage_refuses(attempt.record.campaign_id)


def _coverage_refuses(campaign_id: int) -> str | None:
    missing = Statement.objects.filter(campaign=campaign_id).uncovered().count()
    if missing:
        return _("还有%(count)d条已采集的意见没有去向，须全部归并到问题或注明去向。") % {
            "count": missing
        }
    return None


def _campaign_runs(attempt: Attempt) -> str | None:
    if attempt.record.campaign.state != CampaignState.RUNNING:
        return _("专项工作尚未启动或已转入总结，不能开始环节。")
    return None


CAMPAIGN = Table(
    Campaign,
    initial=(CampaignState.PREPARING,),
    moves=(
        Move(
            "start",
            (CampaignState.PREPARING,),
            CampaignState.RUNNING,
            gettext_lazy("启动"),
            who=(office, approver),
        ),
        Move(
            "wrap_up",
            (CampaignState.RUNNING,),
            CampaignState.WRAPPING_UP,
            gettext_lazy("转入总结"),
            who=(office, approver),
            needs=(_has_no_open_phase,),
        ),
        Move(
            "archive",
            (CampaignState.WRAPPING_UP,),
            CampaignState.ARCHIVED,
            gettext_lazy("归档"),
            who=(approver,),
            needs=(_is_covered,),
        ),
    ),
)

PHASE = Table(
    Phase,
    initial=(PhaseState.PLANNED,),
    moves=(
        Move(
            "open",
            (PhaseState.PLANNED,),
            PhaseState.OPEN,
            gettext_lazy("开始环节"),
            who=(office,),
            needs=(_campaign_runs,),
        ),
        Move(
            "end",
            (PhaseState.OPEN,),
            PhaseState.ENDED,
            gettext_lazy("结束环节"),
            who=(office,),
            needs=(_is_covered_when_examining,),
        ),
    ),
)
