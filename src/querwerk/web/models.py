"""Tables of the house itself: when periodic work is due, and which forms have been answered."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """When a periodic job is due. A worker that takes it moves ``due_at`` into the future; if it dies over the job,
    the job comes up again. ``failure`` is the kind of the last error, empty when all is well."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.name} due {self.due_at}"
