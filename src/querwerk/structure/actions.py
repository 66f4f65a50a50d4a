"""The verbs of the structure: what things are called, where units hang, who holds a post, which rules hold.

Whatever is replaced ends on the day the new begins; the past stays readable. One journal entry each.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.search.actions import index

from .labels import CONCEPTS
from .models import (
    HOUSE,
    Account,
    Alias,
    Assignment,
    Body,
    BudgetCycle,
    BudgetLine,
    HouseRule,
    Person,
    Placement,
    Post,
    Strategy,
    StrategyGoal,
    Term,
    Theme,
    ThemeBody,
    ThemeName,
    Unit,
    UnitName,
)
from .queries import documents
from .rules import may_edit

Facts = dict[str, list[Any]]


@contextmanager
def _changed(event: str, thread: UUID, *, by: Actor, at: datetime) -> Iterator[Facts]:
    """One verb: allowed, all or nothing, remembered with the facts that were filled in; search follows."""
    if not may_edit(by):
        raise Refused(_("Only the staff unit may change this."))
    facts: Facts = {}
    try:
        with transaction.atomic():
            yield facts
            record(Event(f"structure.{event}", thread, facts=facts), by=by, at=at)
    except IntegrityError as error:
        raise Refused(_("Somebody has just entered the same.")) from error


def rename_unit(unit: Unit, *, name: str, short: str, starts_on: date, by: Actor, at: datetime) -> None:
    """A unit has a new name from a day on; old addresses still lead to it."""
    with _changed("unit_renamed", unit.thread, by=by, at=at) as facts:
        if (unit.name, unit.short) == (name, short):
            raise Refused(_("The unit already has this name."), field="name")
        _end(unit.names.filter(valid_to__isnull=True), starts_on)
        UnitName.objects.create(unit=unit, name=name, short=short, valid_from=starts_on)
        facts.update(name=[unit.name, name], short=[unit.short, short], starts_on=[None, starts_on.isoformat()])
        _remember_address("unit", unit.name, unit.slug)
        unit.name, unit.short = name, short
        unit.save(update_fields=["name", "short"])
        _find("unit", unit.slug)


def place_unit(unit: Unit, *, parent: Unit, starts_on: date, by: Actor, at: datetime) -> None:
    """A unit hangs elsewhere from a day on. Refuses a unit above itself."""
    with _changed("unit_placed", unit.thread, by=by, at=at) as facts:
        if parent == unit or unit.pk in _above(parent, starts_on):
            raise Refused(_("A unit cannot hang below itself."), field="parent")
        before = unit.placements.filter(valid_to__isnull=True).select_related("parent").first()
        if before is not None and before.parent == parent:
            raise Refused(_("The unit hangs there already."), field="parent")
        _end(unit.placements.filter(valid_to__isnull=True), starts_on)
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


def rename_theme(theme: Theme, *, name: str, starts_on: date, by: Actor, at: datetime) -> None:
    """A theme has a new name from a day on; its address stays."""
    with _changed("theme_renamed", theme.thread, by=by, at=at) as facts:
        if theme.name == name:
            raise Refused(_("The theme already has this name."), field="name")
        _end(theme.names.filter(valid_to__isnull=True), starts_on)
        ThemeName.objects.create(theme=theme, name=name, valid_from=starts_on, stated_on=starts_on)
        facts.update(name=[theme.name, name], starts_on=[None, starts_on.isoformat()])
        _remember_address("theme", theme.name, theme.slug)
        _remember_address("theme", name, theme.slug)
        theme.name = name
        theme.save(update_fields=["name"])
        _find("theme", theme.slug)


def coin_term(
    *, concept: str, singular: str, plural: str, short: str = "", starts_on: date, by: Actor, at: datetime
) -> None:
    """The house calls a concept differently from a day on; pages about earlier days keep the earlier word."""
    with _changed("term_coined", HOUSE, by=by, at=at) as facts:
        if concept not in CONCEPTS:
            raise Refused(_("The house does not know this concept."), field="concept")
        before = Term.objects.filter(concept=concept, preferred=True, valid_to__isnull=True)
        words = [term.singular for term in before]
        if singular in words:
            raise Refused(_("This is the word already."), field="singular")
        _end(before, starts_on)
        Term.objects.create(concept=concept, singular=singular, plural=plural, short=short, valid_from=starts_on)
        facts.update(concept=[concept, concept], term=[", ".join(words) or None, singular], plural=[None, plural])
        facts.update(starts_on=[None, starts_on.isoformat()])


def appoint(*, post: Post, person: Person, starts_on: date, by: Actor, at: datetime) -> None:
    """Somebody takes up a post. The journal names the post, never the person."""
    with _changed("post_filled", post.unit.thread, by=by, at=at) as facts:
        if post.assignments.filter(person=person, valid_to__isnull=True).exists():
            raise Refused(_("This person holds the post already."), field="person")
        Assignment.objects.create(post=post, person=person, valid_from=starts_on)
        facts.update(post=[post.title, post.title], starts_on=[None, starts_on.isoformat()])


def end_assignment(assignment: Assignment, *, ends_on: date, by: Actor, at: datetime) -> None:
    """Somebody leaves a post; with it the rights end."""
    with _changed("post_vacated", assignment.post.unit.thread, by=by, at=at) as facts:
        if assignment.valid_to is not None:
            raise Refused(_("This has ended already."))
        if ends_on <= assignment.valid_from:
            raise Refused(_("The end must lie after the begin."), field="ends_on")
        assignment.valid_to = ends_on
        assignment.save(update_fields=["valid_to"])
        facts.update(post=[assignment.post.title, assignment.post.title], ends_on=[None, ends_on.isoformat()])


def establish_post(unit: Unit, *, slug: str, title: str, role: Post.Role, by: Actor, at: datetime) -> Post:
    """A unit has a new post; who holds it is another matter."""
    with _changed("post_established", unit.thread, by=by, at=at) as facts:
        post = Post.objects.create(unit=unit, slug=slug, title=title, role=role)
        facts.update(post=[None, title])
    return post


def open_account(
    username: str, *, name: str, post: Post, password: str, starts_on: date, by: Actor, at: datetime
) -> None:
    """A person takes up a post and may log in. The journal names the post, never the person."""
    with _changed("account_opened", post.unit.thread, by=by, at=at) as facts:
        if Account.objects.filter(username=username).exists():
            raise Refused(_("There is an account of this name already."), field="username")
        person = Person.objects.create(name=name)
        Assignment.objects.create(post=post, person=person, valid_from=starts_on)
        Account.objects.create_user(username, password=password, person=person)
        facts.update(post=[post.title, post.title], starts_on=[None, starts_on.isoformat()])


def set_password(username: str, password: str, *, by: Actor, at: datetime) -> None:
    """A new password for an account. The journal knows that it was set, never what it is."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refused(_("There is no account of this name."), field="username")
    with _changed("password_set", HOUSE, by=by, at=at):
        account.set_password(password)
        account.save(update_fields=["password"])


