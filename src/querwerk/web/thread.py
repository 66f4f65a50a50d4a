"""The one place that sees all stages: what a page of an earlier slice shows of later ones."""

from __future__ import annotations

from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.projects import labels
from querwerk.projects.queries.portfolio import Row, Wanted, all_rows

PROJECT_LABELS = labels


def projects_of_unit(slug: str, actor: Actor) -> list[Row]:
    """The projects a unit works or worked on, in the order of the themes."""
    return all_rows(actor, Wanted(unit=slug), today=timezone.localdate())
