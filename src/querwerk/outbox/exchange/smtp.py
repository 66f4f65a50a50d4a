"""The mail server: where it is, and what its answers mean."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import Enum
from types import TracebackType
from urllib.parse import unquote, urlsplit

from .message import sender_of

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_HERE = {"localhost", "127.0.0.1", "::1"}
_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
#: Seconds that one answer of the server may take.
PATIENCE = 20.0


class Outcome(Enum):
    """What the server said to a message."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    AWAY = "away"  # no answer: the connection is gone


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with its numbers (``550 5.1.1``); the words of a server may name people and are not kept."""

    outcome: Outcome
    reply: str = ""


class Away(Exception):  # noqa: N818 - nothing is in error, the server is not there
    """The mail server does not let us in: the house's trouble, not that of a mail."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """``smtp://host``, ``smtp+tls://user:password@host`` (STARTTLS) or ``smtps://...`` (TLS from the first byte)."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> MailServer:
        """Reads the address of a mail server. Raises ValueError with a sentence that holds no secret."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("expected smtp://, smtp+tls:// or smtps:// with a host")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if user and parts.scheme == "smtp" and parts.hostname not in _HERE:
            raise ValueError("a password travels over smtp+tls:// or smtps:// only")
        return cls(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme], user, password)


class Connection:
    """An open line to the mail server, for many messages. Raises :class:`Away` when it cannot be opened."""

    def __init__(self, server: MailServer, *, patience: float = PATIENCE) -> None:
        try:
            self._client = self._open(server, patience)
        except (OSError, smtplib.SMTPException) as trouble:
            raise Away(numbers(trouble)) from None

    @staticmethod
    def _open(server: MailServer, patience: float) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if server.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=patience, context=context)
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=patience)
        try:
            if server.scheme == "smtp+tls":
                client.starttls(context=context)
            if server.user:
                client.login(server.user, server.password)
        except BaseException:
            client.close()
            raise
        return client

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._client.quit()
        self._client.close()

    def hand_over(self, message: EmailMessage, *, to: str) -> Answer:
        """Gives one message to the server and says what it answered."""
        try:
            self._client.send_message(message, from_addr=sender_of(message["From"]), to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as refused:
            return _refusal(*refused.recipients[to])
        except smtplib.SMTPDataError as refused:
            return _refusal(refused.smtp_code, refused.smtp_error)
        except (OSError, smtplib.SMTPException) as trouble:
            return Answer(Outcome.AWAY, numbers(trouble))
        return Answer(Outcome.TAKEN)


def _refusal(code: int, text: bytes | str) -> Answer:
    return Answer(Outcome.NEVER if 500 <= code <= 599 else Outcome.LATER, _numbers(code, text))


def numbers(trouble: Exception) -> str:
    """What may be kept of a trouble: the numbers of a reply, else its kind."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        return _numbers(trouble.smtp_code, trouble.smtp_error)
    return type(trouble).__name__[:40]


def _numbers(code: int, text: bytes | str) -> str:
    found = _ENHANCED.match(text if isinstance(text, bytes) else text.encode(errors="replace"))
    return f"{code} {found[1].decode()}" if found else str(code)
