"""Asking people of the pool whether they would join in, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.outbox.actions import post_mail
from querwerk.privacy.queries.switches import is_on
from querwerk.sprints.models import Idea
from querwerk.structure.models import Account

from ..lifecycle import PROPOSAL, Reply
from ..models import POOL, Asking, Profile, Team
from ..rules import asked_of, may_propose, present, profiles_for


@dataclass(frozen=True, slots=True)
class About:
    """What people are asked for: in words, and the team or idea if there is one."""

    words: str
    team: Team | None = None
    idea: Idea | None = None


def ask(profile: Profile, about: About, *, by: Actor, at: datetime) -> None:
    """Somebody asks one person of the pool whom they may see by name."""
    with transaction.atomic():
        if not profiles_for(by, on=timezone.localdate(at)).filter(pk=profile.pk).exists():
            raise Refused(_("This profile is not open to you."))
        _put([profile], about, by=by, at=at)


def ask_proposed(profiles: Sequence[Profile], about: About, *, by: Actor, at: datetime) -> int:
    """Whoever puts a team together asks people of a proposal; says how many were not asked before."""
    with transaction.atomic():
        if not is_on(PROPOSAL):
            raise Refused(_("Proposals of teams are switched off: they need the consent of the staff council."))
        if not may_propose(by, about.team):
            raise Refused(_("Only who puts a team together asks for one."))
        there = present(timezone.localdate(at)).filter(pk__in=[profile.pk for profile in profiles])
        return _put(list(there.order_by("pk")), about, by=by, at=at)


def answer(asking: Asking, *, joins: bool, by: Actor, at: datetime) -> None:
    """Yes or no, once; whoever asked is told. Nobody else learns of it."""
    with transaction.atomic():
        found = asked_of(by).select_for_update(of=("self",)).filter(pk=asking.pk).first()
        if found is None:
            raise Refused(_("This question was not put to you."))
        if found.reply != Reply.OPEN:
            raise Refused(_("You have answered this question already."))
        found.reply = Reply.YES if joins else Reply.NO
        found.save(update_fields=["reply"])
        post_mail("teams.answered", key=str(found.key), to=found.asked_by_id, words={"key": str(found.key)}, at=at)
        record(Event("teams.question_answered", _thread(found.team, found.idea)), by=Actor(post=""), at=at)


def _put(profiles: Sequence[Profile], about: About, *, by: Actor, at: datetime) -> int:
    """The questions and their mails; who was asked by the same person and has not answered is left in peace."""
    asker = Account.objects.select_for_update().get(username=by.account)
    if any(profile.account_id == asker.pk for profile in profiles):
        raise Refused(_("You cannot ask yourself."))
    waiting = Asking.objects.filter(asked_by=asker, reply=Reply.OPEN, profile__in=profiles)
    known = set(waiting.values_list("profile", flat=True))
    new = [
        Asking(
            profile=profile, asked_by=asker, team=about.team, idea=about.idea, words=about.words,
            asker=", ".join(filter(None, (by.post, by.unit))), asked_on=timezone.localdate(at),
        )
        for profile in profiles
        if profile.pk not in known
    ]  # fmt: skip
    if not new:
        raise Refused(_("You have asked already; the answer is still to come."))
    for asking in Asking.objects.bulk_create(new):
        words = {"key": str(asking.key), "text": about.words, "asker": asking.asker, "reply_to": ""}
        if asking.profile.account_id:
            post_mail("teams.asked", key=str(asking.key), to=asking.profile.account_id, words=words, at=at)
        else:
            outside = {**words, "reply_to": asker.email}
            post_mail("teams.asked", key=str(asking.key), address=asking.profile.address, words=outside, at=at)
    facts = {"people": [None, len(new)]}
    record(Event("teams.people_asked", _thread(about.team, about.idea), facts=facts), by=by, at=at)
    return len(new)


def _thread(team: Team | None, idea: Idea | None) -> UUID:
    return team.thread if team else idea.thread if idea else POOL
