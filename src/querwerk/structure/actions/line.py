"""Units and posts: what they are called, where they hang, who holds them, who may log in."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..models import PRIVILEGED, Account, Assignment, Person, Placement, Post, Unit, UnitName
from .change import changed, close, end, find, remember_address


def rename_unit(unit: Unit, *, name: str, short: str, starts_on: date, by: Actor, at: datetime) -> None:
    """A unit has a new name from a day on; old addresses still lead to it."""
    with changed("unit_renamed", unit.thread, by=by, at=at) as facts:
        if (unit.name, unit.short) == (name, short):
            raise Refused(_("The unit already has this name."), field="name")
        end(unit.names.filter(valid_to__isnull=True), starts_on)
        UnitName.objects.create(unit=unit, name=name, short=short, valid_from=starts_on)
        facts.update(name=[unit.name, name], short=[unit.short, short], starts_on=[None, starts_on.isoformat()])
        remember_address("unit", unit.name, unit.slug)
        unit.name, unit.short = name, short
        unit.save(update_fields=["name", "short"])
        find("unit", unit.slug)


def place_unit(unit: Unit, *, parent: Unit, starts_on: date, by: Actor, at: datetime) -> None:
    """A unit hangs elsewhere from a day on. Refuses a unit above itself."""
    with changed("unit_placed", unit.thread, by=by, at=at) as facts:
        if parent == unit or unit.pk in _above(parent, starts_on):
            raise Refused(_("A unit cannot hang below itself."), field="parent")
        before = unit.placements.filter(valid_to__isnull=True).select_related("parent").first()
        if before is not None and before.parent == parent:
            raise Refused(_("The unit hangs there already."), field="parent")
        end(unit.placements.filter(valid_to__isnull=True), starts_on)
        Placement.objects.create(unit=unit, parent=parent, valid_from=starts_on)
        facts.update(parent=[before.parent.name if before else None, parent.name])
        facts.update(starts_on=[None, starts_on.isoformat()])


def _above(unit: Unit, on: date) -> set[int]:
    """The units over a unit on a day and later, up to the top."""
    edges = dict(Placement.objects.exclude(valid_to__lte=on).order_by("valid_from").values_list("unit", "parent"))
    above: set[int] = set()
    current: int | None = unit.pk
    while (current := edges.get(current) if current is not None else None) is not None and current not in above:
        above.add(current)
    return above


def establish_post(unit: Unit, *, slug: str, title: str, role: Post.Role, by: Actor, at: datetime) -> Post:
    """A unit has a new post; who holds it is another matter."""
    with changed("post_established", unit.thread, by=by, at=at) as facts:
        post = Post.objects.create(unit=unit, slug=slug, title=title, role=role)
        facts.update(post=[None, title])
    return post


def appoint(*, post: Post, person: Person, starts_on: date, by: Actor, at: datetime) -> None:
    """Somebody takes up a post. The journal names the post, its erasable part the person.

    A privileged post takes two people (``accounts.actions.people.propose_post``), so it is not filled here.
    """
    if post.role in PRIVILEGED:
        raise Refused(_("A privileged post needs a second person: please propose it in the accounts."), field="person")
    named, whom = {"person": [None, person.name]}, f"person:{person.pk}"
    with changed("post_filled", post.unit.thread, personal=named, about=whom, by=by, at=at) as facts:
        if post.assignments.filter(person=person, valid_to__isnull=True).exists():
            raise Refused(_("This person holds the post already."), field="person")
        Assignment.objects.create(post=post, person=person, valid_from=starts_on)
        facts.update(post=[post.title, post.title], starts_on=[None, starts_on.isoformat()])


def end_assignment(assignment: Assignment, *, ends_on: date, by: Actor, at: datetime) -> None:
    """Somebody leaves a post; with it the rights end, and what they had opened with them."""
    named, whom = {"person": [assignment.person.name, None]}, f"person:{assignment.person_id}"
    with changed("post_vacated", assignment.post.unit.thread, personal=named, about=whom, by=by, at=at) as facts:
        close(assignment, ends_on)
        Account.objects.filter(person=assignment.person_id).update(epoch=F("epoch") + 1)
        facts.update(post=[assignment.post.title, assignment.post.title], ends_on=[None, ends_on.isoformat()])
