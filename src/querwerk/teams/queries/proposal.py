"""What the pool offers for some needs: the input of the matching engine. Two statements.

Read is whoever can matter, nobody else: who brings none of the needs, and may not decide where that is asked for, is in
no team, for the engine fills no place with somebody who brings nothing. Of whoever only decides, the deciding posts are
enough; of whoever brings a need, all of theirs, for the first says the unit. Either kind is found from its own end, the
skills or the posts that decide: asked for both at once, the database looks through everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from querwerk.structure.models import Account, Assignment, Post
from querwerk.structure.queries import valid_on

from ..lifecycle import STEPS, Shown
from ..models import Offer
from .skills import Meant

#: Posts whose holders may decide; nobody types that about themself.
DECIDING = (Post.Role.OFFICE_HEAD, Post.Role.DEPUTY_MAYOR, Post.Role.MAYOR)

#: Profile, needs as bits, unit (outsiders: one of their own, below zero), may decide, share of time.
Candidate = tuple[int, int, int, bool, int]


def candidates(
    needs: Sequence[Meant],
    *,
    share: int,
    decision_maker: bool,
    named: Collection[Shown],
    without: Collection[int],
    on: date,
) -> list[Candidate]:
    """Everybody there who brings one of the needs, or may decide where that is asked for.

    Employees are there who hold a post on that day; their unit is that of the first of their posts. ``named`` are the
    circles whose shares the reader may know; all others count with a step (:data:`~querwerk.teams.lifecycle.STEPS`).
    """
    bits: dict[int, int] = {}
    for number, need in enumerate(needs):
        for skill, _label in need.skills:
            bits[skill] = bits.get(skill, 0) | 1 << number
    there = Q(profile__account=None) | Q(profile__account__is_active=True)
    bringing = Offer.objects.filter(_in_time("profile__", share, named), there, skill__in=list(bits))
    brought: dict[int, int] = {}
    outside: set[int] = set()
    shares: dict[int, int] = {}
    fields = ("profile", "skill", "profile__share", "profile__account__kind")
    for profile, skill, offered, kind in bringing.values_list(*fields):
        brought[profile] = brought.get(profile, 0) | bits[skill]
        shares[profile] = offered
        if kind is None or kind != Account.Kind.EMPLOYEE:
            outside.add(profile)
    current = Assignment.objects.filter(valid_on(on))
    held = _posts(current.filter(person__in=bringing.values("profile__account__person")))
    if decision_maker:
        deciding = Post.objects.filter(role__in=DECIDING)
        in_time = _in_time("person__account__profile__", share, named)
        held = held.union(_posts(current.filter(in_time, person__account__is_active=True, post__in=deciding)), all=True)
    posts: dict[int, tuple[int, bool]] = {}
    for _post, profile, unit, role, offered in sorted(held):
        first, decides = posts.get(profile, (unit, False))
        posts[profile] = first, decides or role in DECIDING
        shares[profile] = offered
    people = (brought.keys() & (posts.keys() | outside)) | {one for one, (_, decides) in posts.items() if decides}
    return [
        (one, brought.get(one, 0), *posts.get(one, (-one, False)), shares[one])
        for one in sorted(people.difference(without))
    ]


def _in_time(profile: str, share: int, named: Collection[Shown]) -> Q:
    """Whoever offers a share of time; of those who are not named, whoever does so with the step they count with."""
    step = next((step for step in STEPS if step >= share), 101)
    told = Q(**{f"{profile}shown__in": sorted(named)}) | Q(**{f"{profile}share__gte": step})
    return Q(told, **{f"{profile}share__gte": share})


def _posts(held: QuerySet[Assignment]) -> QuerySet[Assignment, tuple[int, int, int, str, int]]:
    """The posts of people, so that sorting puts their first one in front."""
    through = "person__account__profile"
    return held.values_list("post", through, "post__unit", "post__role", f"{through}__share")
