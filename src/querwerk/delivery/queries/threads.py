"""What projects said for a period, as stations of the golden thread."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor
from querwerk.projects.rules import visible_to as projects_for
from querwerk.threads import MOST, Kind, Stage, excerpt

from ..models import Period, Statement
from ..rules import visible_to

GROWN_FROM = frozenset({Kind.PROJECT})


def stages(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """None: a statement has no thread of its own, it belongs to its project."""
    return []


def grown_from(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The newest statement of each of these projects, of those periods that an actor may see."""
    rows = (
        Statement.objects.filter(project__thread__in=threads, project__in=projects_for(actor))
        .filter(period__in=visible_to(actor, Period.objects.all()))
        .order_by("period__ends_on", "pk")
        .values_list("project__thread", "period__label", "stated_on", "state", "period__report")
    )
    newest = {row[0]: row for row in rows[: MOST * 10]}
    return [_stage(*row) for row in newest.values()]


def _stage(project: UUID, label: str, stated_on: date, state: str, report: int | None) -> Stage:
    title = _("What was said for %(period)s") % {"period": label}
    return Stage(
        uuid5(project, label), (project,), Kind.STATEMENT, title, reverse("delivery:report", args=[label]),
        _("in the report") if report else _("for the next report"), "success" if report else "info", stated_on,
        said=excerpt(state),
    )  # fmt: skip
