"""Mails about rounds: written for those who hold the posts today, and authorised again when they are sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from querwerk.outbox.actions import post_mail
from querwerk.privacy.queries.switches import is_on
from querwerk.projects.models import Project
from querwerk.structure.queries import house_rules

from ..lifecycle import ESCALATION, Stage, escalates, stage
from ..models import Round
from ..queries.owing import leads_of, officers_of, open_rounds, owed_in

#: stage -> kind of mail
KINDS = {
    Stage.OPENED: "delivery.round_opened",
    Stage.WEEK_BEFORE: "delivery.round_week_before",
    Stage.DUE_TODAY: "delivery.round_due_today",
    Stage.OVERDUE: "delivery.round_overdue",
}
BY_HAND, ESCALATED = "delivery.round_reminded", "delivery.round_escalated"


def remind(at: datetime) -> int:
    """What every open round has to say today: work of the calendar; said again, it is not written again."""
    with transaction.atomic():
        return sum(remind_of(found, at=at) + _escalate(found, at=at) for found in open_rounds().select_related("body"))


def remind_of(found: Round, *, at: datetime, by_hand: bool = False) -> int:
    """A mail to everybody who leads a project that owes an answer; says how many were written."""
    on = timezone.localdate(at)
    said, week = stage(found.due_on, on=on)
    kind, key = (BY_HAND, on.isoformat()) if by_hand else (KINDS[said], f"{said}{week}")
    projects = {project.pk: project for project in owed_in(found)}
    leads = leads_of(projects, on=on)
    for pk, accounts in leads.items():
        for account in accounts:
            _write(kind, found, projects[pk], key, to=account, at=at, due_at=at if by_hand else _morning(at))
    return sum(map(len, leads.values()))


def _escalate(found: Round, *, at: datetime) -> int:
    """Tells the officers of the themes what has been missing for too long, once; where the staff council agrees."""
    on = timezone.localdate(at)
    if not is_on(ESCALATION) or not escalates(found.due_on, on=on, after_days=house_rules(on)["round_escalation_days"]):
        return 0
    projects = list(owed_in(found))
    officers = officers_of({project.theme_id for project in projects}, on=on)
    for project in projects:
        for account in officers.get(project.theme_id, []):
            _write(ESCALATED, found, project, "", to=account, at=at, due_at=_morning(at))
    return sum(len(officers.get(project.theme_id, [])) for project in projects)


def _write(kind: str, found: Round, project: Project, key: str, *, to: int, at: datetime, due_at: datetime) -> None:
    about = f"round {found.pk} project {project.pk} {key}".strip()
    words = _words(found, project)
    post_mail(kind, key=about, to=to, words=words, about=found.thread, at=at, due_at=due_at)


def _morning(at: datetime) -> datetime:
    """Not before seven: what the calendar writes at night waits for the day."""
    seven = timezone.localtime(at).replace(hour=7, minute=0, second=0, microsecond=0)
    return max(at, seven)


def _words(found: Round, project: Project) -> dict[str, object]:
    return {
        "round": found.pk,
        "title": found.title,
        "body": found.body.name if found.body else "",
        "meets_on": found.meets_on.isoformat() if found.meets_on else "",
        "due_on": found.due_on.isoformat(),
        "project_pk": project.pk,
        "project": project.name,
        "slug": project.slug,
    }
