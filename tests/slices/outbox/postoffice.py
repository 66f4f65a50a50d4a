"""A real mail server in a thread of its own, with moods."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """What arrives is kept. A mood answers a message (None: take it); ``hurt`` happens after it was kept."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answer_recipient: Callable[[str], str | None] = lambda address: None
        self.answer_message: Callable[[EmailMessage], str | None] = lambda message: None
        self.after_data: Callable[[SMTP], Any] | None = None
        self.seconds = 0.0
        self.tries = 0

    async def handle_RCPT(  # noqa: N802 - the name the library calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries += 1
        refusal = self.answer_recipient(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(message, EmailMessage)
        if refusal := self.answer_message(message):
            return refusal
        await asyncio.sleep(self.seconds)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        if self.after_data:
            self.after_data(server)
        return "250 2.0.0 taken"

    @property
    def identities(self) -> list[str]:
        return [message["Message-ID"] for message in self.messages]


@contextmanager
def opened(office: PostOffice, **manners: Any) -> Iterator[str]:
    """Opens a post office; gives its address. ``manners`` are those of the server: TLS, log-in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=20, **manners)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
