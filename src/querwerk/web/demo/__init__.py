"""A city to look at: the real portfolio of Karlsruhe, without names of living people, and some invented people.

``karlsruhe.json`` holds facts in our own words (CC0), made by ``tools/demo_data.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from querwerk.access import Role
from querwerk.accounts.actions.factors import make_codes
from querwerk.accounts.actions.people import open_account
from querwerk.accounts.actions.provider import link_claim
from querwerk.accounts.models import ClaimRule
from querwerk.delivery.actions import freeze_report, open_period
from querwerk.delivery.exchange import import_portfolio
from querwerk.delivery.models import Period
from querwerk.journal.actions import Actor
from querwerk.projects.actions.names_and_texts import assign_unit
from querwerk.projects.models import Project, Responsibility
from querwerk.structure.actions.line import establish_post
from querwerk.structure.actions.themes import assign_theme_role
from querwerk.structure.models import PRIVILEGED, Account, Post, Theme, ThemeRole, Unit

from ..demo_idp import GROUP
from ..passwords import random_password
from .trails import begin_trails

FILE = Path(__file__).with_name("karlsruhe.json")

#: The project that Ayşe leads, and its theme, which Frida is the officer of.
_PROJECT, _THEME = "karlsruhe-digital", "wirtschafts-und-wissenschaftsstadt"
#: For so long the invented people have held their posts: their stories begin before today.
_HELD_DAYS = 200
#: Who has written the paper trails.
_AUTHOR = "ayse"


@dataclass(frozen=True, slots=True)
class Login:
    """An invented person's log-in; password and codes are known only in this moment."""

    username: str
    password: str
    post: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Invented:
    username: str
    name: str
    post: str = ""
    title: str = "Bürgerin, ohne Stelle"
    role: Post.Role = Post.Role.EMPLOYEE
    unit: str = ""


_PEOPLE = (
    _Invented("carla", "Carla", "vme-staff", "Stabsstelle", Post.Role.STAFF_UNIT, "vme"),
    _Invented("clara", "Clara", "vme-staff-2", "Stabsstelle, Vertretung", Post.Role.STAFF_UNIT, "vme"),
    _Invented("ayse", "Ayşe", "wifoe-project-lead", "Projektleitung", Post.Role.PROJECT_LEAD, "wifoe"),
    _Invented("frida", "Frida", "wifoe-officer", "Themenbeauftragte", Post.Role.THEME_OFFICER, "wifoe"),
    _Invented("heike", "Heike", "wifoe-head", "Amtsleitung", Post.Role.OFFICE_HEAD, "wifoe"),
    _Invented("bernd", "Bernd", "dezernat-1-oberbuergermeister", "Oberbürgermeister", Post.Role.MAYOR, "dezernat-1"),
    _Invented("anton", "Anton", "wifoe-administrator", "Kontenverwaltung", Post.Role.ADMINISTRATOR, "wifoe"),
    _Invented("greta", "Greta", "personalrat", "Personalrat", Post.Role.AUDITOR, "dezernat-1"),
    _Invented("dilan", "Dilan"),
)


def fill(*, by: Actor, at: datetime) -> bool:
    """Imports the packaged portfolio into an empty house; says whether it did.

    The reports that the city has published are frozen, and the period after the newest one is open for statements.
    """
    if Project.objects.exists():
        return False
    import_portfolio(FILE.read_bytes(), by=by, at=at)
    staff = _staff(by)
    published = list(Period.objects.filter(source__isnull=False).order_by("ends_on"))
    for period in published:
        freeze_report(period, by=staff, at=at)
    year = timezone.localdate(at).year
    starts_on = published[-1].ends_on + timedelta(days=1)
    open_period(label=str(year), starts_on=starts_on, ends_on=date(year, 12, 31), by=staff, at=at)
    return True


def invite(*, by: Actor, at: datetime) -> list[Login]:
    """Opens the log-ins of the invented people that have none yet, each with a random password.

    Who needs a second factor gets recovery codes, so that they come in without a phone.
    """
    known = set(Account.objects.values_list("username", flat=True))
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=[person.unit for person in _PEOPLE])}
    logins = []
    for person in _PEOPLE:
        if person.username in known or (person.unit and person.unit not in units):
            continue
        password = random_password()
        if not person.post:
            Account.objects.create_user(
                person.username, password, kind=Account.Kind.RESIDENT, email=f"{person.username}@example.org"
            )
            logins.append(Login(person.username, password, person.title))
            continue
        post = _post(person, units[person.unit], by=_staff(by), at=at)
        codes = _open(person, post, password, by=_staff(by), at=at)
        logins.append(Login(person.username, password, person.title, codes))
        if person.username == _AUTHOR:
            author = Actor(person.title, units[person.unit].short, _AUTHOR, frozenset({Role.PROJECT_LEAD.value}))
            begin_trails(author=author, staff=_staff(by), at=at)
    return logins


def _post(person: _Invented, unit: Unit, *, by: Actor, at: datetime) -> Post:
    """The post of an invented person, with what it answers for."""
    post = Post.objects.filter(slug=person.post).first()
    if post is not None:
        return post
    post = establish_post(unit, slug=person.post, title=person.title, role=person.role, by=by, at=at)
    project, theme = Project.objects.filter(slug=_PROJECT).first(), Theme.objects.filter(slug=_THEME).first()
    today = timezone.localtime(at).date()
    if person.role == Post.Role.PROJECT_LEAD and project:
        lead = Responsibility.Role.LEAD
        assign_unit(_PROJECT, post=post, role=lead, version=project.version, by=by, at=at)
        if not ClaimRule.objects.filter(value=GROUP).exists():
            link_claim(claim="groups", value=GROUP, post=post, by=by, at=at)
    if person.role == Post.Role.THEME_OFFICER and theme:
        assign_theme_role(theme, role=ThemeRole.Role.OFFICER, post=post, starts_on=today, by=by, at=at)
    return post


def _open(person: _Invented, post: Post, password: str, *, by: Actor, at: datetime) -> tuple[str, ...]:
    since = timezone.localtime(at).date() - timedelta(days=_HELD_DAYS)
    account = open_account(
        person.username, name=person.name, post=post, password=password, starts_on=since, by=by, at=at
    )
    return tuple(make_codes(account, by=by, at=at)) if post.role in PRIVILEGED else ()


def _staff(by: Actor) -> Actor:
    return replace(by, roles=by.roles | {Post.Role.STAFF_UNIT})
