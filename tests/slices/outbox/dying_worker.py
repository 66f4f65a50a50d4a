"""A real worker process that kills itself at a point: ``python -m tests.slices.outbox.dying_worker POINT MAIL_URL``.

``never`` does not die and, with ``later``, believes that a day has passed. ``marks_first`` is the wrong order (sent is
noted before it is true), which the tests must catch losing mails.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """Dies as soon as this is called."""
    setattr(owner, name, lambda *_, **__: die())


def after(owner: Any, name: str) -> None:
    """Dies as soon as this has returned."""
    real: Callable[..., Any] = getattr(owner, name)

    def then_die(*arguments: Any, **more: Any) -> None:
        real(*arguments, **more)
        die()

    setattr(owner, name, then_die)


def main(point: str, mail_url: str) -> None:
    """One turn of the worker, with a death in it."""
    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from querwerk.outbox import actions, kinds
    from querwerk.outbox.exchange import round as turning
    from querwerk.outbox.exchange import smtp
    from querwerk.web import worker
    from tests.slices.outbox.kinds import use_in

    use_in(settings, mail_url=mail_url)
    points: dict[str, Callable[[], None]] = {
        "before the line is opened": lambda: before(smtp.Connection, "_open"),
        "before a mail is taken": lambda: before(actions, "claim_mail"),
        "after a mail is taken": lambda: after(actions, "claim_mail"),
        "while it is written": lambda: before(turning, "written"),
        "before the sender is named": lambda: before(smtplib.SMTP, "mail"),
        "before the recipient is named": lambda: before(smtplib.SMTP, "rcpt"),
        "before the message is sent": lambda: before(smtplib.SMTP, "data"),
        "after the server took it": lambda: after(smtplib.SMTP, "data"),
        "before it is noted": lambda: before(actions, "mark_sent"),
        "after it is noted": lambda: after(actions, "mark_sent"),
        "never": lambda: None,
        "later": lambda: None,
        "marks first": lambda: mark_first(),
    }

    def mark_first() -> None:
        real = smtp.Connection.hand_over
        assert real is not None
        claim = actions.claim_mail

        def claim_and_mark(**words: Any) -> Any:
            mail = claim(**words)
            actions.mark_sent(mail, at=words["at"])
            return mail

        actions.claim_mail = claim_and_mark
        before(smtplib.SMTP, "mail")

    points[point]()
    assert kinds.kinds()
    shift = timedelta(days=1) if point == "later" else timedelta()
    worker.turn(clock=lambda: timezone.now() + shift)


if __name__ == "__main__":
    main(*sys.argv[1:])
