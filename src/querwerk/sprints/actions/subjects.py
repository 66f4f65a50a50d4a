"""What a sprint takes up: whoever asked hears that it is planned, that it took place, and what came of it.

The staff unit answers inquiries, nobody else: where a facilitator of another unit closes the sprint, both is said when
the staff unit publishes the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.intake.actions import answering
from querwerk.intake.lifecycle import Secrecy, Shown
from querwerk.intake.lifecycle import State as InquiryState
from querwerk.intake.models import Inquiry
from querwerk.intake.rules import may_answer_it
from querwerk.journal.actions import Actor

from ..lifecycle import Showing
from ..models import Sprint, Subject


def take_up(sprint: Sprint, inquiries: Sequence[int], *, by: Actor, at: datetime) -> None:
    """In the transaction of whoever plans the sprint; an inquiry that cannot be planned stops it with its sentence."""
    for number in inquiries:
        answering.plan(number, planned_on=timezone.localdate(sprint.starts_at), by=by, at=at)
        Subject.objects.create(sprint=sprint, inquiry_id=number)


def lock_subjects(sprint: Sprint) -> None:
    """Holds the inquiries of a sprint fast, before the journal is: whoever answers one does it in that order."""
    list(Inquiry.objects.select_for_update(of=("self",)).filter(sprints__sprint=sprint).order_by("pk"))


def hold_subjects(sprint: Sprint, *, by: Actor, at: datetime) -> None:
    """The inquiries that waited for this sprint have been held, as far as the actor answers them."""
    for inquiry in _subjects(sprint, InquiryState.PLANNED):
        if may_answer_it(by, inquiry):
            answering.hold(inquiry.pk, held_on=timezone.localdate(at), by=by, at=at)


def publish_subjects(sprint: Sprint, showing: Showing, outlook: str, *, by: Actor, at: datetime) -> None:
    """The result of the sprint is theirs too. What was asked in confidence stays in confidence."""
    hold_subjects(sprint, by=by, at=at)
    shown = Shown.PUBLIC if showing is Showing.EVERYBODY else Shown.HOUSE
    said = outlook or _("The sprint has taken place; its result stands under “Sprints”, among the past ones.")
    for inquiry in _subjects(sprint, InquiryState.HELD).exclude(secrecy=Secrecy.CONFIDENTIAL.value):
        if may_answer_it(by, inquiry):
            answering.publish(inquiry.pk, headline=sprint.title, result=said, shown=shown.value, by=by, at=at)


def _subjects(sprint: Sprint, state: InquiryState) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(sprints__sprint=sprint, state=state.value).order_by("pk")