def set_house_rule(*, key: str, value: int, starts_on: date, by: Actor, at: datetime) -> None:
    """A number the house has agreed on, from a day on."""
    with _changed("rule_set", HOUSE, by=by, at=at) as facts:
        before = HouseRule.objects.filter(key=key, valid_to__isnull=True)
        values = list(before.values_list("value", flat=True))
        if values == [value]:
            raise Refused(_("This rule holds already."), field="value")
        _end(before, starts_on)
        HouseRule.objects.create(key=key, value=value, valid_from=starts_on)
        facts.update({key: [values[0] if values else None, value], "starts_on": [None, starts_on.isoformat()]})


def link_body_to_theme(theme: Theme, *, body: Body, starts_on: date, by: Actor, at: datetime) -> None:
    """A body of the council treats a theme from a day on."""
    with _changed("body_linked", theme.thread, by=by, at=at) as facts:
        if theme.bodies.filter(body=body, valid_to__isnull=True).exists():
            raise Refused(_("This body treats the theme already."), field="body")
        ThemeBody.objects.create(theme=theme, body=body, valid_from=starts_on, stated_on=starts_on)
        facts.update(body=[None, body.name], starts_on=[None, starts_on.isoformat()])


def add_budget_cycle(*, first_year: int, last_year: int, by: Actor, at: datetime) -> BudgetCycle:
    """A budget or double budget."""
    with _changed("budget_cycle_added", HOUSE, by=by, at=at) as facts:
        if last_year < first_year:
            raise Refused(_("The last year lies before the first."), field="last_year")
        if BudgetCycle.objects.filter(first_year__lte=last_year, last_year__gte=first_year).exists():
            raise Refused(_("A budget for one of these years exists already."), field="first_year")
        cycle = BudgetCycle.objects.create(first_year=first_year, last_year=last_year)
        facts.update(budget=[None, str(cycle)])
    return cycle


def add_budget_line(theme: Theme, *, cycle: BudgetCycle, code: str, title: str, by: Actor, at: datetime) -> None:
    """A line of a budget that carries a theme."""
    with _changed("budget_line_added", theme.thread, by=by, at=at) as facts:
        BudgetLine.objects.create(cycle=cycle, theme=theme, code=code, title=title)
        facts.update(budget_line=[None, f"{cycle}: {code} {title}"])


def add_strategy_goal(
    strategy: Strategy, *, text: str, code: str = "", theme: Theme | None = None, by: Actor, at: datetime
) -> StrategyGoal:
    """A goal of a strategy that projects can be linked to."""
    with _changed("strategy_goal_added", HOUSE, by=by, at=at) as facts:
        if strategy.goals.filter(text=text).exists():
            raise Refused(_("The strategy has this goal already."), field="text")
        goal = StrategyGoal.objects.create(strategy=strategy, text=text, code=code, theme=theme)
        facts.update(strategy=[strategy.name, strategy.name], goal=[None, text])
    return goal


def _end(rows: Any, on: date) -> None:
    """Ends what held until now on the day the new begins; refuses to end what has not begun."""
    for row in rows:
        if row.valid_from >= on:
            raise Refused(
                _("What holds now began on %(day)s; the new can begin after that at the earliest.")
                % {"day": f"{row.valid_from:%d.%m.%Y}"},
                field="starts_on",
            )
        row.valid_to = on
        row.save(update_fields=["valid_to"])


def _remember_address(kind: str, name: str, slug: str) -> None:
    """A name as an address leads to the thing too, unless it leads elsewhere already."""
    address = slugify(name)[:160]
    things = Theme.objects.all() if kind == "theme" else Unit.objects.all()
    if address and address != slug and not things.filter(slug=address).exists():
        Alias.objects.get_or_create(kind=kind, slug=address, defaults={"target": slug})


def _find(kind: str, slug: str) -> None:
    """What search knows of one thing, anew."""
    index(doc for doc in documents() if (doc.kind, doc.slug) == (kind, slug))
