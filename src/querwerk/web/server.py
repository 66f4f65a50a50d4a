"""The server: gunicorn with threads, because pages are synchronous from end to end (ADR 0009)."""

from __future__ import annotations

import socket
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from querwerk import streams


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers pages with threads, and gives every stream to the one thread that keeps them (ADR 0019)."""

    def init_process(self) -> None:
        self.pump = streams.begin()
        super().init_process()

    def handle_request(self, req: Any, conn: Any) -> Any:
        try:
            return super().handle_request(req, conn)
        except streams.HandOver as over:
            self.pump.take(conn.sock, over)
            conn.sock = socket.socket()  # what is closed after this request is not the stream
            return False


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the house on one address. Each thread keeps its own database connection.

    The ``companion`` is one worker process for mails and periodic work, however many processes answer requests.
    """

    def __init__(self, *, host: str, port: int, workers: int, threads: int, companion: bool = False) -> None:
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
        if companion:
            self.options.update(when_ready=self._start_companion, on_exit=self._end_companion)
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def _start_companion(self, arbiter: Any) -> None:
        from .worker import Companion  # knows mails, which the demo's identity provider does not have

        self._companion = Companion()

    def _end_companion(self, arbiter: Any) -> None:
        self._companion.end()

    def load(self) -> Any:
        from .wsgi import application

        return application
