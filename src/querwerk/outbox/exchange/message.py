"""A letter as a message of the internet (RFC 5322)."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from ..kinds import Letter
from ..models import Mail
from ..rules import is_address


def sender_of(written: str) -> str:
    """The address in ``Querwerk <querwerk@stadt.example>``; empty when there is none."""
    address = parseaddr(written)[1]
    return address if is_address(address) else ""


def composed(mail: Mail, letter: Letter, *, sender: str, to: str) -> EmailMessage:
    """The message of a letter: the same identity and date however often it is sent; automatic answers stay away."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(mail.due_at)
    message["Message-ID"] = f"<{mail.message_id}@{sender_of(sender).partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message["Content-Language"] = "de"
    return message
