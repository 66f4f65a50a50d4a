"""The accounts somebody keeps: of the whole house, or of a unit and what lies below it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.structure.models import Account, Assignment, Post, Unit
from querwerk.structure.queries import not_ended, valid_on

from ..access import ACCOUNT
from ..models import ClaimRule, Proposal, SecondFactor, ServiceToken
from ..rules import keeps_accounts, keeps_all_accounts


def units_kept_by(actor: Actor) -> QuerySet[Unit]:
    """The units whose accounts an actor keeps: all, or an administrator's own and those below."""
    if keeps_all_accounts(actor):
        return Unit.objects.all()
    return Unit.objects.filter(thread__in=actor.reach_of(Post.Role.ADMINISTRATOR))


def visible_to(actor: Actor, *, on: date) -> QuerySet[Account]:
    """The accounts an actor sees: all, or of who holds a post in their units; those without a post are nobody's."""
    if Scope.ALL in ACCOUNT.scopes(actor, Verb.READ):
        return Account.objects.all()
    if not keeps_accounts(actor):
        return Account.objects.none()
    within = Assignment.objects.filter(not_ended(on), post__unit__in=units_kept_by(actor))
    return Account.objects.filter(person__in=within.values("person"))


def posts_within(actor: Actor) -> QuerySet[Post]:
    """The posts an actor may give or propose."""
    posts = Post.objects.select_related("unit").order_by("title", "unit__name")
    return posts.filter(unit__in=units_kept_by(actor)) if keeps_accounts(actor) else posts.none()


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in the list."""

    username: str
    name: str
    email: str
    kind: str
    is_active: bool
    posts: tuple[str, ...]


def account_lines(
    actor: Actor, *, on: date, words: str = "", kind: str = "", state: str = "", start: int = 0, limit: int = 50
) -> tuple[list[AccountLine], int]:
    """The accounts an actor keeps, filtered and paged, with their posts today; and how many there are."""
    found = visible_to(actor, on=on)
    if words:
        found = found.filter(
            Q(username__icontains=words) | Q(email__icontains=words) | Q(person__name__icontains=words)
        )
    if kind in Account.Kind.values:
        found = found.filter(kind=kind)
    if state in ("active", "locked"):
        found = found.filter(is_active=state == "active")
    rows = list(found.select_related("person").order_by("person__name", "username")[start : start + limit])
    posts: dict[int, list[str]] = defaultdict(list)
    held = Assignment.objects.filter(valid_on(on), person__in=[row.person_id for row in rows if row.person_id])
    for person, title, unit in held.order_by("post__title").values_list("person", "post__title", "post__unit__short"):
        posts[person].append(f"{title} ({unit})")
    lines = [
        AccountLine(
            row.username,
            row.person.name if row.person else "",
            row.email,
            row.kind,
            row.is_active,
            tuple(posts[row.person_id or 0]),
        )
        for row in rows
    ]
    return lines, found.count()


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account for who keeps it."""

    account: Account
    name: str
    held: list[Assignment]
    within: set[int]
    factors: int
    by_provider: bool


def account_page(actor: Actor, username: str, *, on: date) -> AccountPage | None:
    """One account within reach; none where there is none, or none to be seen."""
    account = visible_to(actor, on=on).select_related("person").filter(username=username).first()
    if account is None:
        return None
    return AccountPage(
        account=account,
        name=account.person.name if account.person else "",
        held=posts_of(account, on=on),
        within=set(posts_within(actor).values_list("pk", flat=True)),
        factors=account.factors.exclude(kind=SecondFactor.Kind.CODE).count(),
        by_provider=account.identities.exists(),
    )


def open_proposals(actor: Actor) -> list[Proposal]:
    """The privileged posts that wait for a second person."""
    within = posts_within(actor).order_by()
    rows = Proposal.objects.filter(post__in=within.values("pk"))
    return list(rows.select_related("post__unit", "person", "proposed_by").order_by("pk"))


def claim_rules(actor: Actor) -> list[ClaimRule]:
    """What the groups of the identity provider mean here, as far as the posts are within reach."""
    within = posts_within(actor).order_by()
    rows = ClaimRule.objects.filter(post__in=within.values("pk")).select_related("post__unit")
    return list(rows.order_by("claim", "value", "pk"))


def posts_of(account: Account, *, on: date) -> list[Assignment]:
    """The posts somebody holds, or will hold."""
    rows = Assignment.objects.filter(not_ended(on), person__isnull=False, person=account.person_id)
    return list(rows.select_related("post__unit").order_by("post__title"))


def service_tokens(*, at: datetime) -> list[ServiceToken]:
    """The tokens of all services that still work."""
    rows = ServiceToken.objects.filter(ended_at__isnull=True, expires_at__gt=at)
    return list(rows.select_related("account").order_by("account__username", "pk"))


def service_accounts() -> QuerySet[Account]:
    """All service accounts."""
    return Account.objects.filter(kind=Account.Kind.SERVICE, is_active=True).order_by("username")
