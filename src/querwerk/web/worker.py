"""The worker: sends mails and does periodic work beside the web server. Any number of them may run at once."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone

from querwerk.outbox.exchange import Round, deliver
from querwerk.outbox.traces import trace

from .jobs import run_due

_LOG = logging.getLogger(__name__)
#: Seconds to the next try when the mail server is away.
_AWAY = 30.0


def turn(*, clock: Callable[[], datetime] = timezone.now, stopping: Event | None = None) -> Round:
    """Once around: periodic work that is due, then mails."""
    run_due(clock=clock)
    return deliver(clock=clock, stopping=stopping.is_set if stopping else lambda: False)


def work(*, every: float, stopping: Event) -> None:
    """Turns until told to stop, in the middle of nothing. A database or a mail server that is away is waited for."""
    while not stopping.is_set():
        pause = every
        try:
            done = turn(stopping=stopping)
            pause = max(every, _AWAY) if done.away else 0.0 if done.full else every
        except DatabaseTrouble as trouble:
            _LOG.error("the database is not there, trying again: %s", trace(trouble))
            connection.close()
        stopping.wait(pause)


def stop_on_signals(stopping: Event) -> None:
    """SIGTERM and Ctrl+C let the mail in hand be finished."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())


def stop_at_end_of(pipe: int, stopping: Event) -> None:
    """A worker that a server started ends with it, however that ends: their pipe closes."""

    def wait() -> None:
        while os.read(pipe, 4096):
            pass
        stopping.set()

    Thread(target=wait, daemon=True).start()


#: Mails and periodic work.
_WORK = (sys.executable, "-m", "querwerk.web.cli", "worker", "--tied")


class Companion:
    """A process beside a server (its worker, unless said otherwise): started again when it dies, ended with the server.

    ``keeps`` is the one open file it is given along.
    """

    def __init__(self, command: Sequence[str] = _WORK, *, keeps: int | None = None, pause: float = 5.0) -> None:
        self._command, self._kept = command, () if keeps is None else (keeps,)
        self._stopping = Event()
        self._pause = pause
        self._process = self._start()
        self._keeper = Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self, *, patience: float = 30.0) -> None:
        """Lets the worker finish the mail in its hands, for a while."""
        self._stopping.set()
        self._process.terminate()
        self._keeper.join(patience)
        self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, pass_fds=self._kept)  # noqa: S603 - our own command

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            if self._process.stdin:
                self._process.stdin.close()
            if not self._stopping.wait(self._pause):
                self._process = self._start()
