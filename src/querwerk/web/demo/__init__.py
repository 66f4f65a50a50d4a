"""A city to look at: the real portfolio of Karlsruhe, without names of living people, and three invented people.

``karlsruhe.json`` holds facts in our own words (CC0), made by ``tools/demo_data.py``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from querwerk.delivery.actions import freeze_report, open_period
from querwerk.delivery.exchange import import_portfolio
from querwerk.delivery.models import Period
from querwerk.journal.actions import Actor
from querwerk.projects.models import Project
from querwerk.structure.actions.line import establish_post, open_account
from querwerk.structure.models import Account, Post, Unit

FILE = Path(__file__).with_name("karlsruhe.json")
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True, slots=True)
class Login:
    """An invented person's log-in; the password is known only in this moment."""

    username: str
    password: str
    post: str


@dataclass(frozen=True, slots=True)
class _Invented:
    username: str
    name: str
    post: str
    title: str
    role: Post.Role
    unit: str


_PEOPLE = (
    _Invented("carla", "Carla", "vme-staff", "Stabsstelle", Post.Role.STAFF_UNIT, "vme"),
    _Invented("ayse", "Ayşe", "wifoe-project-lead", "Projektleitung", Post.Role.PROJECT_LEAD, "wifoe"),
    _Invented("bernd", "Bernd", "dezernat-1-oberbuergermeister", "Oberbürgermeister", Post.Role.MAYOR, "dezernat-1"),
)


def fill(*, by: Actor, at: datetime) -> bool:
    """Imports the packaged portfolio into an empty house; says whether it did.

    The reports that the city has published are frozen, and the period after the newest one is open for statements.
    """
    if Project.objects.exists():
        return False
    import_portfolio(FILE.read_bytes(), by=by, at=at)
    staff = replace(by, roles=by.roles | {Post.Role.STAFF_UNIT})
    published = list(Period.objects.filter(source__isnull=False).order_by("ends_on"))
    for period in published:
        freeze_report(period, by=staff, at=at)
    year = timezone.localdate(at).year
    starts_on = published[-1].ends_on + timedelta(days=1)
    open_period(label=str(year), starts_on=starts_on, ends_on=date(year, 12, 31), by=staff, at=at)
    return True


def invite(*, by: Actor, at: datetime) -> list[Login]:
    """Opens the log-ins of the invented people that have none yet, each with a random password."""
    known = set(Account.objects.values_list("username", flat=True))
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=[person.unit for person in _PEOPLE])}
    today = timezone.localtime(at).date()
    logins = []
    for person in _PEOPLE:
        if person.username not in known and person.unit in units:
            password = random_password()
            post = Post.objects.filter(slug=person.post).first() or establish_post(
                units[person.unit], slug=person.post, title=person.title, role=person.role, by=by, at=at
            )
            open_account(person.username, name=person.name, post=post, password=password, starts_on=today, by=by, at=at)
            logins.append(Login(person.username, password, person.title))
    return logins


def random_password() -> str:
    """Four groups of four signs: easy to type, 80 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
