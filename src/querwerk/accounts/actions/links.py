"""Links sent by mail: asked for, sent, used once. Asking does the same whether or not the address is known here."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.outbox.actions import post_mail
from querwerk.structure.models import HOUSE, PRIVILEGED, Account, Assignment, Person, Post

from ..lifecycle import LINK_LIFETIMES, Purpose
from ..models import MailLink
from ..queries.keeping import posts_within
from ..queries.proofs import by_address, usable
from ..rules import keeps_accounts, keeps_all_accounts
from .people import bump
from .remember import free_username, oneself, remembered


def ask_to_register(*, address: str, at: datetime) -> None:
    """Somebody wants an account for this address. Whoever has one already is told so, by mail alone."""
    with transaction.atomic():
        known = by_address(address)
        _send("known" if known else "register", Purpose.REGISTER, address, None, at=at)


def ask_for_new_password(*, address: str, at: datetime) -> None:
    """Somebody forgot a password. An address that nobody has here is told so, by mail alone."""
    with transaction.atomic():
        known = by_address(address)
        for account in known:
            _send("reset", Purpose.RESET, address, account, at=at)
        if not known:
            _send("unknown", Purpose.RESET, address, None, at=at)


def _send(kind: str, purpose: Purpose, address: str, account: Account | None, *, at: datetime) -> None:
    link = _link(purpose, address, account=account, at=at)
    post_mail(f"accounts.{kind}", key=link.key, address=address, words={"key": link.key}, at=at)


def _link(purpose: Purpose, address: str, *, at: datetime, **fields: object) -> MailLink:
    expires_at = at + LINK_LIFETIMES[purpose]
    return MailLink.objects.create(
        key=secrets.token_hex(16), purpose=purpose, address=address, expires_at=expires_at, **fields
    )


def invite(*, address: str, name: str, kind: str, post: Post | None, by: Actor, at: datetime) -> None:
    """Somebody may open an account with this address: of the house with a post, or from outside with or without."""
    thread = post.unit.thread if post else HOUSE
    with remembered("invited", thread, by=by, at=at) as facts:
        if not keeps_accounts(by):
            raise Refused(_("Only the staff unit and administrators invite."))
        if kind == Account.Kind.EXTERNAL and not keeps_all_accounts(by):
            raise Refused(_("Only the staff unit invites people from outside."), field="kind")
        if kind == Account.Kind.EMPLOYEE and post is None:
            raise Refused(_("Who works here holds a post: please choose one."), field="post")
        if post is not None and not posts_within(by).filter(pk=post.pk).exists():
            raise Refused(_("This post lies outside your units."), field="post")
        if post is not None and post.role in PRIVILEGED:
            raise Refused(_("A privileged post needs a second person: please propose it."), field="post")
        link = _link(Purpose.INVITE, address, kind=kind, name=name, post=post, at=at)
        post_mail("accounts.invite", key=link.key, address=address, words={"key": link.key, "name": name}, at=at)
        facts.update(kind=[None, kind], post=[None, post.title if post else None])


def register(link: MailLink, *, password: str, at: datetime) -> None:
    """The address is confirmed, and the account of a resident opens."""
    with transaction.atomic():
        _use_up(link, Purpose.REGISTER, at=at)
        if by_address(link.address):
            raise Refused(_("There is an account for this address already. You can log in."))
        _open(link, password, at=at)


def accept(link: MailLink, *, password: str, at: datetime) -> None:
    """Who was invited opens the account, and with it takes up the post."""
    with transaction.atomic():
        _use_up(link, Purpose.INVITE, at=at)
        if by_address(link.address):
            raise Refused(_("There is an account for this address already. You can log in."))
        account = _open(link, password, person=Person.objects.create(name=link.name), at=at)
        if link.post is not None and account.person is not None:
            if link.post.role in PRIVILEGED:
                raise Refused(_("A privileged post needs a second person: please propose it."))
            Assignment.objects.create(post=link.post, person=account.person, valid_from=timezone.localdate(at))


def _open(link: MailLink, password: str, *, at: datetime, person: Person | None = None) -> Account:
    username = free_username(link.kind)
    by = Actor(post="", account=username, roles=frozenset({"resident"}))
    with remembered("opened", link.post.unit.thread if link.post else HOUSE, by=by, at=at) as facts:
        account = Account.objects.create_user(username, password, email=link.address, kind=link.kind, person=person)
        facts.update(kind=[None, link.kind], post=[None, link.post.title if link.post else None])
    return account


def renew_password(link: MailLink, *, password: str, at: datetime) -> None:
    """A new password by a mailed link; every session and token ends, and all other such links of the account."""
    account = link.account
    if account is None or not account.is_active:
        raise Refused(_("This link does not work. Please ask for a new one."))
    with remembered("password_set", by=oneself(account), at=at):
        _use_up(link, Purpose.RESET, at=at)
        MailLink.objects.filter(account=account, used_at__isnull=True).update(used_at=at)
        account.set_password(password)
        account.save(update_fields=["password"])
        bump(account)


def _use_up(link: MailLink, purpose: Purpose, *, at: datetime) -> None:
    """Once, for its purpose, in time."""
    fresh = MailLink.objects.select_for_update().filter(pk=link.pk, purpose=purpose, used_at__isnull=True)
    if not usable(link, at) or not fresh.update(used_at=at):
        raise Refused(_("This link does not work. Please ask for a new one."))
