"""The support pool: which post is lent where until when, what projects ask for, and where it does not add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.projects.access import INTERNAL
from querwerk.projects.lifecycle import END_STATES
from querwerk.structure.models import Post
from querwerk.structure.queries import valid_on

from ..lifecycle import Loads, loads
from ..models import Loan, SupportRequest

#: A loan that ends this soon needs a thought.
_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A post lent to a project. ``ends_soon`` when the project goes on and nobody is lent after it."""

    pk: int
    post: str
    unit: str
    slug: str
    project: str
    phase: str
    share: int | None
    what_for: str
    valid_from: date
    valid_to: date | None
    ends_soon: bool = False


@dataclass(frozen=True, slots=True)
class PoolPost:
    """A post of the pool with its loans of today and those to come, and what they come to at their worst."""

    pk: int
    title: str
    unit: str
    loans: tuple[LoanLine, ...]
    loads: Loads
    free: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a project asks for, and what was said to it."""

    pk: int
    slug: str
    project: str
    phase: str
    what_for: str
    wanted_from: date | None
    asked_on: date
    asked_by: str
    decision: str
    decided_on: date | None
    answer: str


@dataclass(frozen=True, slots=True)
class Pool:
    """The whole pool on a day."""

    posts: list[PoolPost]
    open_wishes: list[Wish]
    decided: list[Wish]

    @property
    def ending(self) -> list[LoanLine]:
        return [loan for post in self.posts for loan in post.loans if loan.ends_soon]

    @property
    def free(self) -> list[PoolPost]:
        return [post for post in self.posts if post.free]

    @property
    def overloaded(self) -> list[PoolPost]:
        return [post for post in self.posts if post.loads is not Loads.FITS]


_LOAN = (
    "pk", "post__title", "post__unit__short", "project__slug", "project__name", "phase", "share", "what_for",
    "valid_from", "valid_to",
)  # fmt: skip
_WISH = (
    "pk", "project__slug", "project__name", "phase", "what_for", "wanted_from", "asked_on", "asked_by", "decision",
    "decided_on", "answer",
)  # fmt: skip


def pool(*, on: date) -> Pool:
    """Who is lent where until when, from a day on: facilitators, and every post that is lent."""
    rows: list[tuple[Any, ...]] = list(
        Loan.objects.exclude(valid_to__lte=on)
        .order_by("valid_from", "pk")
        .values_list("post_id", "project_id", "project__state", *_LOAN)
    )
    goes_on: dict[int, date] = {}
    for _, project, _, *row in rows:
        goes_on[project] = max(goes_on.get(project, date.min), row[-1] or date.max)
    of_post: dict[int, list[LoanLine]] = defaultdict(list)
    for post, project, state, *row in rows:
        until = row[-1]
        soon = until is not None and until <= on + _SOON and goes_on[project] == until and state not in END_STATES
        of_post[post].append(replace(LoanLine(*row), ends_soon=soon))
    posts = Post.objects.filter(role=Post.Role.FACILITATOR) | Post.objects.filter(pk__in=of_post)
    lines = [
        PoolPost(
            pk,
            title,
            unit,
            tuple(of_post[pk]),
            _worst(of_post[pk]),
            not any(loan.valid_from <= on for loan in of_post[pk]),
        )
        for pk, title, unit in posts.order_by("title", "pk").values_list("pk", "title", "unit__short")
    ]
    wishes = [Wish(*row) for row in SupportRequest.objects.order_by("asked_on", "pk").values_list(*_WISH)]
    return Pool(
        lines,
        [wish for wish in wishes if wish.decision == "open"],
        [wish for wish in reversed(wishes) if wish.decision != "open"][:20],
    )


def _worst(loans: list[LoanLine]) -> Loads:
    """What the loans of a post come to on the day that many of them overlap."""
    found = Loads.FITS
    for start in {loan.valid_from for loan in loans}:
        shares = [
            one.share for one in loans if one.valid_from <= start and (one.valid_to is None or one.valid_to > start)
        ]
        said = loads(shares)
        found = said if said is Loads.TOO_MUCH or found is Loads.FITS else found
    return found


def loans_of(project: int, actor: Actor, *, on: date) -> list[LoanLine]:
    """The posts lent to a project on a day or later, for those who may see what is internal to it."""
    if not INTERNAL.admits(actor, Verb.READ, project):
        return []
    rows = Loan.objects.filter(project=project).exclude(valid_to__lte=on).order_by("valid_from", "pk")
    return [LoanLine(*row) for row in rows.values_list(*_LOAN)]


def wishes_of(project: int) -> list[Wish]:
    """What a project has asked for, the newest first."""
    rows = SupportRequest.objects.filter(project=project).order_by("-asked_on", "-pk")
    return [Wish(*row) for row in rows.values_list(*_WISH)]


def lent_posts(*, on: date) -> list[tuple[str, int, int]]:
    """For the report, by phase: how many posts are lent on a day, and to how many projects. No people, no names."""
    of_phase: dict[str, tuple[set[int], set[int]]] = {}
    for phase, post, project in Loan.objects.filter(valid_on(on), stated_on__lte=on).values_list(
        "phase", "post_id", "project_id"
    ):
        posts, projects = of_phase.setdefault(phase, (set(), set()))
        posts.add(post)
        projects.add(project)
    return [(phase, len(posts), len(projects)) for phase, (posts, projects) in sorted(of_phase.items())]
