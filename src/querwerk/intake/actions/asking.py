"""The verbs of whoever asks, with a log-in or with a code: ask, write a draft, send it, take it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.codes import digest
from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.outbox.actions import forget_about
from querwerk.structure.models import Unit
from querwerk.uploads import drop

from .. import rules
from ..lifecycle import CODE_DAYS, DRAFT_DAYS, WAITING, Kind, Secrecy, State
from ..models import Asker, Campaign, Inquiry, InquiryFile
from ..queries.desk import confidence_offered
from .campaigns import is_over, refuse_closed
from .change import locked, unnamed
from .moving import owed


class Said(TypedDict):
    """What is asked, as far as it was filled in."""

    title: NotRequired[str]
    concern: NotRequired[str]
    kind: NotRequired[str]
    campaign: NotRequired[Campaign | None]
    sufferers: NotRequired[str]
    tried: NotRequired[str]
    outcome: NotRequired[str]
    sponsor: NotRequired[str]
    people: NotRequired[int | None]
    wanted_by: NotRequired[date | None]
    secrecy: NotRequired[str]
    superior: NotRequired[str]
    inside: NotRequired[bool]
    unit: NotRequired[Unit | None]
    picture: NotRequired[str]
    origin: NotRequired[UUID | None]


def ask(
    *, code: str = "", alias: str = "", opened_at: datetime | None = None, by: Actor, at: datetime, **said: Unpack[Said]
) -> Inquiry:
    """Somebody asks the staff unit. The entry says that it was asked, not as which post: a post can be one person.

    With a ``code`` nobody asks: the same code finds it again, and sent twice it is one inquiry.
    """
    _refuse_strangers(said, code, by)
    _refuse_incomplete(said)
    refuse_closed(said.get("campaign"), opened_at=opened_at, at=at)
    try:
        with transaction.atomic():
            if (found := rules.behind_code(code).first()) is not None:
                return found
            inquiry = _written(said, code, alias, by=by, at=at)
            _send(inquiry, code, by=by, at=at)
    except IntegrityError:
        if (found := rules.behind_code(code).first()) is None:
            raise
        return found  # the same form came twice in one moment
    return inquiry


def write_draft(*, code: str = "", alias: str = "", by: Actor, at: datetime, **said: Unpack[Said]) -> Inquiry:
    """Keeps what is not finished, for whoever writes it alone. Nobody is told, and the journal says nothing of it."""
    if not code:
        _refuse_strangers(said, code, by)
    if not any(said.get(field) for field in ("title", "concern", "sufferers", "tried", "outcome")):
        raise Refused(_("There is nothing to keep yet: please write a few words."))
    with transaction.atomic():
        return rules.behind_code(code).first() or _written(said, code, alias, by=by, at=at)


def change_draft(
    number: int, *, version: int, code: str = "", alias: str = "", by: Actor, at: datetime, **said: Unpack[Said]
) -> Inquiry:
    """Writes on in a draft of one's own."""
    with transaction.atomic():
        inquiry = _draft(number, version, code, by=by)
        same = said.get("campaign", inquiry.campaign) == inquiry.campaign
        in_time = same and inquiry.campaign is not None and is_over(inquiry.campaign, at=at)  # begun in time still is
        _rewrite(inquiry, said, alias, at=inquiry.received_at if in_time else at)
    return inquiry


def send_draft(
    number: int,
    *,
    version: int,
    code: str = "",
    alias: str = "",
    opened_at: datetime | None = None,
    by: Actor,
    at: datetime,
    **said: Unpack[Said],
) -> Inquiry:
    """A draft becomes an inquiry, in the words it has now."""
    _refuse_strangers(said, code, by)
    _refuse_incomplete(said)
    with transaction.atomic():
        inquiry = _draft(number, version, code, by=by)
        chosen = said.get("campaign", inquiry.campaign)
        # what was kept for a campaign was begun then at the latest
        begun = inquiry.received_at if chosen == inquiry.campaign else opened_at
        refuse_closed(chosen, opened_at=begun, at=at)
        _rewrite(inquiry, said, alias, at=at)
        _send(inquiry, code, by=by, at=at)
    return inquiry


