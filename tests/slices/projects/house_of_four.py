"""A small house for texts on their way: a project with its lead, the officer of its theme, two in the staff unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.projects.actions import drafts
from querwerk.projects.models import Draft, Project, Responsibility, SheetText
from querwerk.structure.models import Account, Assignment, Person, Post, ThemeRole, Unit
from querwerk.web.acting import acting
from tests.factories import make_project, make_theme, make_unit
from tests.logins import sign_in

SINCE = date(2020, 1, 1)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Somebody:
    """A log-in with its post, as an actor and as a browser."""

    account: Account
    post: Post

    @property
    def actor(self) -> Actor:
        return acting(self.account, on=timezone.localdate(), second_factor=True)

    def browser(self) -> Client:
        return sign_in(Client(), self.account)


def holder(name: str, title: str, role: str, unit: Unit) -> Somebody:
    post = Post.objects.create(unit=unit, slug=f"post-{name}", title=title, role=role)
    person = Person.objects.create(name=name.title())
    Assignment.objects.create(post=post, person=person, valid_from=SINCE)
    return Somebody(Account.objects.create_user(name, person=person), post)


def leads(project: Project, somebody: Somebody) -> None:
    Responsibility.objects.create(
        project=project, post=somebody.post, unit=somebody.post.unit, role=Responsibility.Role.LEAD,
        valid_from=SINCE, stated_on=SINCE,
    )  # fmt: skip


class House:
    """Ayşe leads "Stadtgrün"; its theme has an officer; Carla and Clara work in the staff unit; others look on."""

    def __init__(self, *, officer: bool = True) -> None:
        self.theme = make_theme("Grüne Stadt")
        self.project = make_project("Stadtgrün", theme=self.theme)
        office, staff = make_unit("Gartenbauamt"), make_unit("Stabsstelle", kind=Unit.Kind.STAFF_UNIT)
        self.ayse = holder("ayse", "Projektleitung", Post.Role.PROJECT_LEAD, office)
        leads(self.project, self.ayse)
        self.officer = holder("frida", "Zukunftsbeauftragte:r", Post.Role.THEME_OFFICER, office)
        if officer:
            ThemeRole.objects.create(
                theme=self.theme, post=self.officer.post, role=ThemeRole.Role.OFFICER, valid_from=SINCE, stated_on=SINCE
            )
        self.carla = holder("carla", "Stabsstelle", Post.Role.STAFF_UNIT, staff)
        self.clara = holder("clara", "Stabsstelle 2", Post.Role.STAFF_UNIT, staff)
        self.head = holder("hanna", "Amtsleitung", Post.Role.OFFICE_HEAD, office)
        self.employee = holder("emil", "Sachbearbeitung", Post.Role.EMPLOYEE, office)


def written(house: House, text: str = "Vierzig Bäume.", *, field: str = "outlook", by: Actor | None = None) -> Draft:
    now = SheetText.objects.filter(project=house.project, field=field).order_by("stated_on", "pk").last()
    base = now.pk if now and field == "outlook" else 0
    return drafts.write(
        house.project.slug, field=field, text=text, base=base, version=0, by=by or house.ayse.actor, at=NOW
    )


def submitted(house: House, text: str = "Vierzig Bäume.", **words: Any) -> Draft:
    draft = written(house, text, **words)
    return drafts.submit(draft.thread, version=draft.version, by=words.get("by") or house.ayse.actor, at=NOW)


def said(draft: Draft, verb: Callable[..., Draft], by: Actor, *, at: datetime = NOW, **words: Any) -> Draft:
    """Says a verb about a draft as somebody does who sees its newest state."""
    draft.refresh_from_db()
    if verb in (drafts.approve, drafts.release):
        words = {"base": draft.base_id or 0} | words
    return verb(draft.thread, version=draft.version, by=by, at=at, **words)
