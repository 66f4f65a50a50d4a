"""That what a sheet says still holds: the days on which somebody looked through it and said so."""

from __future__ import annotations

from django.db import models

from querwerk.structure.models import Sourced

from .project import Project


class Confirmation(Sourced):
    """On this day (``stated_on``) the sheet was confirmed as it stood; a change of the sheet confirms it by itself."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="confirmations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "stated_on"], name="confirmation_one_a_day")]

    def __str__(self) -> str:
        return f"{self.project_id} on {self.stated_on}"
