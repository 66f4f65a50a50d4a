"""Settling sources that disagree. Both statements stay readable; a decision can be reopened."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Refused, record

from ..access import CONTRADICTION
from ..models import Contradiction
from .change import need


@transaction.atomic
def decide_contradiction(number: int, *, decision: str, reason: str, by: Actor, at: datetime) -> None:
    """A person of the staff unit says which statement counts, and why."""
    contradiction = _opened(number, by)
    need(reason, _("Please say why: the reason stands beside both statements."))
    if decision not in (Contradiction.Decision.FIRST, Contradiction.Decision.SECOND, Contradiction.Decision.BOTH):
        raise Refused(_("Please choose one of the statements, or both."), field="decision")
    if contradiction.decision != Contradiction.Decision.OPEN:
        raise Refused(_("This contradiction is decided already. Reopen it first."))
    _settle(contradiction, decision, reason.strip(), "projects.contradiction_decided", by, at)


@transaction.atomic
def reopen_contradiction(number: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Takes a decision back: both statements are open again. The journal keeps the decision and both reasons."""
    contradiction = _opened(number, by)
    need(reason, _("Please say why this is open again."))
    if contradiction.decision == Contradiction.Decision.OPEN:
        raise Refused(_("This contradiction is open."))
    _settle(contradiction, Contradiction.Decision.OPEN, reason.strip(), "projects.contradiction_reopened", by, at)


def _opened(number: int, by: Actor) -> Contradiction:
    if not CONTRADICTION.open_to(by, Verb.EDIT):
        raise Refused(_("Only the staff unit may decide this."))
    contradiction = Contradiction.objects.select_for_update().filter(number=number).first()
    if contradiction is None:
        raise Refused(_("There is no contradiction with this number."))
    return contradiction


def _settle(contradiction: Contradiction, decision: str, reason: str, event: str, by: Actor, at: datetime) -> None:
    before = contradiction.decision
    is_open = decision == Contradiction.Decision.OPEN
    contradiction.decision = decision
    contradiction.reason = "" if is_open else reason
    contradiction.decided_on = None if is_open else timezone.localdate(at)
    contradiction.save()
    facts = {"contradiction": [None, contradiction.what], "decision": [before, decision]}
    record(Event(event, _thread(contradiction), facts=facts, reason=reason), by=by, at=at)


def _thread(contradiction: Contradiction) -> UUID:
    """The thread of its first project; one about the house as a whole has a thread of its own."""
    of_project = contradiction.projects.order_by("pk").values_list("thread", flat=True).first()
    return of_project or uuid5(NAMESPACE_URL, f"querwerk:contradiction:{contradiction.number}")