def withdraw(number: int, *, code: str = "", by: Actor, at: datetime) -> None:
    """Whoever asked takes it back before the staff unit has taken it up; nothing of it stays but that there was one."""
    with transaction.atomic():
        inquiry = locked(number)
        if not rules.holds(by, code, inquiry):
            raise Refused(_("Only whoever asked may take an inquiry back."))
        state = State(inquiry.state)
        if state not in WAITING | {State.DRAFT}:
            raise Refused(_("The staff unit has taken it up already; it can no longer be taken back."))
        if state is not State.DRAFT:
            facts = {"number": [inquiry.pk, None], "state": [inquiry.state, None]}
            record(Event("intake.inquiry_withdrawn", inquiry.thread, facts=facts), by=unnamed(by), at=at)
            forget_about(inquiry.thread, at=at)
        _forget(inquiry)


def forget_old(at: datetime) -> int:
    """Drafts that nobody touched go, and codes whose time is over open nothing any more."""
    today = timezone.localdate(at)
    with transaction.atomic():
        over = Inquiry.objects.filter(state=State.DRAFT, received_at__lt=at - timedelta(days=DRAFT_DAYS))
        gone = list(over.select_for_update())
        for inquiry in gone:
            _forget(inquiry)
        Asker.objects.filter(expires_on__lt=today, account="").delete()
    return len(gone)


def _refuse_strangers(said: Said, code: str, by: Actor) -> None:
    """By log-in those ask who work in the house; with a code, who says so. Ideas come from everybody."""
    if code:
        if not said.get("inside", False) and said.get("kind") != Kind.IDEA:
            raise Refused(_("Only those who work in the house can ask the staff unit."), field="inside")
    elif not (rules.may_put_forward(by) if said.get("kind") == Kind.IDEA else rules.may_ask(by)):
        raise Refused(_("Only those who work in the house can ask the staff unit."))


def _refuse_incomplete(said: Said) -> None:
    if not said.get("title", "").strip():
        raise Refused(_("Please say in a sentence what it is about."), field="title")
    if not said.get("concern", "").strip():
        raise Refused(_("Please say what is the matter."), field="concern")
    if said.get("secrecy") == Secrecy.CONFIDENTIAL and not confidence_offered():
        raise Refused(_("The house has not yet named who reads what is confidential."), field="secrecy")


def _written(said: Said, code: str, alias: str, *, by: Actor, at: datetime) -> Inquiry:
    """A new draft, and the way back to it."""
    inquiry = Inquiry.objects.create(**_tidy(said), state=State.DRAFT.value, received_at=at)
    until = timezone.localdate(at) + timedelta(days=CODE_DAYS)
    held = {"digest": digest(code), "expires_on": until} if code else {"account": by.account}
    Asker.objects.create(inquiry=inquiry, alias=alias, **held)
    return inquiry


def _rewrite(inquiry: Inquiry, said: Said, alias: str, *, at: datetime) -> None:
    for field, value in _tidy(said).items():
        setattr(inquiry, field, value)
    inquiry.version += 1
    inquiry.received_at = at
    inquiry.save()
    Asker.objects.filter(inquiry=inquiry).update(alias=alias)


def _send(inquiry: Inquiry, code: str, *, by: Actor, at: datetime) -> None:
    inquiry.state, inquiry.received_at = State.SUBMITTED.value, at
    inquiry.due_on = owed(inquiry, on=timezone.localdate(at))
    inquiry.save(update_fields=["state", "received_at", "due_on"])
    facts = {"number": [None, inquiry.pk], "state": [None, inquiry.state]}
    record(Event("intake.inquiry_received", inquiry.thread, facts=facts), by=unnamed(by, code), at=at)


def _tidy(said: Said) -> dict[str, Any]:
    return {field: value.strip() if isinstance(value, str) else value for field, value in said.items()}


def _draft(number: int, version: int, code: str, *, by: Actor) -> Inquiry:
    """The draft, locked, in the version that whoever writes has seen."""
    inquiry = locked(number)
    if not rules.holds(by, code, inquiry) or inquiry.state != State.DRAFT:
        raise Refused(_("This draft has been sent already."))
    if inquiry.version != version:
        raise Overtaken(_("You have changed this draft elsewhere meanwhile. Please compare, then send it again."))
    return inquiry


def _forget(inquiry: Inquiry) -> None:
    """Deletes an inquiry with everything that lies with it."""
    files = list(inquiry.files.values_list("digest", "kind"))
    inquiry.delete()
    for kept, kind in files:
        if not InquiryFile.objects.filter(digest=kept).exists():
            transaction.on_commit(partial(drop, kept, kind))
