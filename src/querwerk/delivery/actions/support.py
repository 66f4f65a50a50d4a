"""Verbs of the support pool: lend a post, end a loan, ask for support, answer what is asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.projects.lifecycle import END_STATES
from querwerk.projects.models import Project
from querwerk.structure.models import Post

from ..access import POOL, SUPPORT
from ..models import Loan, SupportRequest


def lend(
    *,
    post: Post,
    project: Project,
    phase: str,
    share: int | None = None,
    valid_from: date,
    valid_to: date | None = None,
    what_for: str = "",
    by: Actor,
    at: datetime,
) -> Loan:
    """A post works for a project for a while; a post, never a person."""
    if not POOL.open_to(by, Verb.CREATE):
        raise Refused(_("Only the staff unit may do this."))
    if project.state in END_STATES:
        raise Refused(_("The project has ended."), field="project")
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(_("The end must lie after the begin."), field="valid_to")
    try:
        with transaction.atomic():
            loan = Loan.objects.create(
                post=post, project=project, phase=phase, share=share, valid_from=valid_from, valid_to=valid_to,
                what_for=what_for, stated_on=timezone.localdate(at),
            )  # fmt: skip
            facts = {
                "post": [None, post.title],
                "phase": [None, phase],
                "share": [None, share],
                "from": [None, valid_from.isoformat()],
                "to": [None, valid_to.isoformat() if valid_to else None],
            }
            record(Event("delivery.post_lent", project.thread, facts=facts), by=by, at=at)
    except IntegrityError as error:
        raise Refused(_("This post is lent to the project from this day on already."), field="valid_from") from error
    return loan


def end_loan(loan: Loan, *, ends_on: date, by: Actor, at: datetime) -> None:
    """The post is back on a day; a loan that has not begun by then is taken back."""
    if not POOL.open_to(by, Verb.EDIT):
        raise Refused(_("Only the staff unit may do this."))
    with transaction.atomic():
        loan = Loan.objects.select_for_update(of=("self",)).select_related("project", "post").get(pk=loan.pk)
        if loan.valid_to is not None and loan.valid_to <= ends_on:
            raise Refused(_("The loan ends earlier already."), field="ends_on")
        facts = {
            "post": [loan.post.title, loan.post.title],
            "to": [loan.valid_to.isoformat() if loan.valid_to else None, ends_on.isoformat()],
        }
        if ends_on <= loan.valid_from:
            loan.delete()
        else:
            loan.valid_to = ends_on
            loan.save(update_fields=["valid_to"])
        record(Event("delivery.post_returned", loan.project.thread, facts=facts), by=by, at=at)


def ask_support(
    project: Project, *, phase: str, what_for: str, wanted_from: date | None = None, by: Actor, at: datetime
) -> SupportRequest:
    """The lead says what is needed, for which phase; one open request a phase."""
    if not SUPPORT.admits(by, Verb.CREATE, project.pk):
        raise Refused(_("Only the lead of the project and the staff unit may ask for support."))
    if project.state in END_STATES:
        raise Refused(_("The project has ended."))
    if not what_for.strip():
        raise Refused(_("Please say what the support is needed for."), field="what_for")
    try:
        with transaction.atomic():
            asked = SupportRequest.objects.create(
                project=project, phase=phase, what_for=what_for.strip(), wanted_from=wanted_from,
                asked_on=timezone.localdate(at), asked_by=by.post or _("Staff unit"),
            )  # fmt: skip
            facts = {"phase": [None, phase], "what_for": [None, asked.what_for]}
            record(Event("delivery.support_asked", project.thread, facts=facts), by=by, at=at)
    except IntegrityError as error:
        raise Refused(_("Support for this phase has been asked for already."), field="phase") from error
    return asked


def decide_support(asked: SupportRequest, *, decision: str, answer: str, by: Actor, at: datetime) -> None:
    """The staff unit says yes or no, in a sentence; a yes is followed by a loan."""
    if not SUPPORT.open_to(by, Verb.APPROVE):
        raise Refused(_("Only the staff unit may do this."))
    if decision not in (SupportRequest.Decision.GRANTED, SupportRequest.Decision.DECLINED):
        raise Refused(_("Please say yes or no."), field="decision")
    if not answer.strip():
        raise Refused(_("Please answer in a sentence: the lead reads it."), field="answer")
    with transaction.atomic():
        asked = SupportRequest.objects.select_for_update(of=("self",)).select_related("project").get(pk=asked.pk)
        if asked.decision != SupportRequest.Decision.OPEN:
            raise Refused(_("This has been answered already."))
        asked.decision, asked.answer, asked.decided_on = decision, answer.strip(), timezone.localdate(at)
        asked.save(update_fields=["decision", "answer", "decided_on"])
        facts = {"phase": [asked.phase, asked.phase], "decision": ["open", decision], "answer": [None, asked.answer]}
        record(Event("delivery.support_decided", asked.project.thread, facts=facts), by=by, at=at)
