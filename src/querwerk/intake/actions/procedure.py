"""Idea management by rule: opinions, the word of the staff council, notice, control, recognition.

Nothing of it happens while the feature is switched off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Facts, Overtaken, Refused, record, remembered
from querwerk.privacy.queries.switches import is_on
from querwerk.structure.models import HOUSE, Post

from .. import rules
from ..access import OPINION, PROCEDURE_SEEN
from ..lifecycle import PROCEDURE, Carried, CouncilWord, Decision, Kind, Secrecy, State, Step, Thanks
from ..mails import ask_expert, tell_asker
from ..models import CouncilSaying, Criterion, Inquiry, Notice, Opinion, Recognition, SameIdea, Score
from .change import locked
from .moving import answer as answer_with
from .moving import handling, refuse_strangers, taken


def name_criterion(*, name: str, scale: int, by: Actor, at: datetime) -> None:
    """The house judges ideas by this, too."""
    _refuse_off()
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
    with remembered(Event("intake.criterion_named", HOUSE), by=by, at=at) as facts:
        Criterion.objects.create(name=name.strip(), scale=scale)
        facts["criterion"] = [None, name.strip()]


def archive_criterion(pk: int, *, by: Actor, at: datetime) -> None:
    """The house no longer judges by this; points that were given stay."""
    _refuse_off()
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
    with remembered(Event("intake.criterion_archived", HOUSE), by=by, at=at) as facts:
        found = Criterion.objects.select_for_update().filter(pk=pk, archived_on=None).first()
        if found is None:
            raise Overtaken(_("This is so already."))
        found.archived_on = timezone.localdate(at)
        found.save(update_fields=["archived_on"])
        facts["criterion"] = [found.name, None]


def name_equal(number: int, *, earlier: int, by: Actor, at: datetime) -> None:
    """Two ideas say the same: the one that was received earlier counts."""
    with _judged(number, "intake.same_idea_named", by=by, at=at) as (idea, facts):
        first = Inquiry.objects.filter(pk=earlier, kind=Kind.IDEA.value).exclude(state=State.DRAFT).first()
        if first is None or not rules.visible_to(by).filter(pk=first.pk).exists():
            raise Refused(_("There is no idea of this number."), field="earlier")
        if (first.received_at, first.pk) >= (idea.received_at, idea.pk):
            raise Refused(_("That one was received later: of equal ideas the earlier counts."), field="earlier")
        SameIdea.objects.update_or_create(inquiry=idea, defaults={"earlier": first})
        facts["earlier"] = [None, first.pk]


def ask_opinion(number: int, *, post: Post, due_on: date, by: Actor, at: datetime) -> None:
    """A post is asked to judge an idea by the criteria of the house, by a day."""
    with _judged(number, "intake.opinion_asked", by=by, at=at) as (idea, facts):
        if due_on < timezone.localdate(at):
            raise Refused(_("This day has passed already."), field="due_on")
        if idea.opinions.filter(post=post).exists():
            raise Refused(_("This post has been asked already."), field="post")
        asked = Opinion.objects.create(inquiry=idea, post=post, due_on=due_on)
        facts.update(post=[None, post.title], due_on=[None, due_on.isoformat()])
        ask_expert(asked, at=at)


def give_opinion(pk: int, *, text: str, points: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Whoever holds the post says what they think, with points for every criterion."""
    _refuse_off()
    if not text.strip():
        raise Refused(_("Please say what you think of it."), field="text")
    with transaction.atomic():
        asked = Opinion.objects.select_for_update(of=("self",)).select_related("post").filter(pk=pk).first()
        if asked is None or not OPINION.admits(by, Verb.EDIT, pk):
            raise Refused(_("Nobody asks this any more."))
        idea = locked(asked.inquiry_id)
        if rules.is_own(by, idea):
            raise Refused(_("Nobody judges their own idea. Please tell the staff unit that somebody else should."))
        if asked.given_at or Notice.objects.filter(inquiry=idea).exists():
            raise Overtaken(_("Nobody asks this any more."))
        criteria = {one.pk: one for one in Criterion.objects.filter(archived_on=None)}
        if set(points) != set(criteria) or any(not 0 <= given <= criteria[key].scale for key, given in points.items()):
            raise Refused(_("Please give points for every criterion."))
        asked.text, asked.given_at = text.strip(), at
        asked.save(update_fields=["text", "given_at"])
        Score.objects.bulk_create(Score(opinion=asked, criterion_id=key, points=one) for key, one in points.items())
        record(Event("intake.opinion_given", idea.thread, {"post": [None, asked.post.title]}), by=by, at=at)


