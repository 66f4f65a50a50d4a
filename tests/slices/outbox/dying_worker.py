"""A real process that kills itself at a point: ``python -m tests.slices.outbox.dying_worker POINT MAIL_URL``.

Mostly a worker; in two points somebody who writes a mail. ``never`` does not die, ``later`` does not either and
believes that a day has passed. Two are wrong on purpose, and the tests must catch them: ``marks first`` notes that a
mail was sent before it is true, ``takes without a lock`` looks first and takes later.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
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


def mark_first() -> None:
    """The wrong order: noted as sent before it is."""
    from querwerk.outbox import actions

    claim = actions.claim_mail

    def claim_and_mark(**words: Any) -> Any:
        mail = claim(**words)
        actions.mark_sent(mail, at=words["at"])
        return mail

    actions.claim_mail = claim_and_mark
    before(smtplib.SMTP, "mail")


def careless(*, at: datetime) -> Any:
    """Takes a mail without a lock."""
    from django.db.models import F

    from querwerk.outbox.models import Mail

    mail = Mail.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk").first()
    time.sleep(0.02)
    if mail is not None:
        still = Mail.objects.filter(pk=mail.pk, next_try_at__isnull=False)
        still.update(next_try_at=at + timedelta(minutes=10), tries=F("tries") + 1)
    return mail


def write(point: str, *, committed: bool) -> None:
    """Writes a mail and dies, before or after the commit."""
    from django.db import transaction
    from django.utils import timezone

    from querwerk.outbox import actions

    with transaction.atomic():
        words = {"words_of_it": "Bitte lesen."}
        actions.post_mail("note", key=point, address="emma@stadt.example", words=words, at=timezone.now())
        if not committed:
            die()
    die()


def main(point: str, mail_url: str) -> None:
    """One turn of the worker, with a death in it."""
    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from querwerk.outbox import actions
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
        "takes without a lock": lambda: setattr(actions, "claim_mail", careless),
        "writing, before the commit": lambda: write(point, committed=False),
        "writing, after the commit": lambda: write(point, committed=True),
    }

    points[point]()
    shift = timedelta(days=1) if point == "later" else timedelta()
    worker.turn(clock=lambda: timezone.now() + shift)


if __name__ == "__main__":
    main(*sys.argv[1:])
