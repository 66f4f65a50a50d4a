"""Who releases somebody today: the line upward from their post, past whoever has left or is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from querwerk.structure.models import Account, Assignment, Placement, Post, Unit
from querwerk.structure.queries import valid_on

from ..lifecycle import Level
from ..models import Standin

_HEADS = (Post.Role.OFFICE_HEAD, Post.Role.DEPUTY_MAYOR, Post.Role.MAYOR)


def post_of(account: Account, *, on: date) -> Post | None:
    """The post somebody's time comes from: the one they have held longest; None for guests and those between posts."""
    if account.person_id is None:
        return None
    held = Assignment.objects.filter(valid_on(on), person=account.person_id).order_by("valid_from", "pk")
    first = held.select_related("post__unit").first()
    return first.post if first else None


def superior_of(post: Post, *, level: str = Level.OFFICE, person: int | None = None, on: date) -> Post | None:
    """The post that is asked today: the head of the unit or of the next above that has one, or who acts for it.

    A head who is the ``person`` asks the next above; a head who has left or is away without anybody acting for them is
    passed over. ``level`` department begins with the department. None: nobody up the line is there.
    """
    units = list(_upward(post.unit, on))
    if level == Level.DEPARTMENT:
        units = [unit for unit in units if unit.kind == Unit.Kind.DEPARTMENT] or units[-1:]
    for unit in units:
        for head in Post.objects.filter(unit=unit, role__in=_HEADS).order_by("pk"):
            acting = _acting(head, on)
            if acting is not None and holders(acting, on=on).exclude(person=person).exists():
                return acting
    return None


def holders(post: Post, *, on: date) -> QuerySet[Account]:
    """The accounts of those who hold a post on a day."""
    way = "person__assignments__"
    held = valid_on(on, way)
    return Account.objects.filter(held, is_active=True, person__assignments__post=post).distinct()


def posts_of(username: str, *, on: date) -> QuerySet[Post]:
    """The posts that a log-in holds on a day and that may release somebody."""
    held = Assignment.objects.filter(valid_on(on), person__account__username=username)
    return Post.objects.filter(pk__in=held.values("post"), role__in=_HEADS).order_by("title")


def _acting(post: Post, on: date) -> Post | None:
    """The post itself, who acts for it, or who acts for that one; nobody while all of them are away."""
    here: Post | None = post
    seen: set[int] = set()
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        away = Standin.objects.filter(valid_on(on), post=here).select_related("standin")
        found = away.order_by("-valid_from", "-pk").first()
        if found is None:
            return here
        here = found.standin
    return None


def _upward(unit: Unit, on: date) -> Iterator[Unit]:
    """A unit and what it hangs in, up to the top; a ring in the data ends it."""
    seen: set[int] = set()
    here: Unit | None = unit
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        yield here
        above = Placement.objects.filter(valid_on(on), unit=here).select_related("parent").order_by("-valid_from")
        row = above.first()
        here = row.parent if row else None
