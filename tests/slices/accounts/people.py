"""The people of these tests, with their posts."""

from __future__ import annotations

from datetime import date

from querwerk.structure.models import Account, Assignment, Person, Placement, Post, Unit
from tests.factories import make_unit

PASSWORD = "vier-kurze-alte-worte"
SINCE = date(2020, 1, 1)


def unit(name: str, parent: Unit | None = None) -> Unit:
    """A unit, below another if one is given."""
    made = make_unit(name)
    if parent is not None:
        Placement.objects.create(unit=made, parent=parent, valid_from=SINCE)
    return made


def post(role: str, within: Unit | None = None, slug: str = "") -> Post:
    """A post of a role."""
    home = within or make_unit(f"Amt {role}")
    return Post.objects.create(unit=home, slug=slug or f"{home.slug}-{role}", title=f"Posten {role}", role=role)


def somebody(name: str, *posts: Post, password: str = PASSWORD, **fields: object) -> Account:
    """Somebody who may log in and holds these posts."""
    person = Person.objects.create(name=name.title())
    for held in posts:
        Assignment.objects.create(post=held, person=person, valid_from=SINCE)
    return Account.objects.create_user(name, password, person=person, **fields)
