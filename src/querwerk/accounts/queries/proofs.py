"""Who somebody is by what they show: an account's factors, a mailed link, a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from querwerk.structure.models import Account

from ..lifecycle import Purpose, holds
from ..models import MailLink, SecondFactor, ServiceToken
from ..rules import digest, proves


def has_factor(account: Account) -> bool:
    """Whether an account has an app, a passkey or recovery codes: then it is not entered without one of them."""
    return account.factors.exists()


def has_passkey(account: Account) -> bool:
    """Whether an account has a passkey to show."""
    return account.factors.filter(kind=SecondFactor.Kind.PASSKEY).exists()


def factors(account: Account) -> list[SecondFactor]:
    """The app and the passkeys of an account."""
    return list(account.factors.exclude(kind=SecondFactor.Kind.CODE).order_by("kind", "pk"))


def codes_left(account: Account) -> int:
    """How many recovery codes are unused."""
    return account.factors.filter(kind=SecondFactor.Kind.CODE).count()


def by_address(address: str) -> list[Account]:
    """The accounts that log in with a password and have this address; those of the provider have none."""
    found = Account.objects.filter(email__iexact=address, is_active=True).order_by("pk")
    return [account for account in found if account.has_usable_password()]


def link_behind(purpose: Purpose, token: str) -> MailLink | None:
    """The mailed link behind a token, used or not: none for a wrong, foreign or misused one."""
    key, _dot, proof = token.partition(".")
    if not proves(purpose, key, proof):
        return None
    return MailLink.objects.select_related("account", "post__unit").filter(key=key, purpose=purpose).first()


def usable(link: MailLink, at: datetime) -> bool:
    """Whether a link still does what it is for."""
    return link.used_at is None and holds(link.expires_at, at)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A service account that showed a good token, and what the token is for."""

    account: Account
    scopes: frozenset[str]


def bearer(token: str, *, at: datetime) -> Bearer | None:
    """Who shows this token: nobody once it has ended, expired, or the account was locked or its sessions ended."""
    row = ServiceToken.objects.select_related("account").filter(digest=digest(token), ended_at__isnull=True).first()
    if row is None or not holds(row.expires_at, at):
        return None
    if not row.account.is_active or row.epoch != row.account.epoch:
        return None
    return Bearer(row.account, frozenset(row.scopes))
