"""Background jobs: one row a job, with its progress."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.choices import JobState


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs."""

    def visible_to(self, reader: Any) -> Self:
        """One's own."""
        return self.filter(by=reader) if reader.is_authenticated else self.none()


class Job(models.Model):
    """Long work somebody asked for, or the timetable did."""

    name = models.CharField(_("任务"), max_length=80)
    label = models.CharField(_("说明"), max_length=160)
    params = models.JSONField(default=dict)
    by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "id"])]
        verbose_name = _("后台任务")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("kernel:job", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Still waiting or running."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)
