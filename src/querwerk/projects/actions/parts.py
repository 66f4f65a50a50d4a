"""Parts with a state of their own, chances and risks, obstacles."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import Post

from ..models import Obstacle, ObstacleKind, Part, Prospect
from .change import changed_project, need, own


def add_part(slug: str, *, name: str, state: str = "", note: str = "", version: int, by: Actor, at: datetime) -> None:
    """A part of the project that is looked at by itself."""
    with changed_project(slug, "part_added", version=version, by=by, at=at) as change:
        if change.project.parts.filter(name=name).exists():
            raise Refused(_("There is a part of this name already."), field="name")
        Part.objects.create(project=change.project, name=name, state=state, note=note, **change.stamp)
        change.tell("part", None, name)
        change.tell("state", None, state or None)


def move_part(slug: str, part: int, *, state: str, note: str = "", version: int, by: Actor, at: datetime) -> None:
    """A part stands elsewhere now; the journal keeps where it stood."""
    with changed_project(slug, "part_moved", version=version, reason=note, by=by, at=at) as change:
        row = own(change.project.parts.all(), part)
        if (row.state, row.note) == (state, note):
            raise Refused(_("The part is unchanged."), field="state")
        change.facts["part"] = [row.name, row.name]
        change.tell("state", row.state or None, state)
        change.tell("note", row.note, note)
        change.tell("sources", row.sources, [])
        row.state, row.note, row.sources = state, note, []
        row.save(update_fields=["state", "note", "sources"])


def name_chance(slug: str, *, text: str, version: int, by: Actor, at: datetime) -> None:
    """What good may come of it."""
    with changed_project(slug, "chance_named", version=version, by=by, at=at) as change:
        Prospect.objects.create(project=change.project, kind=Prospect.Kind.CHANCE, text=text, **change.stamp)
        change.tell("chance", None, text)


def name_risk(
    slug: str,
    *,
    text: str,
    countermeasure: str = "",
    owner: Post | None = None,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """What may go wrong, what is done against it, and which post owns it."""
    with changed_project(slug, "risk_named", version=version, by=by, at=at) as change:
        Prospect.objects.create(
            project=change.project,
            kind=Prospect.Kind.RISK,
            text=text,
            countermeasure=countermeasure,
            owner=owner,
            **change.stamp,
        )
        change.tell("risk", None, text)
        change.tell("countermeasure", None, countermeasure or None)
        change.tell("owner", None, owner)


def close_prospect(slug: str, prospect: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """A chance was taken or a risk has gone."""
    with changed_project(slug, "prospect_closed", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say what became of it."))
        row = own(change.project.prospects.all(), prospect)
        if row.closed_on is not None:
            raise Refused(_("This is closed already."))
        row.closed_on = change.on
        row.save(update_fields=["closed_on"])
        change.tell(row.kind, row.text, None)


def reopen_prospect(slug: str, prospect: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """A chance or a risk that was closed is there again."""
    with changed_project(slug, "prospect_reopened", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why this is open again."))
        row = own(change.project.prospects.all(), prospect)
        if row.closed_on is None:
            raise Refused(_("This is open."))
        row.closed_on = None
        row.save(update_fields=["closed_on"])
        change.tell(row.kind, None, row.text)


def name_obstacle(slug: str, *, kind: ObstacleKind, text: str, version: int, by: Actor, at: datetime) -> None:
    """What stands in the way."""
    with changed_project(slug, "obstacle_named", version=version, by=by, at=at) as change:
        Obstacle.objects.create(project=change.project, kind=kind, text=text, **change.stamp)
        change.tell("obstacle", None, text)
        change.tell("kind", None, kind.name)


def escalate_obstacle(slug: str, obstacle: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """The project cannot clear it alone; the next circle hears of it."""
    with changed_project(slug, "obstacle_escalated", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say what is needed."))
        row = _standing(own(change.project.obstacles.all(), obstacle))
        if row.escalated_on is not None:
            raise Refused(_("This has been escalated already."))
        row.escalated_on = change.on
        row.save(update_fields=["escalated_on"])
        change.facts["obstacle"] = [row.text, row.text]
        change.tell("escalated_on", None, change.on)


def resolve_obstacle(slug: str, obstacle: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """It no longer stands in the way; others may learn how."""
    with changed_project(slug, "obstacle_resolved", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say how it was resolved."))
        row = _standing(own(change.project.obstacles.all(), obstacle))
        row.resolved_on = change.on
        row.save(update_fields=["resolved_on"])
        change.facts["obstacle"] = [row.text, row.text]
        change.tell("resolved_on", None, change.on)


def reopen_obstacle(slug: str, obstacle: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """A resolved obstacle stands in the way again; one that was only escalated is back with the project."""
    with changed_project(slug, "obstacle_reopened", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why this is open again."))
        row = own(change.project.obstacles.all(), obstacle)
        ended = "resolved_on" if row.resolved_on else "escalated_on"
        if getattr(row, ended) is None:
            raise Refused(_("This obstacle is open and has not been escalated."))
        change.facts["obstacle"] = [row.text, row.text]
        change.tell(ended, getattr(row, ended), None)
        setattr(row, ended, None)
        row.save(update_fields=[ended])


def _standing(obstacle: Obstacle) -> Obstacle:
    if obstacle.resolved_on is not None:
        raise Refused(_("This obstacle has been resolved already."))
    return obstacle
