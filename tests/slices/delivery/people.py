"""Invented people with posts: Ayşe leads a project, Frida is the officer of a theme, Carla works in the staff unit."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Assignment, Person, Post, Theme, ThemeRole, Unit
from querwerk.web.acting import acting
from tests.factories import make_responsibility, make_unit

SINCE = date(2020, 1, 1)


def holder(username: str, role: str, title: str = "") -> tuple[Account, Post]:
    """Somebody who has held a post of this kind for years, with an address."""
    unit = Unit.objects.filter(slug=f"amt-{username}").first() or make_unit(f"Amt {username}")
    post = Post.objects.create(unit=unit, slug=f"{username}-post", title=title or "Posten", role=role)
    person = Person.objects.create(name=username.title())
    Assignment.objects.create(post=post, person=person, valid_from=SINCE)
    return Account.objects.create(username=username, email=f"{username}@stadt.example", person=person), post


def lead_of(*projects: Project, username: str = "ayse") -> Account:
    """Whose post leads these projects."""
    account, post = holder(username, Post.Role.PROJECT_LEAD, "Projektleitung")
    for project in projects:
        make_responsibility(project, post.unit, post=post, role="lead", valid_from=SINCE)
    return account


def officer_of(theme: Theme, username: str = "frida") -> Account:
    """Whose post coordinates a theme."""
    account, post = holder(username, Post.Role.THEME_OFFICER, "Themenbeauftragte")
    ThemeRole.objects.create(theme=theme, post=post, role="officer", valid_from=SINCE, stated_on=SINCE)
    return account


def staff(username: str = "carla") -> Account:
    """Who works in the staff unit."""
    return holder(username, Post.Role.STAFF_UNIT, "Stabsstelle")[0]


def as_actor(account: Account, on: date | None = None) -> Actor:
    """The actor an account is."""
    return acting(account, on=on or timezone.localdate(), second_factor=True)


def leaves(account: Account, on: date) -> None:
    """Gives up every post from a day on."""
    Assignment.objects.filter(person=account.person).update(valid_to=on)
