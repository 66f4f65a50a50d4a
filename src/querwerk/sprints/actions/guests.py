"""Guests from outside: codes for them, and taking a seat with one. What is kept of a code opens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from querwerk.accounts.actions.people import bump
from querwerk.accounts.actions.remember import free_username
from querwerk.codes import new_code, typed
from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.models import Account, Person

from ..lifecycle import CODE_LENGTH, GUEST_DAYS, JOINING, MOST_CODES
from ..mails import invite_guest
from ..models import GuestCode, Sprint
from .change import keep, led
from .seats import join


def issue_codes(slug: str, *, count: int, by: Actor, at: datetime) -> list[str]:
    """Codes to hand out; nobody can read them again later."""
    if not 1 <= count <= MOST_CODES:
        raise Refused(_("Between 1 and %(most)s codes at once.") % {"most": MOST_CODES}, field="count")
    with led(slug, by=by) as sprint:
        codes = _issue(sprint, count, at=at)
        keep(sprint, "guests_invited", {"codes": [None, count]}, by=by, at=at)
    return codes


def invite_guests(slug: str, *, addresses: Iterable[str], by: Actor, at: datetime) -> int:
    """A code by mail to each address; the address goes when the mail has gone."""
    wanted = list(dict.fromkeys(addresses))
    with led(slug, by=by) as sprint:
        for code, address in zip(_issue(sprint, len(wanted), at=at), wanted, strict=True):
            invite_guest(code, address, sprint, key=_digest(code), at=at)
        if wanted:
            keep(sprint, "guests_invited", {"codes": [None, len(wanted)]}, by=by, at=at)
    return len(wanted)


def behind(code: str, *, at: datetime) -> GuestCode | None:
    """The row of a code as somebody typed it, if it still opens something."""
    plain = typed(code, CODE_LENGTH)
    found = GuestCode.objects.select_related("sprint", "account").filter(digest=_digest(plain)) if plain else None
    row = found.filter(expires_on__gte=timezone.localdate(at)).first() if found is not None else None
    return row if row and (row.account is None or row.account.is_active) else None


def redeem(code: str, *, name: str, at: datetime) -> Account:
    """The first time a guest chooses a name and takes a seat; afterwards the same code leads back to it."""
    with transaction.atomic():
        row = behind(code, at=at)
        if row is None:
            raise Refused(_("This code does not work, or no longer."), field="code")
        sprint = Sprint.objects.select_for_update().get(pk=row.sprint_id)  # first, as in every other verb of a sprint
        row = GuestCode.objects.select_related("account").get(pk=row.pk)  # its account as it is after the wait
        if row.account is not None:
            return row.account
        if sprint.state not in JOINING:
            raise Refused(_("Nobody joins this sprint any more."), field="code")
        if not name.strip():
            raise Refused(_("Please say how the others may call you."), field="name")
        row.account = _open(name.strip())
        row.save(update_fields=["account"])
        sprint.seated.create(account=row.account)
        guest = Actor(post="", account=row.account.username, roles=frozenset({"resident"}))
        record(Event("sprints.guest_came", sprint.thread), by=guest, at=at)
        join(sprint.slug, by=guest, at=at)
    return row.account


def close_guests(at: datetime) -> None:
    """Log-ins of guests whose code has expired open nothing any more."""
    over = GuestCode.objects.filter(expires_on__lt=timezone.localdate(at), account__is_active=True)
    for row in over.select_related("account"):
        if row.account is not None:
            Account.objects.filter(pk=row.account.pk).update(is_active=False)
            bump(row.account)


def _issue(sprint: Sprint, count: int, *, at: datetime) -> list[str]:
    if sprint.state not in JOINING:
        raise Refused(_("Please announce the sprint first; then you can invite."))
    codes = [new_code(CODE_LENGTH) for _nth in range(count)]
    until = max(timezone.localdate(sprint.ends_at), timezone.localdate(at)) + timedelta(days=GUEST_DAYS)
    GuestCode.objects.bulk_create(GuestCode(sprint=sprint, digest=_digest(code), expires_on=until) for code in codes)
    return codes


def _open(name: str) -> Account:
    """A log-in without a password: nothing but the code opens it."""
    person = Person.objects.create(name=name)
    return Account.objects.create_user(free_username("guest"), None, kind=Account.Kind.EXTERNAL, person=person)


def _digest(code: str) -> str:
    """Bound to the key of the house: a code is short enough to be typed, so that its bare digest could be guessed."""
    return salted_hmac("querwerk.sprints.guest", code, algorithm="sha256").hexdigest()
