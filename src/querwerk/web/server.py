"""The server: gunicorn with threads, because pages are synchronous from end to end (ADR 0009)."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the house on one address. Each thread keeps its own database connection.

    The ``companion`` is one worker process for mails and periodic work, however many processes answer requests.
    """

    def __init__(self, *, host: str, port: int, workers: int, threads: int, companion: bool = False) -> None:
        self.options = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
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
