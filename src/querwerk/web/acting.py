"""Who a log-in is today: posts, roles and how far they reach, over all slices, in one statement."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, DateField, QuerySet

from querwerk import projects, structure  # noqa: F401
from querwerk.access import Role
from querwerk.journal.actions import Actor
from querwerk.prepared import Prepared, Slot
from querwerk.projects.access import held_by as projects_held
from querwerk.structure.models import Account
from querwerk.structure.queries import held_by as posts_held
from querwerk.structure.queries import threads_below


def acting(account: Account, *, on: date) -> Actor:
    """The actor an account is on a day: what its posts are, and what they lead; without a post, a resident.

    Whoever leads a project has the role of its lead, whatever the post is called.
    """
    held = _held().rows(person=account.person_id, on=on) if account.person_id else []
    posts = sorted((title, unit) for _role, title, unit, _thread in held if title)
    reach = {(role, thread) for role, _title, _unit, thread in held}
    administered = [thread for role, thread in reach if role == Role.ADMINISTRATOR]
    if administered:
        reach |= {(Role.ADMINISTRATOR.value, thread) for thread in threads_below(administered, on=on)}
    return Actor(
        post=posts[0][0] if posts else "",
        unit=posts[0][1] if posts else "",
        account=account.get_username(),
        roles=frozenset(role for role, _thread in reach) or _without_post(account),
        reach=frozenset(reach),
    )
