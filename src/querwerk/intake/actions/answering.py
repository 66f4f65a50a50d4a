"""The verbs of the staff unit: from receiving an inquiry to closing it, each with one entry and one mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.privacy.queries.switches import is_on
from querwerk.search.actions import index
from querwerk.structure.models import Unit

from ..lifecycle import FOLLOW_UP_DAYS, MOST_REMARKS, PROCEDURE, Kind, Secrecy, Shown, Side, Step
from ..mails import tell_asker
from ..models import FollowUp, Inquiry, Referral, Remark
from ..queries.results import document
from .moving import answer as answer_with
from .moving import handling, taken


def acknowledge(number: int, *, version: int | None = None, by: Actor, at: datetime) -> None:
    """The staff unit says that it has read it. Reading alone says nothing: somebody says so."""
    with taken(Step.ACKNOWLEDGE, number, version=version, by=by, at=at) as (inquiry, _facts):
        tell_asker(Step.ACKNOWLEDGE, inquiry, at=at)


def ask_back(number: int, *, question: str, version: int | None = None, by: Actor, at: datetime) -> None:
    """The staff unit would like to know more; where it stands does not change."""
    _say(question, "question", _("Please write your question."))
    with taken(Step.ASK_BACK, number, version=version, by=by, at=at) as (inquiry, _facts):
        if inquiry.remarks.count() >= MOST_REMARKS:
            raise Refused(_("Much has been said already. Please close it, or talk to each other."), field="question")
        said_on = timezone.localdate(at)
        Remark.objects.create(inquiry=inquiry, side=Side.STAFF_UNIT.value, text=question.strip(), said_on=said_on)
        tell_asker(Step.ASK_BACK, inquiry, said=question.strip(), at=at)


def clarify(number: int, *, version: int | None = None, by: Actor, at: datetime) -> None:
    """What is meant is clear now."""
    with taken(Step.CLARIFY, number, version=version, by=by, at=at):
        pass


def accept(number: int, *, next_step: str, next_on: date, version: int | None = None, by: Actor, at: datetime) -> None:
    """The staff unit takes it up, and says what it does first and when."""
    _say(next_step, "next_step", _("Please say what comes next: whoever asked reads it."))
    _not_past(next_on, "next_on", at)
    with taken(Step.ACCEPT, number, version=version, by=by, at=at) as (inquiry, facts):
        _refuse_without_notice(inquiry)
        handling(inquiry, next_step=next_step.strip(), next_on=next_on)
        facts["next_on"] = [None, next_on.isoformat()]
        tell_asker(Step.ACCEPT, inquiry, said=next_step.strip(), day=next_on, at=at)


def ask_consent(number: int, *, unit: Unit, version: int | None = None, by: Actor, at: datetime) -> None:
    """The staff unit would like to refer it to another unit, and asks whoever asked; until they say, nothing moves."""
    with taken(Step.REFER, number, version=version, by=by, at=at) as (inquiry, facts):
        if inquiry.referrals.filter(consented=None).exists():
            raise Refused(_("Whoever asked has not yet said whether it may be referred."))
        if inquiry.referrals.filter(unit=unit).exists():
            raise Refused(_("Whoever asked has been asked about this unit already."), field="unit")
        wording = _(
            "May the staff unit refer your inquiry to “%(unit)s”? Its head then reads what you wrote, not who you are, "
            "and answers here. Without your consent nothing is passed on."
        ) % {"unit": unit.name}
        Referral.objects.create(inquiry=inquiry, unit=unit, wording=wording, asked_at=at)
        facts["unit"] = [None, unit.slug]
        tell_asker(Step.REFER, inquiry, said=wording, at=at)


def decline(number: int, *, answer: str, version: int | None = None, by: Actor, at: datetime) -> None:
    """The staff unit says no, and why."""
    _say(answer, "answer", _("Please say why: whoever asked reads it."))
    with taken(Step.DECLINE, number, version=version, by=by, at=at) as (inquiry, _facts):
        _refuse_without_notice(inquiry)
        _end(Step.DECLINE, inquiry, answer, at)


def plan(number: int, *, planned_on: date, version: int | None = None, by: Actor, at: datetime) -> None:
    """A day is named."""
    _not_past(planned_on, "planned_on", at)
    with taken(Step.PLAN, number, version=version, by=by, at=at) as (inquiry, facts):
        inquiry.referrals.filter(consented=None).delete()  # nobody is asked any more whether it may go elsewhere
        handling(inquiry, planned_on=planned_on, next_step=_("It takes place."), next_on=planned_on)
        facts["planned_on"] = [None, planned_on.isoformat()]
        tell_asker(Step.PLAN, inquiry, day=planned_on, at=at)


def hold(number: int, *, held_on: date, version: int | None = None, by: Actor, at: datetime) -> None:
    """It took place; whoever asked will be asked again after some weeks."""
    if held_on > timezone.localdate(at):
        raise Refused(_("This day lies ahead. Please say it when it has taken place."), field="held_on")
    with taken(Step.HOLD, number, version=version, by=by, at=at) as (inquiry, facts):
        handling(inquiry, held_on=held_on, next_step="", next_on=None)
        FollowUp.objects.bulk_create(
            FollowUp(inquiry=inquiry, days=days, due_on=held_on + timedelta(days=days)) for days in FOLLOW_UP_DAYS
        )
        facts["held_on"] = [None, held_on.isoformat()]
        tell_asker(Step.HOLD, inquiry, day=held_on, at=at)


def publish(
    number: int, *, headline: str, result: str, shown: str, version: int | None = None, by: Actor, at: datetime
) -> None:
    """What came of it can be read: inside the house, or by everybody. The words are the staff unit's own."""
    _say(headline, "headline", _("Please give it a headline."))
    _say(result, "result", _("Please say what came of it."))
    if shown not in set(Shown):
        raise Refused(_("Please say who may read it."), field="shown")
    with taken(Step.PUBLISH, number, version=version, by=by, at=at) as (inquiry, facts):
        if inquiry.secrecy == Secrecy.CONFIDENTIAL:
            raise Refused(_("What was asked in confidence is not published."))
        told = handling(inquiry, headline=headline.strip(), result=result.strip(), shown=shown, shown_at=at)
        index([document(told)])
        facts["shown"] = [None, shown]
        tell_asker(Step.PUBLISH, inquiry, at=at)


def close(number: int, *, answer: str, version: int | None = None, by: Actor, at: datetime) -> None:
    """The staff unit says what has become of it."""
    _say(answer, "answer", _("Please say what has become of it: whoever asked reads it."))
    with taken(Step.CLOSE, number, version=version, by=by, at=at) as (inquiry, _facts):
        _end(Step.CLOSE, inquiry, answer, at)


def _end(step: Step, inquiry: Inquiry, text: str, at: datetime) -> None:
    """The last word; what was planned next is no longer."""
    answer_with(inquiry, text.strip(), at=at)
    inquiry.referrals.filter(consented=None).delete()
    handling(inquiry, next_step="", next_on=None)
    tell_asker(step, inquiry, said=text.strip(), at=at)


def _refuse_without_notice(inquiry: Inquiry) -> None:
    """Where ideas are judged by rule, a notice decides about them."""
    if inquiry.kind == Kind.IDEA and inquiry.secrecy != Secrecy.CONFIDENTIAL and is_on(PROCEDURE):
        raise Refused(_("This house decides about ideas by notice. Please use “Idea management”."))


def _say(text: str, field: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence, field=field)


def _not_past(day: date, field: str, at: datetime) -> None:
    if day < timezone.localdate(at):
        raise Refused(_("This day has passed already."), field=field)
