"""Forms that were saved, so that the same form sent again makes nothing more."""

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """One saved form: digests only, and the page that shows what it made. Kept for some days."""

    key = models.CharField(max_length=64, unique=True)
    content = models.CharField(max_length=64)
    url = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
