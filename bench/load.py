"""A small HTTP client that costs next to nothing: one kept-alive connection, one request after the other."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator


class Connection:
    """A kept-alive connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of one GET; needs a Content-Length in the answer."""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        received = b""
        while b"\r\n\r\n" not in received:
            chunk = self.socket.recv(65536)
            if not chunk:
                raise ConnectionError(f"no answer to {path}")
            received += chunk
        head, _, body = received.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        parts, got = [body], len(body)
        while got < length:
            chunk = self.socket.recv(262144)
            parts.append(chunk)
            got += len(chunk)
        return status, b"".join(parts)


def rate(port: int, paths: Iterator[str], seconds: float) -> float:
    """Requests a second over at least ``seconds`` on a connection of its own; every answer must be a 200."""
    connection = Connection(port)
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        path = next(paths)
        status, _ = connection.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        count += 1
    return count / elapsed
