"""Counters behind the codes people read: HY-2018-0277."""

from django.db import models


class CodeCounter(models.Model):
    """The last number given out under a prefix."""

    prefix = models.CharField(max_length=40, unique=True)
    last = models.PositiveBigIntegerField(default=0)
