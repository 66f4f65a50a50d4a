"""What the pool offers for some needs: the input of the matching engine. Two statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from querwerk.structure.models import Account, Assignment, Post
from querwerk.structure.queries import valid_on

from ..models import Offer
from .skills import Meant

#: Posts whose holders may decide; nobody types that about themself.
DECIDING = (Post.Role.OFFICE_HEAD, Post.Role.DEPUTY_MAYOR, Post.Role.MAYOR)

#: Profile, needs as bits, unit (outsiders: one of their own, below zero), may decide, share of time.
Candidate = tuple[int, int, int, bool, int]


def candidates(
    needs: Sequence[Meant], *, share: int, decision_maker: bool, without: Collection[int], on: date
) -> list[Candidate]:
    """Everybody there who brings one of the needs, or may decide where that is asked for.

    Employees are there who hold a post on that day; their unit is that of the first of their posts.
    """
    bits: dict[int, int] = {}
    for number, need in enumerate(needs):
        for skill, _label in need.skills:
            bits[skill] = bits.get(skill, 0) | 1 << number
    has_time = Q(profile__share__gte=share) & (Q(profile__account=None) | Q(profile__account__is_active=True))
    bringing = Offer.objects.filter(has_time, skill__in=list(bits))
    brought: dict[int, int] = {}
    outside: set[int] = set()
    shares: dict[int, int] = {}
    fields = ("profile", "skill", "profile__share", "profile__account__kind")
    for profile, skill, offered, kind in bringing.values_list(*fields):
        brought[profile] = brought.get(profile, 0) | bits[skill]
        shares[profile] = offered
        if kind is None or kind != Account.Kind.EMPLOYEE:
            outside.add(profile)
    wanted = Q(person__account__profile__in=bringing.values("profile"))
    if decision_maker:
        in_time = Q(person__account__profile__share__gte=share, person__account__is_active=True)
        wanted |= in_time & Q(post__role__in=DECIDING)
    posts: dict[int, tuple[int, bool]] = {}
    held = Assignment.objects.filter(valid_on(on), wanted).order_by("post")
    fields = ("person__account__profile", "post__unit", "post__role", "person__account__profile__share")
    for profile, unit, role, offered in held.values_list(*fields):
        first, decides = posts.get(profile, (unit, False))
        posts[profile] = first, decides or role in DECIDING
        shares[profile] = offered
    people = (brought.keys() & (posts.keys() | outside)) | {one for one, (_, decides) in posts.items() if decides}
    return [
        (one, brought.get(one, 0), *posts.get(one, (-one, False)), shares[one])
        for one in sorted(people.difference(without))
    ]
