"""The questions somebody of the pool was asked, and those somebody has put."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from querwerk.journal.actions import Actor

from ..lifecycle import Reply
from ..models import Profile
from ..rules import asked_by, asked_of, named_to
from .pool import people


@dataclass(frozen=True, slots=True)
class Question:
    """One question: to whom or from whom, as far as the reader may know it."""

    key: UUID
    words: str
    about: str
    asked_on: date
    reply: str
    name: str
    post: str
    unit: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Questions:
    """What was asked of a reader, and what they have asked."""

    of_me: tuple[Question, ...]
    by_me: tuple[Question, ...]


def questions(actor: Actor, *, on: date) -> Questions:
    """Both sides, the newest first."""
    return Questions(_of(actor), _by(actor, on))


def _of(actor: Actor) -> tuple[Question, ...]:
    rows = asked_of(actor).order_by("-asked_on", "-pk")
    fields = ("key", "words", "team__name", "idea__title", "asked_on", "reply", "asker")
    return tuple(
        Question(key, words, team or idea or "", day, reply, "", asker, "")
        for key, words, team, idea, day, reply, asker in rows.values_list(*fields)
    )


def _by(actor: Actor, on: date) -> tuple[Question, ...]:
    """Who has not said yes, and does not show themself to the reader, stays a person of their unit."""
    put = asked_by(actor)
    open_ = set(put.filter(profile__in=Profile.objects.filter(named_to(actor))).values_list("profile", flat=True))
    rows = list(put.select_related("team", "idea").order_by("-asked_on", "-pk"))
    seen = people([row.profile_id for row in rows], on=on)
    found = []
    for row in rows:
        line = seen[row.profile_id]
        named = row.reply == Reply.YES or row.profile_id in open_
        about = row.team.name if row.team else row.idea.title if row.idea else ""
        who = (line.name, line.post) if named else ("", "")
        found.append(Question(row.key, row.words, about, row.asked_on, row.reply, *who, line.unit, line.outside))
    return tuple(found)
