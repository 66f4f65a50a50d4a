"""Idea management by rule, as its pages show it: to the staff unit, to the post that is asked, to the staff council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.privacy.queries.switches import is_on

from ..access import OPINION
from ..lifecycle import ENDED, PROCEDURE, Kind, Secrecy, State
from ..models import CouncilSaying, Criterion, Inquiry, Notice, Opinion, SameIdea


def procedure_on() -> bool:
    """Whether the house judges ideas by rule."""
    return is_on(PROCEDURE)


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """An opinion: of which post, by when, and what it says with points (criterion, points, scale)."""

    pk: int
    post: str
    due_on: date
    text: str
    given_at: datetime | None
    scores: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """Where an idea stands in the procedure; ``place`` is its place in the order of receipt."""

    number: int
    title: str
    state: str
    version: int
    received_at: datetime
    place: int
    same_as: int | None
    opinions: tuple[OpinionLine, ...]
    council: CouncilSaying | None
    notice: Notice | None
    recognitions: tuple[tuple[str, date], ...]


def procedure_of(number: int) -> Procedure | None:
    """The procedure of an idea; whoever calls has found out that the reader may see it. None where there is none."""
    idea = Inquiry.objects.filter(pk=number, kind=Kind.IDEA.value).exclude(state=State.DRAFT).first()
    if idea is None or idea.secrecy == Secrecy.CONFIDENTIAL or not procedure_on():
        return None
    same = SameIdea.objects.filter(inquiry=idea).values_list("earlier", flat=True).first()
    opinions = idea.opinions.select_related("post").prefetch_related("scores__criterion").order_by("pk")
    return Procedure(
        number=idea.pk, title=idea.title, state=idea.state, version=idea.version, received_at=idea.received_at,
        place=_place(idea), same_as=same, opinions=tuple(_line(one) for one in opinions),
        council=CouncilSaying.objects.filter(inquiry=idea).first(), notice=Notice.objects.filter(inquiry=idea).first(),
        recognitions=tuple(idea.recognitions.order_by("given_on", "pk").values_list("kind", "given_on")),
    )  # fmt: skip


def _place(idea: Inquiry) -> int:
    """The how-manieth it is in the order of receipt: among all ideas, or those of its campaign."""
    ideas = Inquiry.objects.filter(kind=Kind.IDEA.value, campaign=idea.campaign_id).exclude(state=State.DRAFT)
    earlier = ideas.filter(received_at__lt=idea.received_at).count()
    return earlier + ideas.filter(received_at=idea.received_at, pk__lte=idea.pk).count()


def _line(asked: Opinion) -> OpinionLine:
    scores = sorted(asked.scores.all(), key=lambda score: score.criterion_id)
    points = tuple((score.criterion.name, score.points, score.criterion.scale) for score in scores)
    return OpinionLine(asked.pk, asked.post.title, asked.due_on, asked.text, asked.given_at, points)


def criteria() -> list[Criterion]:
    """What ideas are judged by."""
    return list(Criterion.objects.filter(archived_on=None).order_by("pk"))


@dataclass(frozen=True, slots=True)
class AskedOpinion:
    """What a post is asked: the idea, not whose it is."""

    pk: int
    title: str
    concern: str
    outcome: str
    due_on: date
    text: str
    given_at: datetime | None


def asked_opinions(actor: Actor) -> tuple[AskedOpinion, ...]:
    """What the posts of an actor are asked, what is open first; none while the house does not judge by rule."""
    if not procedure_on():
        return ()
    mine = OPINION.objects(actor, Verb.LIST).order_by(F("given_at").asc(nulls_first=True), "due_on", "pk")
    columns = ("pk", "inquiry__title", "inquiry__concern", "inquiry__outcome", "due_on", "text", "given_at")
    return tuple(AskedOpinion(*row) for row in mine.values_list(*columns)[:100])


@dataclass(frozen=True, slots=True)
class BeforeNotice:
    """An idea before the decision, as the staff council sees it, with what the council has said."""

    number: int
    title: str
    received_at: datetime
    word: str
    reason: str


def before_notice() -> tuple[BeforeNotice, ...]:
    """The ideas without a notice in the order of receipt."""
    open_ones = Inquiry.objects.filter(kind=Kind.IDEA.value, notice=None).exclude(
        state__in=sorted(ENDED | {State.DRAFT})
    )
    plain = open_ones.exclude(secrecy=Secrecy.CONFIDENTIAL).order_by("received_at", "pk")
    rows = plain.values_list("pk", "title", "received_at", "council__word", "council__reason")[:100]
    return tuple(BeforeNotice(pk, title, at, word or "", reason or "") for pk, title, at, word, reason in rows)
