"""Services: accounts of machines, and their tokens, which are shown once and kept as digests."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import HOUSE, PRIVILEGED, Account, Assignment, Person, Post

from ..models import ServiceToken
from ..rules import digest, keeps_all_accounts
from .remember import remembered

#: What every token begins with, so that scanners for leaked secrets know it.
PREFIX = "qwk_"


def open_service(*, name: str, post: Post | None, by: Actor, at: datetime) -> Account:
    """A machine that reads: with a post it reads what the post may, without one what a partner may."""
    with remembered("service_opened", post.unit.thread if post else HOUSE, by=by, at=at) as facts:
        if not keeps_all_accounts(by):
            raise Refused(_("Only the staff unit may change this."))
        if post is not None and post.role in PRIVILEGED:
            raise Refused(_("A machine has no second factor and holds no privileged post."), field="post")
        username = f"service-{slugify(name)[:60]}"
        if Account.objects.filter(username=username).exists():
            raise Refused(_("There is an account of this name already."), field="name")
        person = Person.objects.create(name=name) if post else None
        if post and person:
            Assignment.objects.create(post=post, person=person, valid_from=timezone.localdate(at))
        account = Account.objects.create_user(username, kind=Account.Kind.SERVICE, person=person)
        facts.update(service=[None, username], post=[None, post.title if post else None])
    return account


def issue_token(
    account: Account, *, name: str, scopes: list[str], days: int, by: Actor, at: datetime
) -> tuple[ServiceToken, str]:
    """A new token of a service: it reads what its scopes name and its post may, until its day."""
    with remembered("token_issued", by=by, at=at) as facts:
        if not keeps_all_accounts(by):
            raise Refused(_("Only the staff unit may change this."))
        if account.kind != Account.Kind.SERVICE or not account.is_active:
            raise Refused(_("Tokens belong to service accounts that are not locked."))
        if not scopes:
            raise Refused(_("A token without a scope could read nothing."), field="scopes")
        token = PREFIX + secrets.token_urlsafe(32)
        row = ServiceToken.objects.create(
            account=account,
            name=name,
            digest=digest(token),
            scopes=sorted(scopes),
            epoch=account.epoch,
            expires_at=at + timedelta(days=days),
        )
        facts.update(service=[account.username, account.username], token=[None, name], scopes=[None, sorted(scopes)])
    return row, token


def end_token(row: ServiceToken, *, by: Actor, at: datetime) -> None:
    """A token works no longer, from the next request on."""
    with remembered("token_ended", by=by, at=at) as facts:
        if not keeps_all_accounts(by):
            raise Refused(_("Only the staff unit may change this."))
        if not ServiceToken.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=at):
            raise Refused(_("This token has ended already."))
        facts.update(service=[row.account.username, row.account.username], token=[row.name, None])
