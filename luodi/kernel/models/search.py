"""The search index: one row a record, cut into overlapping pairs of characters."""

from django.db import models


class SearchEntry(models.Model):
    """What a record may be found by. `pairs` is matched, `initials` is for pinyin initials."""

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    pairs = models.TextField()
    initials = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id"], name="one_entry_a_record")
        ]
