"""Second factors: set up, used, removed. What was used once is used up."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import PRIVILEGED, Account, Assignment

from ..lifecycle import matching_step
from ..models import SecondFactor
from ..rules import code_digest, keeps_all_accounts, seal, unseal
from .people import bump, refuse_unless_kept
from .remember import oneself, remembered

_CODES = 10
_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def add_app(account: Account, *, secret: str, code: str, at: datetime) -> None:
    """An app shows codes for this account; the first code proves that it does. A new app replaces the one before."""
    step = matching_step(secret, plain(code), at, after=0)
    if step is None:
        raise Refused(_("This code does not fit. Please type the code that the app shows now."), field="code")
    with remembered("factor_added", by=oneself(account), at=at) as facts:
        account.factors.filter(kind=SecondFactor.Kind.APP).delete()
        SecondFactor.objects.create(account=account, kind=SecondFactor.Kind.APP, secret=seal(secret), counter=step)
        facts.update(kind=[None, SecondFactor.Kind.APP.value])


def add_passkey(account: Account, *, name: str, handle: str, public: str, counter: int, at: datetime) -> None:
    """A passkey of this account: its public part; the private one never leaves the device."""
    with remembered("factor_added", by=oneself(account), at=at) as facts:
        SecondFactor.objects.create(
            account=account,
            kind=SecondFactor.Kind.PASSKEY,
            name=name,
            handle=handle,
            secret=public,
            counter=counter,
        )
        facts.update(kind=[None, SecondFactor.Kind.PASSKEY.value])


def use_passkey(factor: SecondFactor, *, counter: int) -> None:
    """A passkey was shown. A counter that does not grow means a copy of it is about, and it is refused."""
    grew = SecondFactor.objects.filter(pk=factor.pk, counter__lt=counter) if counter else None
    if grew is not None and not grew.update(counter=counter):
        raise Refused(_("This passkey was refused: a copy of it seems to exist. Please remove it from your account."))


def use_code(account: Account, code: str, *, at: datetime) -> bool:
    """Whether a code of the app or of the list fits; it does so once."""
    typed = plain(code)
    app = account.factors.filter(kind=SecondFactor.Kind.APP).first()
    if app is not None and typed.isdecimal():
        step = matching_step(unseal(app.secret) or "A" * 32, typed, at, after=app.counter)
        if step is not None and unseal(app.secret):
            return bool(SecondFactor.objects.filter(pk=app.pk, counter__lt=step).update(counter=step))
    try:
        with remembered("code_used", by=oneself(account), at=at) as facts:
            codes = account.factors.filter(kind=SecondFactor.Kind.CODE)
            if not codes.filter(secret=code_digest(account, typed)).delete()[0]:
                raise Refused(_("This code does not fit."), field="code")
            facts.update(left=[None, codes.count()])
    except Refused:
        return False
    return True


def make_codes(account: Account, *, by: Actor | None = None, at: datetime) -> list[str]:
    """Ten new recovery codes, shown once; the ones before end."""
    with remembered("codes_made", whom=account, by=by or oneself(account), at=at) as facts:
        account.factors.filter(kind=SecondFactor.Kind.CODE).delete()
        codes = ["-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(2)) for _ in range(_CODES)]
        SecondFactor.objects.bulk_create(
            SecondFactor(account=account, kind=SecondFactor.Kind.CODE, secret=code_digest(account, code))
            for code in codes
        )
        facts.update(codes=[None, _CODES])
    return codes


def remove_factor(account: Account, *, pk: int, at: datetime) -> None:
    """Somebody takes away a factor of their own; with the last one the recovery codes go too."""
    with remembered("factor_removed", by=oneself(account), at=at) as facts:
        factor = account.factors.filter(pk=pk).exclude(kind=SecondFactor.Kind.CODE).first()
        if factor is None:
            raise Refused(_("There is no such second factor any more."))
        facts.update(kind=[factor.kind, None])
        factor.delete()
        if not account.factors.exclude(kind=SecondFactor.Kind.CODE).exists():
            account.factors.all().delete()


def reset_factors(account: Account, *, by: Actor, at: datetime) -> None:
    """Somebody lost their second factor: all are taken away and every session ends; the person sets up a new one.

    Where a post is privileged the staff unit does it, for an administrator could otherwise come in as that person.
    """
    refuse_unless_kept(account, by=by, at=at)
    held = Assignment.objects.filter(valid_to__isnull=True, person__isnull=False, person=account.person_id)
    if held.filter(post__role__in=PRIVILEGED).exists() and not keeps_all_accounts(by):
        raise Refused(_("Another person of the staff unit must do this."))
    with remembered("factor_removed", whom=account, by=by, at=at) as facts:
        kinds = sorted(set(account.factors.values_list("kind", flat=True)))
        if not kinds:
            raise Refused(_("This account has no second factor."))
        account.factors.all().delete()
        bump(account)
        facts.update(kinds=[kinds, []])


def plain(code: str) -> str:
    """A code without the blanks and dashes that people type."""
    return re.sub(r"[\s-]", "", code).lower()
