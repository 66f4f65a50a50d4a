"""Who speaks for a unit when it is asked for its consent."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from querwerk.structure.models import Account, Placement, Post, Unit
from querwerk.structure.queries import valid_on

_ABOVE = (Post.Role.DEPUTY_MAYOR, Post.Role.MAYOR)


def consenting(unit: Unit, *, on: date) -> QuerySet[Account]:
    """Those who head the unit on a day; if nobody does, those who head what it hangs in."""
    heads = _holding(unit.pk, (Post.Role.OFFICE_HEAD, *_ABOVE), on)
    if heads.exists():
        return heads
    above = Placement.objects.filter(valid_on(on), unit=unit).values_list("parent", flat=True).first()
    return _holding(above, _ABOVE, on)


def _holding(unit: int | None, roles: tuple[str, ...], on: date) -> QuerySet[Account]:
    way = "person__assignments__"
    held = valid_on(on, way)
    return Account.objects.filter(
        held, is_active=True, person__assignments__post__unit=unit, person__assignments__post__role__in=roles
    ).distinct()
