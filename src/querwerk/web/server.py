"""The server: gunicorn with threads, because pages are synchronous from end to end (ADR 0009)."""

from __future__ import annotations

import socket
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from querwerk import streams

#: What keeps the streams.
STREAMING = ["-m", "querwerk.web.streaming"]


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers pages with threads, and gives every stream away to the process that keeps them (ADR 0019)."""

    def handle_request(self, req: Any, conn: Any) -> Any:
        try:
            return super().handle_request(req, conn)
        except streams.HandOver as over:
            streams.hand_over(conn.sock, over)
            conn.sock.close()  # our end of it; theirs goes on
            conn.sock = socket.socket()  # what the server closes after this request
            return False


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the house on one address. Each thread keeps its own database connection.

    The ``companion`` is one worker process for mails and periodic work, however many processes answer requests. With
    ``live``, one more process keeps the streams of all of them.
    """

    def __init__(
        self, *, host: str, port: int, workers: int, threads: int, companion: bool = False, live: bool = False
    ) -> None:
        self.options = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": Worker,
            "keepalive": 75,  # longer than a proxy keeps its side (nginx: 60 s): a form never meets a closing line
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # web/proxy.py alone decides whom to believe
        }
        self._wanted = (companion, live)
        self._companions: list[Any] = []
        self.options.update(when_ready=self._start_companions, on_exit=self._end_companions)
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def _start_companions(self, arbiter: Any) -> None:
        work, live = self._wanted
        if not (work or live):
            return
        from .worker import Companion  # knows mails, which the demo's identity provider does not have

        if work:
            self._companions.append(Companion())
        if live:
            streams.set_door(door := socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
            command = [sys.executable, *STREAMING, str(door[1].fileno())]
            self._companions.append(Companion(command, keeps=door[1].fileno()))

    def _end_companions(self, arbiter: Any) -> None:
        for companion in self._companions:
            companion.end()

    def load(self) -> Any:
        from .wsgi import application

        return application
