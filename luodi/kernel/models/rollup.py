"""Counted beforehand: by month and unit, for figures over tables too large to count each time."""

from django.db import models


class FigureCell(models.Model):
    """What one figure comes to in one month, unit and campaign, for one choice of its parameters."""

    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    choice = models.CharField(max_length=80, blank=True)
    """Values of the parameters that name a stored value, joined by |."""
    month = models.DateField()
    unit_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField(null=True)
    n = models.BigIntegerField()
    total = models.DecimalField(max_digits=36, decimal_places=12)
    mark = models.BigIntegerField(default=0)
    """Of the records and what the definition names of them: another one after any change of them."""

    class Meta:
        indexes = [
            models.Index(
                fields=["key", "version", "choice", "month", "unit_id"],
                include=["n", "total", "mark"],
                name="figure_cells_by_month",
            ),
            models.Index(fields=["key", "unit_id", "month"], name="figure_cells_by_unit"),
        ]


class FigureRollup(models.Model):
    """A figure that has cells; its row is the lock under which they are counted again."""

    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    table = models.CharField(max_length=80)
    built_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_rollup_a_definition")
        ]


class FigureTouch(models.Model):
    """Written by triggers with every change of a rolled-up table: this month of this unit is dirty."""

    rollup = models.CharField(max_length=80)
    """table.time.unit"""
    month = models.DateField()
    unit_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["rollup", "id"], name="figure_touch_of_table")]
