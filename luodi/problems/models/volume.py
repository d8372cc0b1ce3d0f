"""声量: how much was said of each problem, by each unit and in each month, counted beforehand."""

from django.db import models

from luodi.listening.models import Campaign
from luodi.problems.models.problem import Problem


class VolumeOf(models.TextChoices):
    """What a cell counts the linked statements of."""

    CAMPAIGN = "campaign", "专项工作"
    PROBLEM = "problem", "问题"
    UNIT = "unit", "单位"
    MONTH = "month", "月份"


class VolumeCell(models.Model):
    """The statements linked to problems of a campaign, by one thing. Nobody writes here but
    `actions.volume`; a campaign without its own cell was not counted yet."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    of = models.CharField(max_length=8, choices=VolumeOf)
    key = models.BigIntegerField()
    """Of the problem or unit; of a month its year times 100 and its number."""
    n = models.PositiveIntegerField()
    """Open links."""
    people = models.PositiveIntegerField(default=0)
    """Different speakers; one who is not known counts each time. This and the next: of problems."""
    days = models.PositiveIntegerField(default=0)
    likes = models.PositiveIntegerField(default=0)
    first = models.DateTimeField(null=True)
    last = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "of", "key"], name="one_volume_of_a_thing")
        ]


class VolumeTouch(models.Model):
    """A problem, a unit and a month whose cells are to be counted again; written by triggers."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()
    said_at = models.DateTimeField()
