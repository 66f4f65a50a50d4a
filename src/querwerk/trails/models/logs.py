"""Imported event logs, kept as packed columns."""

from __future__ import annotations

from django.db import models

from ..lifecycle import Source
from .trail import Trail

_SOURCES = [(source.value, source.value) for source in Source]


class Log(models.Model):
    """An event log: cases are numbered, columns that look like people were mapped or dropped before anything is kept.

    ``packed`` is a Parquet file of the columns of :mod:`querwerk.analysis.handoffs`, sorted by case and time.
    ``mapping`` says which column of the file became which; ``skipped`` what was noticed: kind -> how often, and where
    first.
    """

    trail = models.ForeignKey(Trail, on_delete=models.CASCADE, related_name="logs")
    source = models.CharField(max_length=10, choices=_SOURCES)
    file_name = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    mapping = models.JSONField(default=dict)
    skipped = models.JSONField(default=dict)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return self.file_name
