"""What a project says in an update round: nothing has changed, or this has. Asked once, answered for every round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.projects.actions.confirm import confirm
from querwerk.projects.actions.drafts import hand_in
from querwerk.projects.actions.milestones import reach_milestone, reschedule_milestone
from querwerk.projects.models import Project

from ..access import UPDATE
from ..models import Answer, Period
from ..queries.owing import open_rounds
from .reports import write_statement


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a milestone: reached on a day, or planned for another."""

    milestone: int
    reached: bool
    date: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything somebody said about a project at once. Texts and parts of the statement only where they are new."""

    texts: Mapping[str, str]
    moved: Sequence[Moved] = ()
    statement: Mapping[str, str] | None = None
    statement_seen: str = ""

    @property
    def kind(self) -> Answer.Kind:
        if self.texts or self.moved:
            return Answer.Kind.UPDATED
        return Answer.Kind.STATEMENT if self.statement is not None else Answer.Kind.UNCHANGED


def confirm_unchanged(project: Project, *, version: int, by: Actor, at: datetime) -> int:
    """Nothing has changed: the sheet is confirmed as it stands; says how many rounds that answers."""
    with transaction.atomic():
        confirm(project.slug, version=version, of=UPDATE, by=by, at=at)
        return _answer(project, Answer.Kind.UNCHANGED, by=by, at=at)


def update(project: Project, said: Said, *, period: Period | None, version: int, by: Actor, at: datetime) -> int:
    """Something has changed: stored where it belongs, all or nothing, and the sheet is confirmed with it.

    Each change is a verb of the sheet with its own entry in the journal. Says how many rounds that answers.
    """
    if said.kind is Answer.Kind.UNCHANGED:
        raise Refused(_("Nothing in the form has changed. If all is as it was, please use the button above."))
    with transaction.atomic():
        for field, text in said.texts.items():
            _write(project, field, text, by=by, at=at)
        for moved in said.moved:
            _move(project.slug, moved, version=version, by=by, at=at)
            version += 1
        if said.statement is not None and period is not None:
            write_statement(period, project, texts=said.statement, seen=said.statement_seen or None, by=by, at=at)
        confirm(project.slug, version=version, of=UPDATE, by=by, at=at)
        return _answer(project, said.kind, by=by, at=at)


def _write(project: Project, field: str, text: str, *, by: Actor, at: datetime) -> None:
    """A new text of the sheet goes the way of every text: it appears when it is released."""
    try:
        hand_in(project, field=field, text=text, by=by, at=at)
    except Refused as refused:
        refused.field = field if refused.field == "text" else refused.field
        raise


def _move(slug: str, moved: Moved, *, version: int, by: Actor, at: datetime) -> None:
    verb = reach_milestone if moved.reached else reschedule_milestone
    try:
        verb(slug, moved.milestone, date=moved.date, reason=moved.reason, version=version, by=by, at=at)
    except Refused as refused:
        refused.field = f"{refused.field}_{moved.milestone}" if refused.field else ""
        raise


def _answer(project: Project, kind: Answer.Kind, *, by: Actor, at: datetime) -> int:
    """Answers every open round the project is in and has not answered yet."""
    rounds = list(open_rounds().filter(projects=project).exclude(answers__project=project))
    today = timezone.localdate(at)
    Answer.objects.bulk_create(
        [
            Answer(
                round=found,
                project=project,
                kind=kind,
                answered_on=today,
                post=by.post or _("Staff unit"),
            )
            for found in rounds
        ],
        ignore_conflicts=True,
    )
    return len(rounds)
