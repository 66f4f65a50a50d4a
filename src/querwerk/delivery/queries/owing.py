"""Who still owes an answer in which round, and which log-ins speak for a project today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from querwerk.projects.lifecycle import END_STATES
from querwerk.projects.models import Project, Responsibility
from querwerk.structure.models import Account, Assignment, ThemeRole
from querwerk.structure.queries import valid_on

from ..models import Answer, Round


def open_rounds() -> QuerySet[Round]:
    """The rounds that have not been closed, the one that is due first first."""
    return Round.objects.filter(closed_on=None).order_by("due_on", "pk")


def owed_in(found: Round) -> QuerySet[Project]:
    """The projects of a round that have not answered; whoever has ended meanwhile owes nothing."""
    answered = Answer.objects.filter(round=found, project=OuterRef("pk"))
    return found.projects.exclude(state__in=END_STATES).filter(~Exists(answered))


def owes(round_pk: int, project_pk: int) -> bool:
    """Whether an answer is still missing: asked again before every mail is sent."""
    found = Round.objects.filter(pk=round_pk, closed_on=None).first()
    return found is not None and owed_in(found).filter(pk=project_pk).exists()


def leads_of(projects: Iterable[int], *, on: date) -> dict[int, list[int]]:
    """The accounts of those who hold a post that leads a project on a day, by project."""
    posts = Responsibility.objects.filter(valid_on(on), project__in=projects, role=Responsibility.Role.LEAD)
    return _accounts(posts.exclude(post=None).values_list("project_id", "post_id"), on=on)


def officers_of(themes: Iterable[int], *, on: date) -> dict[int, list[int]]:
    """The accounts of the officers of a theme on a day, by theme."""
    posts = ThemeRole.objects.filter(valid_on(on), theme__in=themes, role=ThemeRole.Role.OFFICER)
    return _accounts(posts.values_list("theme_id", "post_id"), on=on)


def _accounts(posts: Iterable[tuple[int, int | None]], *, on: date) -> dict[int, list[int]]:
    pairs = list(posts)
    held = Assignment.objects.filter(valid_on(on), post__in={post for _, post in pairs})
    active = held.filter(person__account__is_active=True).order_by("person__account")
    accounts: dict[int, list[int]] = {}
    rows: list[tuple[int, Any]] = list(active.values_list("post_id", "person__account"))
    for post, account in rows:
        accounts.setdefault(post, []).append(account)
    found: dict[int, list[int]] = {}
    for thing, held_post in pairs:
        known = found.setdefault(thing, [])
        known += [account for account in accounts.get(held_post or 0, []) if account not in known]
    return found


def may_answer(account: Account, project: int, *, on: date) -> bool:
    """Whether a log-in speaks for a project on a day."""
    return account.pk in leads_of([project], on=on).get(project, [])


def may_follow(account: Account, project: int, *, on: date) -> bool:
    """Whether a log-in coordinates the theme of a project on a day."""
    theme = Project.objects.filter(pk=project).values_list("theme_id", flat=True).first()
    return theme is not None and account.pk in officers_of([theme], on=on).get(theme, [])