def say_as_council(number: int, *, word: str, reason: str = "", by: Actor, at: datetime) -> None:
    """The staff council consents or objects, before the notice."""
    _refuse_off()
    if not PROCEDURE_SEEN.open_to(by, Verb.APPROVE):
        raise Refused(_("Only the staff council may say this."))
    if word not in set(CouncilWord):
        raise Refused(_("Please choose one of the answers."), field="word")
    if word == CouncilWord.OBJECTION and not reason.strip():
        raise Refused(_("Please say why."), field="reason")
    with transaction.atomic():
        idea = locked(number)
        if not _is_idea(idea):
            raise Refused(_("There is no idea of this number."))
        if Notice.objects.filter(inquiry=idea).exists():
            raise Overtaken(_("The decision has been made already."))
        said = {"word": word, "reason": reason.strip(), "said_at": at}
        CouncilSaying.objects.update_or_create(inquiry=idea, defaults=said)
        record(Event("intake.council_said", idea.thread, {"word": [None, word]}), by=by, at=at)


def give_notice(
    number: int, *, decision: str, reason: str, carry_out_by: date | None = None, on_objection: str = "",
    version: int | None = None, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """The decision about an idea, with its reason; what is carried out has a day."""
    _refuse_off()
    on = timezone.localdate(at)
    if decision not in set(Decision):
        raise Refused(_("Please choose one of the answers."), field="decision")
    if not reason.strip():
        raise Refused(_("Please say why: whoever asked reads it."), field="reason")
    if decision != Decision.NOT and (carry_out_by is None or carry_out_by < on):
        raise Refused(_("Please name a day that lies ahead by which it is carried out."), field="carry_out_by")
    step = Step.DECLINE if decision == Decision.NOT else Step.ACCEPT
    day = None if decision == Decision.NOT else carry_out_by
    with taken(step, number, version=version, by=by, at=at) as (idea, facts):
        if not _is_idea(idea):
            raise Refused(_("There is no idea of this number."))
        objected = CouncilSaying.objects.filter(inquiry=idea, word=CouncilWord.OBJECTION.value).exists()
        if objected and not on_objection.strip():
            raise Refused(_("The staff council objects. Please say what became of that."), field="on_objection")
        Notice.objects.update_or_create(inquiry=idea, defaults={
            "decision": decision, "reason": reason.strip(), "on_objection": on_objection.strip(), "given_on": on,
            "carry_out_by": day,
        })  # fmt: skip
        facts["decision"] = [None, decision]
        if day is None:
            answer_with(idea, reason.strip(), at=at)
        handling(idea, next_step=_("It is carried out.") if day else "", next_on=day)
        tell_asker(step, idea, said=reason.strip(), day=day, at=at)


def control(number: int, *, carried: str, why: str = "", by: Actor, at: datetime) -> None:
    """Whether what was decided has been carried out; if not, why."""
    with _judged(number, "intake.idea_controlled", by=by, at=at) as (idea, facts):
        notice = Notice.objects.select_for_update().filter(inquiry=idea).first()
        if notice is None or notice.carry_out_by is None:
            raise Refused(_("Nothing has been decided that could be carried out."))
        if carried not in set(Carried):
            raise Refused(_("Please choose one of the answers."), field="carried")
        if carried == Carried.NOT_DONE and not why.strip():
            raise Refused(_("Please say why."), field="why")
        facts["carried"] = [notice.carried or None, carried]
        notice.carried, notice.carried_why, notice.carried_on = carried, why.strip(), timezone.localdate(at)
        notice.save()


def recognize(number: int, *, kind: str, given_on: date, by: Actor, at: datetime) -> None:
    """The house says thank you."""
    with _judged(number, "intake.idea_recognized", by=by, at=at) as (idea, facts):
        if kind not in set(Thanks):
            raise Refused(_("Please choose one of the answers."), field="kind")
        if not Notice.objects.filter(inquiry=idea).exists():
            raise Refused(_("Please decide about the idea first."))
        if idea.recognitions.filter(kind=kind).exists():
            raise Refused(_("This is so already."), field="kind")
        Recognition.objects.create(inquiry=idea, kind=kind, given_on=given_on)
        facts["kind"] = [None, kind]


@contextmanager
def _judged(number: int, event: str, *, by: Actor, at: datetime) -> Iterator[tuple[Inquiry, Facts]]:
    """One verb of the staff unit about an idea, held fast, with one entry."""
    _refuse_off()
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
    with transaction.atomic():
        idea = locked(number)
        refuse_strangers(idea, by)
        if not _is_idea(idea):
            raise Refused(_("There is no idea of this number."))
        facts: Facts = {"number": [idea.pk, idea.pk]}
        yield idea, facts
        record(Event(event, idea.thread, facts=facts), by=by, at=at)


def _is_idea(inquiry: Inquiry) -> bool:
    """What was put forward in confidence is not shown to experts and councils."""
    return inquiry.kind == Kind.IDEA and inquiry.secrecy != Secrecy.CONFIDENTIAL and inquiry.state != State.DRAFT


def _refuse_off() -> None:
    if not is_on(PROCEDURE):
        raise Refused(_("Idea management by rule is switched off in this house."))
