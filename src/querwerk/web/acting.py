"""Who a log-in is today: posts, roles and how far they reach, over all slices, in one statement."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import BigIntegerField, DateField

from querwerk.access import Role
from querwerk.intake import access as intake
from querwerk.journal.actions import Actor
from querwerk.prepared import Prepared, Slot
from querwerk.projects import access as projects
from querwerk.sprints import access as sprints
from querwerk.structure import queries as structure
from querwerk.structure.models import PRIVILEGED, Account


def acting(account: Account, *, on: date, second_factor: bool) -> Actor:
    """The actor an account is on a day: what its posts are, and what they lead; without a post, a resident.

    Whoever leads a project has the role of its lead, whatever the post is called. Without a second factor in the
    session a privileged role is withheld: it lends nothing, not even its name.
    """
    all_held = _held().rows(person=account.person_id, on=on) if account.person_id else []
    held = [row for row in all_held if second_factor or row[0] not in PRIVILEGED]
    posts = sorted((title, unit) for _role, title, unit, _thread in held if title)
    # a prepared statement gives what the database gives: SQLite knows no type for them
    reach = {(role, thread if isinstance(thread, UUID) else UUID(thread)) for role, _title, _unit, thread in held}
    administered = [thread for role, thread in reach if role == Role.ADMINISTRATOR]
    if administered:
        reach |= {(Role.ADMINISTRATOR.value, thread) for thread in structure.threads_below(administered, on=on)}
    return Actor(
        post=posts[0][0] if posts else "",
        unit=posts[0][1] if posts else "",
        account=account.get_username(),
        roles=frozenset(role for role, _thread in reach) or frozenset({_without_post(account)}),
        reach=frozenset(reach),
        withheld=frozenset(row[0] for row in all_held) - {role for role, _thread in reach},
    )


def _without_post(account: Account) -> str:
    """Guests, residents and people between two posts are residents; a machine without a post is a partner."""
    return (Role.PARTNER if account.kind == Account.Kind.SERVICE else Role.RESIDENT).value


@lru_cache(maxsize=1)
def _held() -> Prepared:
    person, on = Slot("person", BigIntegerField()), Slot("on", DateField())
    held = (structure.held_by, projects.held_by, sprints.held_by, intake.held_by)
    first, *rest = [rows for slice_held in held for rows in slice_held(person, on=on)]
    return Prepared(lambda: first.union(*rest, all=True))
