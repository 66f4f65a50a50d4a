"""The identity provider: who it vouches for has an account here, and the posts that its claims stand for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import PRIVILEGED, Account, Assignment, Person, Post

from ..models import ClaimRule, Identity
from ..queries.keeping import posts_within
from .people import bump
from .remember import ITSELF, free_username, remembered


def admit(*, issuer: str, subject: str, claims: Mapping[str, Any], at: datetime) -> Account:
    """The account of somebody a provider vouches for: known by issuer and subject alone, opened at the first log-in.

    An e-mail address is stored for mails; it never finds an account, whoever confirmed it.
    """
    with transaction.atomic():
        identity = Identity.objects.select_related("account__person").filter(issuer=issuer, subject=subject).first()
        account = identity.account if identity else _open(issuer, subject, claims, at=at)
        if not account.is_active:
            raise Refused(_("This account is locked. Please turn to the staff unit."))
        _follow_claims(account, claims, at=at)
    return account


def _open(issuer: str, subject: str, claims: Mapping[str, Any], *, at: datetime) -> Account:
    username = free_username("sso")
    with remembered("opened", whom=Account(username=username), by=ITSELF, at=at) as facts:
        name = str(claims.get("name") or claims.get("preferred_username") or _("N. N."))[:200]
        person = Person.objects.create(name=name)
        account = Account.objects.create_user(username, person=person, email=_address(claims))
        Identity.objects.create(account=account, issuer=issuer, subject=subject)
        facts.update(kind=[None, account.kind], origin=[None, "provider"])
    return account


def _address(claims: Mapping[str, Any]) -> str:
    """The address for mails, if the provider says that it has checked it."""
    return str(claims.get("email") or "")[:254] if claims.get("email_verified") is True else ""


def _follow_claims(account: Account, claims: Mapping[str, Any], *, at: datetime) -> None:
    """The posts the claims stand for begin or end today; posts given by people of the house stay as they are."""
    today, person = timezone.localdate(at), account.person
    wanted = {rule.post_id: rule.post for rule in _rules_met(claims)}
    held = Assignment.objects.filter(person=person, valid_to__isnull=True).select_related("post")
    gone = [row for row in held if row.origin == Assignment.Origin.PROVIDER and row.post_id not in wanted]
    new = {pk: post for pk, post in wanted.items() if pk not in {row.post_id for row in held}}
    if person is None or not (gone or new):
        return
    with remembered("posts_followed", whom=person, by=ITSELF, at=at) as facts:
        for row in gone:
            if row.valid_from >= today:
                row.delete()  # a post of no day was never held
            else:
                row.valid_to = today
                row.save(update_fields=["valid_to"])
        for post in new.values():
            ended_today = Assignment.objects.filter(post=post, person=person, valid_from=today)
            if not ended_today.update(valid_to=None):
                Assignment.objects.create(post=post, person=person, valid_from=today, origin=Assignment.Origin.PROVIDER)
        if gone:
            bump(account)
        facts.update(posts=[[row.post.title for row in gone], [post.title for post in new.values()]])


def _rules_met(claims: Mapping[str, Any]) -> list[ClaimRule]:
    met = []
    for rule in ClaimRule.objects.select_related("post").order_by("pk"):
        said = claims.get(rule.claim)
        values = said if isinstance(said, list) else [said]
        if rule.value in [value for value in values if isinstance(value, str)]:
            met.append(rule)
    return met


def link_claim(*, claim: str, value: str, post: Post, by: Actor, at: datetime) -> None:
    """Whoever carries this value at the provider holds this post, from their next log-in on.

    A privileged post is never given by a claim: it needs two people of the house.
    """
    with remembered("claim_linked", post.unit.thread, by=by, at=at) as facts:
        _within(post, by)
        if post.role in PRIVILEGED:
            raise Refused(_("A privileged post needs a second person: please propose it."), field="post")
        if ClaimRule.objects.filter(claim=claim, value=value, post=post).exists():
            raise Refused(_("This is linked already."), field="value")
        ClaimRule.objects.create(claim=claim, value=value, post=post)
        facts.update(claim=[None, f"{claim}={value}"], post=[None, post.title])


def unlink_claim(rule: ClaimRule, *, by: Actor, at: datetime) -> None:
    """A value stands for a post no longer: who held it by this loses it at the next log-in."""
    with remembered("claim_unlinked", rule.post.unit.thread, by=by, at=at) as facts:
        _within(rule.post, by)
        facts.update(claim=[f"{rule.claim}={rule.value}", None], post=[rule.post.title, None])
        rule.delete()


def _within(post: Post, by: Actor) -> None:
    if not posts_within(by).filter(pk=post.pk).exists():
        raise Refused(_("This post lies outside your units."), field="post")
