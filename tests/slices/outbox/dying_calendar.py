"""Workers that die over the calendar: ``python -m tests.slices.outbox.dying_calendar MAIL_URL SEED ROUNDS``.

Each round is a worker of its own, an hour and a half later than the one before, which kills itself before one of its
statements to the database or, in the middle of a mail, beside one of its words to the mail server. Prints what each was
about to do when it died. The last three live.
"""

from __future__ import annotations

import math
import os
import random
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

#: Longer than a job or a mail is held by a worker that says nothing any more.
PAUSE = timedelta(minutes=90)


class Countdown:
    """Lets a number of things happen; the next one is the death."""

    def __init__(self, left: float) -> None:
        self._left = left

    def step(self, what: str) -> None:
        self._left -= 1
        if self._left < 0:
            os.write(1, f"{what}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.step("sent_at" if sql.startswith("UPDATE") and '"sent_at" =' in sql else "statement")
        return execute(sql, params, many, context)

    def beside(self, owner: Any, name: str, before: str, after: str) -> None:
        """A step before and after this is called."""
        real: Callable[..., Any] = getattr(owner, name)

        def counted(*arguments: Any, **more: Any) -> Any:
            self.step(before)
            answer = real(*arguments, **more)
            self.step(after)
            return answer

        setattr(owner, name, counted)


def worker(number: int, steps: float) -> None:
    """One turn in a process of its own, dead after so many steps."""
    from django.db import connection
    from django.utils import timezone

    from querwerk.web.worker import turn

    countdown = Countdown(steps)
    countdown.beside(smtplib.SMTP, "mail", "before the sender", "after the sender")
    countdown.beside(smtplib.SMTP, "data", "before the message", "after the message")
    with connection.execute_wrapper(countdown.statement):
        turn(clock=lambda: timezone.now() + number * PAUSE)


def main(mail_url: str, seed: str, rounds: str) -> None:
    django.setup()
    from django.conf import settings

    settings.MAIL_URL, settings.MAIL_FROM = mail_url, "Querwerk <querwerk@stadt.example>"
    chance, last = random.Random(int(seed)), int(rounds)
    for number in range(last + 3):  # the last ones live
        steps = chance.randint(0, chance.choice((20, 80, 300))) if number < last else math.inf
        if (child := os.fork()) == 0:
            worker(number, steps)
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
