"""Who may keep accounts, and what proves that somebody is who they say."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.structure.models import Account

from .access import ACCOUNT

#: Where a session says that it has seen a second factor.
SECOND_FACTOR = "second_factor"


def keeps_all_accounts(actor: Actor) -> bool:
    """The staff unit sees and keeps all accounts."""
    return Scope.ALL in ACCOUNT.scopes(actor, Verb.EDIT)


def keeps_accounts(actor: Actor) -> bool:
    """The staff unit, and administrators of units for what lies within."""
    return ACCOUNT.open_to(actor, Verb.EDIT)


def is_oneself(actor: Actor, account: Account) -> bool:
    """Whether an account is the actor's own: nobody grants anything to themselves."""
    return actor.account == account.username


# -- proofs


def proof_of(purpose: str, key: str) -> str:
    """What proves a mailed link: bound to its purpose, worked out from the key of the house, stored nowhere."""
    return salted_hmac(f"querwerk.accounts.link.{purpose}", key, algorithm="sha256").hexdigest()[:32]


def proves(purpose: str, key: str, proof: str) -> bool:
    """Whether this is the proof of this link, for this purpose."""
    return hmac.compare_digest(proof_of(purpose, key).encode(), proof.encode())


def digest(text: str) -> str:
    """The digest of a token that is random enough to need no salt."""
    return hashlib.sha256(text.encode()).hexdigest()


def code_digest(account: Account, code: str) -> str:
    """The digest of a recovery code, keyed, since codes are short; written as people may have typed it."""
    plain = re.sub(r"[\s-]", "", code).lower()
    return salted_hmac("querwerk.accounts.code", f"{account.pk}|{plain}", algorithm="sha256").hexdigest()


def passkey_handle(account: Account) -> bytes:
    """How passkeys name an account: says nothing about the person."""
    return salted_hmac("querwerk.accounts.passkey", str(account.pk), algorithm="sha256").digest()


def hidden(*parts: str) -> str:
    """A keyed hash of what was tried by whom from where."""
    return salted_hmac("querwerk.accounts.tries", "|".join(parts), algorithm="sha256").hexdigest()


def seal(secret: str) -> str:
    """A secret, so that a copy of the database alone does not give it away."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again; empty when it was sealed with another key, so that it opens nothing."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    key = hashlib.sha256(b"querwerk.accounts.factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
