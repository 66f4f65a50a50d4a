"""A house with somebody for each of the sixteen actors, and things within and outside their reach.

Theme *inside* belongs to the theme officer and the deputy mayor, its projects to the project lead and the office of
the office head; theme *outside* to nobody of them. Every text of every row is a canary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.utils import timezone

from querwerk.access import Role
from querwerk.accounts.models import ClaimRule, Identity, Proposal, SecondFactor, ServiceToken
from querwerk.accounts.rules import SECOND_FACTOR
from querwerk.delivery.models import Loan, Period, Report, Round, Statement, SupportRequest
from querwerk.intake.models import Campaign, Handling, Inquiry, Referral
from querwerk.journal.actions import Actor, Event, record
from querwerk.outbox.models import Mail
from querwerk.privacy.models import Export
from querwerk.projects import models as p
from querwerk.projects.queries.documents import documents
from querwerk.search.actions import index
from querwerk.sprints.models import Block, Idea, Sprint
from querwerk.structure import models as s
from querwerk.structure.queries import documents as structure_documents
from querwerk.teams.models import Profile
from querwerk.trails.models import Absurdity, Import, Log, Trail
from querwerk.web import middleware
from tests.factories import forget

from .answering_world import lay_answers
from .planting import LATER, START, TOLD, Planting, moment
from .pool_world import lay_pool
from .sprints_world import lay_sprints
from .teams_world import lay_teams
from .trails_world import lay_trails

#: No post of the house makes anybody one of these yet: their log-in is an employee's, with the role put in its place.
WITHOUT_A_POST = (Role.ALLY, Role.SYSTEM)
#: People beside the sixteen: what they are to the table.
BESIDE = {"disabled": "anyone", "former": "resident", "external": "resident", "unproved": "resident"}
ACTORS = (*(role.value for role in Role), *BESIDE)
#: What each actor is to the rows of the theme *inside*, by the letters of the scopes.
NEAR = {
    "project_lead": "t", "theme_officer": "c", "office_head": "a", "deputy_mayor": "d", "mayor": "a",
    "administrator": "a",
}  # fmt: skip


@dataclass
class World:
    """The whole house, and a browser for each actor."""

    planting: Planting = field(default_factory=Planting)
    projects: dict[str, p.Project] = field(default_factory=dict)
    themes: dict[str, s.Theme] = field(default_factory=dict)
    units: dict[str, s.Unit] = field(default_factory=dict)
    posts: dict[str, s.Post] = field(default_factory=dict)
    accounts: dict[str, s.Account] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    drafts: dict[str, p.Draft] = field(default_factory=dict)
    notes: dict[str, p.Note] = field(default_factory=dict)
    trails: dict[str, Trail] = field(default_factory=dict)
    inquiries: dict[str, Inquiry] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    logs: dict[str, Log] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    absurdities: dict[str, Absurdity] = field(default_factory=dict)
    sprints: dict[str, Sprint] = field(default_factory=dict)
    parked: dict[str, Idea] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    #: name of a sprint -> who sits in it or leads through it
    seated: dict[str, set[str]] = field(default_factory=dict)
    #: teams whose idea has become a candidate of the theme *inside*
    grown: set[str] = field(default_factory=set)
    profiles: dict[str, Profile] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    results: dict[str, Handling] = field(default_factory=dict)
    on_board: dict[str, dict[str, int]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    round: Any = None
    standard_answer: Any = None
    opinion: Any = None

    def within(self, actor: str, about: str) -> str:
        """The letters of the scopes an actor has at what is about a project, a theme or an account."""
        whose = about.rpartition(" ")[2]  # "draft in-running" is as near as "in-running"
        if whose in self.sprints or whose in self.seated:
            return ("o" if actor in self.seated.get(whose, ()) else "") + (
                ("t" if actor == "facilitator" and whose.startswith("in") else "")
                + ("c" if actor == "theme_officer" and whose in self.grown else "")
            )
        inside = whose.startswith("in") or (actor == "administrator" and self._kept(whose))
        return ("o" if whose == actor else "") + (NEAR.get(actor, "") if inside else "")

    def _kept(self, account: str) -> bool:
        """Whether an account lies in the unit of the administrator: whoever holds a post there."""
        return account in self.posts and self.posts[account].unit == self.units["in-office"]

    def words_of_round(self, name: str) -> dict[str, Any]:
        """What a mail about a round says of a project."""
        project = self.projects[name]
        return {"round": self.round.pk, "project_pk": project.pk, "project": project.name, "slug": project.slug,
                "title": self.round.title, "due_on": "2026-12-01", "body": "", "meets_on": None}  # fmt: skip

    def roles(self, actor: str) -> list[str]:
        return [BESIDE.get(actor, actor)]


@contextmanager
def a_world() -> Iterator[World]:
    """The house, for as long as the block lasts."""
    with transaction.atomic():
        world = World()
        _line(world)
        _people(world)
        for name, state in (
            ("in-running", "running"), ("in-candidate", "candidate"), ("out-running", "running"),
            ("out-candidate", "candidate"), ("out-declined", "put_off"),
        ):  # fmt: skip
            _project(world, name, state)
        _cross(world)
        _worked_on(world)
        lay_trails(world)
        lay_answers(world)
        lay_sprints(world)
        lay_pool(world)
        lay_teams(world)
        _kept(world)
        index([*structure_documents(), *documents()])
        forget()
        real = middleware.acting
        middleware.acting = _with_roles(real)
        try:
            yield world
        finally:
            middleware.acting = real
            transaction.set_rollback(True)
    forget()


def _with_roles(real: Any) -> Any:
    """The log-ins of those whom no post makes what they are."""
    names = {f"{role.value}": role.value for role in WITHOUT_A_POST}

    def acting(account: s.Account, **when: Any) -> Actor:
        found: Actor = real(account, **when)
        role = names.get(account.person.name.rpartition(" ")[2]) if account.person_id else None
        return Actor(found.post, found.unit, found.account, frozenset({role}), found.reach) if role else found

    return acting


def _line(world: World) -> None:
    plant = world.planting.row
    for side in ("in", "out"):
        department = plant(s.Unit, TOLD, kind="department", slug=f"{side}-department")
        office = plant(s.Unit, TOLD, kind="office", slug=f"{side}-office")
        plant(s.UnitName, TOLD, unit=office, valid_from=START)
        plant(s.Placement, TOLD, unit=office, parent=department, valid_from=START)
        theme = plant(s.Theme, TOLD, slug=f"{side}-theme", department=department if side == "in" else None)
        plant(s.ThemeName, TOLD, theme=theme, valid_from=START, stated_on=START)
        world.units |= {f"{side}-department": department, f"{side}-office": office}
        world.themes[side] = theme


def _people(world: World) -> None:
    for name in ACTORS:
        if name == "anyone":
            world.browsers[name] = Client(raise_request_exception=False)
            continue
        world.accounts[name] = _account(world, name)
        browser = Client(raise_request_exception=False)
        browser.force_login(world.accounts[name])
        if name != "unproved":
            with_second_factor(browser)
        world.browsers[name] = browser
    world.accounts["outsider"] = _account(world, "outsider")
    s.Account.objects.filter(pk=world.accounts["disabled"].pk).update(is_active=False)
    for name, browser in world.browsers.items():
        if settings.SESSION_COOKIE_NAME in browser.cookies:
            world.sessions[name] = browser.cookies[settings.SESSION_COOKIE_NAME].value


#: Where people work who do not work in the office *inside*; the outsider is what the administrator must not reach.
_UNITS = {"deputy_mayor": "in-department", "outsider": "out-office"}


def with_second_factor(browser: Client) -> None:
    """The session has seen a second factor, as privileged roles need it."""
    session = browser.session
    session[SECOND_FACTOR] = True
    session.save()


def _account(world: World, name: str) -> s.Account:
    """Somebody with a post of the role, a former holder, or somebody without any post."""
    plan = {"disabled": "staff_unit", "former": "staff_unit", "unproved": "staff_unit"}
    kinds = {"resident": "resident", "external": "external", "partner": "service"}
    person = world.planting.row(s.Person, name, **({"name": f"Person {name}"} if name in ("ally", "system") else {}))
    if name not in kinds:
        role = plan.get(name, name if name in s.Post.Role.values else "employee")
        unit = world.units[_UNITS.get(name, "in-office")]
        post = world.planting.row(s.Post, TOLD, unit=unit, slug=f"{name}-post", role=role)
        until = timezone.localdate() if name == "former" else None
        world.planting.row(s.Assignment, name, post=post, person=person, valid_from=START, valid_to=until)
        world.posts[name] = post
    kind = kinds.get(name, "employee")
    password = world.planting.word()
    account: s.Account = world.planting.row(s.Account, name, person=person, kind=kind, password=f"!{password}")
    world.planting.note(password, account, "password", name)
    return account


def _project(world: World, name: str, state: str) -> None:
    side = name.partition("-")[0]
    plant = world.planting.row
    theme, unit = world.themes[side], world.units[f"{side}-office"]
    slot = 1 if state == "running" else None
    project = plant(p.Project, name, theme=theme, state=state, slot=slot, slug=world.planting.word(),
                    begin="2020", begin_on=START, end="", first_seen_on=START, updated_on=LATER)  # fmt: skip
    world.planting.note(project.slug, project, "slug", name)
    world.projects[name] = project
    said = {"project": project, "stated_on": LATER}
    plant(p.ProjectName, name, valid_from=START, **said)
    if state == "put_off":
        plant(p.StateVersion, name, state="candidate", project=project, stated_on=START, review_on=None)
    plant(p.StateVersion, name, state=state, review_on=LATER if state == "put_off" else None, **said)
    plant(p.ProjectDate, name, kind="begin", date="2020", first_on=START, last_on=date(2020, 12, 31), **said)
    plant(p.Responsibility, name, unit=unit, partner="", valid_from=START, **said)
    if side == "in":
        lead = world.posts["project_lead"]
        plant(p.Responsibility, name, post=lead, partner="", role="lead", valid_from=START, **said)
    plant(p.SheetText, name, field="description", **said)
    goal = plant(p.Goal, name, project=project)
    plant(p.GoalVersion, name, goal=goal, stated_on=LATER)
    milestone = plant(p.Milestone, name, project=project)
    plant(p.MilestoneDate, name, milestone=milestone, kind="planned", date="2027", first_on=date(2027, 1, 1),
          last_on=date(2027, 12, 31), stated_on=LATER)  # fmt: skip
    for kind in ("chance", "risk"):
        plant(p.Prospect, name, kind=kind, owner=None, **({"countermeasure": ""} if kind == "chance" else {}), **said)
    plant(p.Part, name, **said)
    plant(p.TargetGroup, name, **said)
    plant(p.Resource, name, kind="money", unit="EUR", amount=1000, **said)
    kind = p.ObstacleKind.objects.first() or plant(p.ObstacleKind, TOLD)
    plant(p.Obstacle, name, kind=kind, theme=None, **said)
    method = p.Method.objects.first() or plant(p.Method, TOLD)
    plant(p.MethodUse, name, method=method, **said)
    body = s.Body.objects.first() or plant(s.Body, TOLD)
    plant(p.Involvement, name, body=body, date="2024-06", first_on=date(2024, 6, 1), later_date="", **said)
    plant(p.Figure, name, **said)
    goal_of_strategy = s.StrategyGoal.objects.first() or plant(
        s.StrategyGoal, TOLD, strategy=plant(s.Strategy, TOLD, valid_from="", valid_to=""), theme=world.themes["out"]
    )
    plant(p.StrategyLink, name, goal=goal_of_strategy, **said)
    # an address that a former name of the project would have
    alias = world.planting.word()
    row = s.Alias.objects.create(kind="project", slug=alias, target=project.slug)
    world.planting.note(alias, row, "slug", name)
    _remembered(world, project, name)


def _remembered(world: World, project: p.Project, name: str) -> None:
    """An entry of the journal about the project, with the person behind it."""
    account = world.accounts["staff_unit"].username
    by = Actor(post="Stabsstelle", unit="VME", account=account, roles=frozenset({"staff_unit"}))
    fact, reason = world.planting.word(), world.planting.word()
    facts = {"horizon": [None, fact]}
    record(Event("projects.begin_set", project.thread, facts=facts, reason=reason), by=by, at=moment(LATER))
    for token in (fact, reason):
        world.planting.note(token, project, "journal", name)


def _cross(world: World) -> None:
    """What lies across projects: theme, kinship, contradictions, periods."""
    plant, projects = world.planting.row, world.projects
    vacant = plant(s.Post, TOLD, unit=world.units["out-office"], slug="vacant-post")
    for side, theme in world.themes.items():
        for role, name in (("officer", "theme_officer"), ("head", "deputy_mayor")):
            post = world.posts[name] if side == "in" else vacant
            plant(s.ThemeRole, TOLD, theme=theme, post=post, role=role, valid_from=START, stated_on=START)
    for earlier, later in (("in-running", "in-candidate"), ("out-running", "out-candidate")):
        plant(p.Lineage, later, earlier=projects[earlier], later=projects[later], kind="continues", stated_on=LATER)
    for number, about in enumerate(("in-running", "in-candidate", "out-candidate", "out-declined"), 1):
        item = plant(p.Contradiction, about, number=number, decided_on=None, reason="")
        item.projects.add(projects[about])
    source = plant(s.Source, TOLD, kind="monitoring_report", dated_on=date(2025, 5, 20))
    closed = Period.objects.create(label="2025", starts_on=date(2024, 6, 5), ends_on=date(2025, 5, 20), source=source)
    opened = Period.objects.create(
        label="2099", starts_on=date(2025, 5, 21), ends_on=timezone.localdate() + timedelta(days=300)
    )
    world.periods |= {"closed": closed, "open": opened}
    for period in (closed, opened):
        for name, project in projects.items():
            about = name if period == closed else f"open {name}"
            plant(Statement, about, period=period, project=project, stated_on=LATER, approved_by="")


def _worked_on(world: World) -> None:
    """What is not on the sheet: texts on their way, notes, what a round asks, who is lent and what is wished for."""
    plant, projects = world.planting.row, world.projects
    lead, employee = world.accounts["project_lead"].username, world.accounts["employee"].username
    unchecked = {"approver": "", "approver_post": "", "releaser": "", "releaser_post": "", "editor": "", "comment": ""}
    now = {"changed_at": timezone.now(), **unchecked}
    world.drafts = {
        name: plant(p.Draft, f"draft {name}", project=projects[name], field="outlook", author=lead, **now)
        for name in ("in-running", "in-candidate", "out-running", "out-candidate")
    }
    for name in ("in-running", "in-candidate"):
        world.drafts[name].invited.add(world.posts["office_head"], world.posts["deputy_mayor"])
    world.drafts["employee"] = plant(
        p.Draft, "draft employee", project=projects["out-running"], field="lessons", author=employee, **now
    )
    for name, project in projects.items():
        world.notes[name] = plant(p.Note, f"note {name}", project=project, author=lead, at=timezone.now())
        plant(SupportRequest, f"support {name}", project=project, phase="concept", asked_on=LATER, decided_on=None)
        plant(Loan, f"pool {name}", project=project, post=world.posts["employee"], phase="concept", valid_from=START)
    world.notes["another's"] = plant(
        p.Note, "note in-running", project=projects["in-running"], author=employee, at=timezone.now()
    )
    plant(s.SteeringSeat, TOLD, post=world.posts["employee"], valid_from=START)
    round_ = plant(Round, "round", opened_on=LATER, due_on=timezone.localdate(), body=None, meets_on=None)
    round_.projects.add(projects["in-running"], projects["in-candidate"], projects["out-running"])
    world.round = round_
    title = world.planting.word()
    words = {**world.words_of_round("in-running"), "title": title}
    mail = plant(Mail, "project_lead", to=world.accounts["project_lead"], address="", kind="delivery.round_opened",
                 words=words, given_up_at=None, sent_at=None, next_try_at=timezone.now(), reason="")  # fmt: skip
    world.planting.note(title, mail, "words", "project_lead")


def _kept(world: World) -> None:
    """What belongs to accounts: proposals, links to the provider, keys, second factors, prepared exports."""
    plant, accounts = world.planting.row, world.accounts
    for side, name in (("in", "mayor"), ("out", "outsider")):
        person, post = accounts[name].person, world.posts[name]
        plant(Proposal, name, post=post, person=person, starts_on=START)
        plant(ClaimRule, f"claim {side}", post=post, claim=f"claim-{side}")
    plant(
        ServiceToken, "service partner", account=accounts["partner"], epoch=0, expires_at=timezone.now() + timedelta(1)
    )
    for name in ("mayor", "resident"):
        plant(SecondFactor, name, account=accounts[name], kind="code")
        plant(Identity, name, account=accounts[name])
        plant(Export, name, account=accounts[name], asked_at=timezone.now())


def states() -> Mapping[str, bool]:
    """The projects of the house, and whether everybody may see them."""
    return {"in-running": True, "out-running": True, "in-candidate": False, "out-candidate": False,
            "out-declined": False}  # fmt: skip


def tables() -> dict[str, int]:
    """How many rows each table of the house has."""
    from django.apps import apps

    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model is not Session}


__all__ = ["ACTORS", "Report", "World", "a_world", "states", "tables"]
