"""Who may receive a mail, and who may read it afterwards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import OWN_MAIL
from .kinds import Kind
from .models import Mail


def visible_to(actor: Actor) -> QuerySet[Mail]:
    """Everybody sees what was sent to them, and nothing else."""
    return OWN_MAIL.objects(actor, Verb.LIST)


def may_receive(mail: Mail, kind: Kind) -> bool:
    """Asked right before sending: a right that ended, or an account that was closed, ends the mail too."""
    if mail.to is not None and not mail.to.is_active:
        return False
    return kind.may_receive(mail.to, mail.words)


def address_of(mail: Mail) -> str:
    """Where the mail goes now, or an empty text."""
    address = mail.address or str(getattr(mail.to, "email", "") or "")
    return address if is_address(address) else ""


def is_address(text: str) -> bool:
    """One address that every mail server understands: no list, no line break, ASCII."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()
