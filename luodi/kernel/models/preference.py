"""Settings kept in the database."""

from django.db import models


class Preference(models.Model):
    """One setting that differs from its default (`kernel.preferences`)."""

    key = models.CharField(max_length=60, unique=True)
    value = models.JSONField()
