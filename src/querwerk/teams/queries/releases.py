"""What superiors are asked to release, and the sheet of one release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.privacy.queries.switches import is_on
from querwerk.structure.models import Post
from querwerk.structure.queries import house_rules

from ..access import RELEASE, RELEASE_SHEET
from ..lifecycle import LOAD
from ..models import Release, Standin
from .superiors import posts_of
from .teams import load_of, name_of


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release as its superior reads it: the person has asked for it themself.

    ``load`` is the sum of shares together with this one; None where the house has not switched that on.
    """

    pk: int
    version: int
    person: str
    post: str
    unit: str
    team: str
    slug: str
    purpose: str
    level: str
    asked_share: int
    asked_from: date
    asked_until: date
    asked_on: date
    answer: str
    share: int | None
    begins_on: date | None
    ends_on: date | None
    reason: str
    unbound: bool
    answered_on: date | None
    answered_post: str
    load: int | None
    limit: int

    @property
    def heavy(self) -> bool:
        return self.load is not None and self.load > self.limit


@dataclass(frozen=True, slots=True)
class StandinLine:
    """Who acts for a post of one's own, up to and including the last day."""

    post: str
    standin: str
    begins_on: date
    last: date


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """What waits for a superior, and what they answered."""

    waiting: tuple[ReleasePage, ...]
    answered: tuple[ReleasePage, ...]
    standins: tuple[StandinLine, ...]


def releases(actor: Actor, *, on: date) -> ReleasesPage:
    """What waits for the posts an actor holds today, and what was answered by them."""
    rows = RELEASE.objects(actor, Verb.LIST).order_by("asked_on", "pk")
    found = [_page(row, None, 0) for row in rows.select_related(*_WITH).distinct()]
    posts = posts_of(actor.account, on=on)
    known = Standin.objects.filter(post__in=posts, valid_to__gt=on).order_by("valid_from")
    lines = known.values_list("post__title", "standin__title", "valid_from", "valid_to")
    return ReleasesPage(
        tuple(page for page in found if not page.answer),
        tuple(page for page in found if page.answer)[::-1],
        tuple(
            StandinLine(post, standin or "", start, end - timedelta(days=1))
            for post, standin, start, end in lines
            if end
        ),
    )


def release_page(pk: int, actor: Actor, *, on: date) -> ReleasePage | None:
    """One release for whoever is asked; None for everybody else. What it adds up to is said until it is answered."""
    row = RELEASE.objects(actor).select_related(*_WITH).filter(pk=pk).first()
    if row is None:
        return None
    place = row.membership
    load = load_of(place.account.username, on=on) if not row.answer and is_on(LOAD) else None
    return _page(row, load, house_rules(on)["team_share_limit"])


def release_sheet(pk: int, actor: Actor) -> ReleasePage | None:
    """One release that was given, for the person or for the superior."""
    for thing, verb in ((RELEASE_SHEET, Verb.EXPORT), (RELEASE, Verb.READ)):
        row = thing.objects(actor, verb).select_related(*_WITH).filter(pk=pk, unbound=True).first()
        if row is not None:
            return _page(row, None, 0)
    return None


def own_posts(actor: Actor, *, on: date) -> list[Post]:
    """The posts of an actor that release people."""
    return list(posts_of(actor.account, on=on))


_WITH = ("membership__account__person", "membership__team", "membership__post__unit")


def _page(row: Release, load: int | None, limit: int) -> ReleasePage:
    place, post = row.membership, row.membership.post
    return ReleasePage(
        pk=row.pk, version=row.version, person=name_of(place), post=post.title if post else "",
        unit=post.unit.short if post else "", team=place.team.name, slug=place.team.slug, purpose=place.team.purpose,
        level=row.level, asked_share=row.asked_share, asked_from=row.asked_from, asked_until=row.asked_until,
        asked_on=row.asked_on, answer=row.answer, share=row.share, begins_on=row.begins_on, ends_on=row.ends_on,
        reason=row.reason, unbound=row.unbound, answered_on=row.answered_on, answered_post=row.answered_post,
        load=load, limit=limit,
    )  # fmt: skip
