"""An edition: the text as it was checked, with every figure frozen as it stood."""

from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.briefs.choices import CitationKind
from luodi.briefs.models.brief import Brief
from luodi.kernel.guards import AppendOnly, NeverDeleted
from luodi.kernel.models import Record, RecordQuerySet


class EditionQuerySet(RecordQuerySet):
    """Editions."""

    def visible_to(self, reader: Any) -> Self:
        """Whoever sees the brief."""
        return self.filter(brief__in=Brief.objects.visible_to(reader))


class Edition(Record):
    """What one check froze."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("版次"))
    source = models.TextField()
    blocks = models.JSONField(encoder=DjangoJSONEncoder)
    """The rendered text: headings, paragraphs, tables, charts, with anchors where a citation stands."""
    content_hash = models.CharField(max_length=64)
    """SHA-256 of source, blocks and citations."""
    made_by = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")

    private_fields = ("source", "blocks")
    objects = EditionQuerySet.as_manager()
    guards = (NeverDeleted(), AppendOnly(reason="核对时固定的版本不得改动"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("核对版")
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="one_edition_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.brief} {self.number}"


class CitationQuerySet(RecordQuerySet):
    """Citations."""

    def visible_to(self, reader: Any) -> Self:
        """Whoever sees the brief."""
        return self.filter(edition__brief__in=Brief.objects.visible_to(reader))


class Citation(Record):
    """One piece of an edition that nobody typed: where it came from and what it said."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=15)
    """The bookmark around it in Word: LD_ and twelve hexadecimal digits."""
    kind = models.CharField(max_length=10, choices=CitationKind)
    key = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    value = models.CharField(max_length=60, blank=True)
    """The exact number, before any rounding."""
    unit = models.CharField(max_length=20, blank=True)
    shown = models.CharField(max_length=300)
    form = models.JSONField(default=list)
    """The filters that made these words of the value."""
    evidence_hash = models.CharField(max_length=64, blank=True)
    snapshot = models.ForeignKey(
        "kernel.FigureSnapshot", models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.ForeignKey(
        "kernel.FigureSnapshot", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of a year-on-year: the figure a year earlier."""

    objects = CitationQuerySet.as_manager()
    guards = (NeverDeleted(), AppendOnly(reason="已固定的数字不得改动"))

    class Meta:
        ordering = ["edition", "position"]
        verbose_name = _("引用")
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="one_citation_a_position"),
            models.UniqueConstraint(fields=["edition", "anchor"], name="one_citation_an_anchor"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.shown}"
