"""Streams of server-sent events: one thread a process keeps all of them, so that no page ever waits for one.

A view that has let somebody in answers with :func:`opening`. The server writes its head and the first line; then the
connection is handed over (:class:`HandOver`) and the thread that made the page is free again. The thread of the
:class:`Pump` looks for news of all channels together, a few times a second, with one statement and one database
connection, and only while somebody watches.

Who was away names the last number they saw and gets what came after it, in order, once. A stream ends after some
minutes: whoever comes back is asked anew who they are.
"""

from __future__ import annotations

import logging
import selectors
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Protocol

_LOG = logging.getLogger(__name__)

#: A number and what is told under it.
Message = tuple[int, bytes]

#: Streams one process keeps; whoever comes later is told so and asks now and then instead.
ROOM = 400
#: Seconds between two looks for news.
LOOK = 0.05
#: Seconds after which a line without news says that it is still there: less than proxies wait.
BEAT = 15.0
#: Seconds after which a stream ends and is asked for anew.
LIFE = 300.0
#: Bytes that wait for one reader; who falls further behind comes back and reads what is missing.
BACKLOG = 512_000


class Source(Protocol):
    """Where news come from: channels with numbered messages."""

    def after(self, channel: int, number: int) -> list[Message]:
        """All that was told on a channel after a number, in order."""

    def moved(self, known: Mapping[int, int]) -> Mapping[int, tuple[int, list[Message]]]:
        """Of the channels that have moved on: the number they are at now, and what was told since the known one."""

    def rest(self) -> None:
        """Nobody watches any more: nothing is held."""


class HandOver(BaseException):
    """Leaves the server with the connection, past everything that catches errors: this is none."""

    def __init__(self, source: Source, channel: int, number: int, *, chunked: bool) -> None:
        super().__init__()
        self.source, self.channel, self.number, self.chunked = source, channel, number, chunked


def opening(over: HandOver) -> Iterator[bytes]:
    """The body of an answer that goes on as a stream."""
    yield b"retry: 2000\n\n"
    raise over


def written(number: int, event: str, data: str) -> bytes:
    """One message as it goes over the line; ``data`` holds no line break."""
    return f"id: {number}\nevent: {event}\ndata: {data}\n\n".encode()


@dataclass(eq=False, slots=True)
class Watcher:
    """One open connection and the last number it was told."""

    line: socket.socket
    channel: int
    number: int
    chunked: bool
    until: float
    waiting: bytearray = field(default_factory=bytearray)

    def tell(self, data: bytes) -> None:
        """Sends what the line takes now; the rest waits. Raises OSError when nobody is there."""
        framed = b"%x\r\n%b\r\n" % (len(data), data) if self.chunked else data
        if self.waiting:
            self.waiting += framed
        else:
            sent = self._send(framed)
            self.waiting += framed[sent:]
        if len(self.waiting) > BACKLOG:
            raise OSError("too far behind")

    def flush(self) -> None:
        """Sends on what waited."""
        del self.waiting[: self._send(bytes(self.waiting))]

    def _send(self, data: bytes) -> int:
        try:
            return self.line.send(data)
        except BlockingIOError:
            return 0


class Pump:
    """The streams of one process. ``take`` may be called from any thread; all else happens in one of its own."""

    def __init__(self, *, room: int = ROOM, look: float = LOOK, life: float = LIFE) -> None:
        self._room, self._look, self._life = room, look, life
        self._coming: SimpleQueue[tuple[socket.socket, HandOver]] = SimpleQueue()
        self._lock = Lock()
        self._count = 0
        self._thread: Thread | None = None
        self._selector = selectors.DefaultSelector()
        self._watchers: dict[int, set[Watcher]] = {}
        self._known: dict[int, int] = {}
        self._source: Source | None = None
        self._looked = self._beat = 0.0

    def has_room(self) -> bool:
        """Whether one more stream can be kept."""
        return self._count < self._room

    def take(self, line: socket.socket, over: HandOver) -> None:
        """Keeps a connection from now on."""
        with self._lock:
            self._count += 1
            self._coming.put((line, over))
            if self._thread is None:
                self._thread = Thread(target=self._run, name="streams", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                self._turn()
            except Exception:
                _LOG.exception("news could not be read, trying again")
                self._forget_source()
                time.sleep(1)

    def _turn(self) -> None:
        if not self._watchers:
            self._forget_source()
            self._welcome(*self._coming.get())
        while True:
            try:
                self._welcome(*self._coming.get_nowait())
            except Empty:
                break
        for key, events in self._selector.select(self._look):
            self._serve(key.data, events)
        now = time.monotonic()
        if now - self._looked >= self._look * 0.8:
            self._looked = now
            self._tell_news()
        if now - self._beat >= BEAT:
            self._beat = now
            self._tend(now)

    def _welcome(self, line: socket.socket, over: HandOver) -> None:
        line.setblocking(False)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        until = time.monotonic() + self._life + line.fileno() % 60  # not all at once
        watcher = Watcher(line, over.channel, over.number, over.chunked, until)
        self._source = over.source
        self._watchers.setdefault(over.channel, set()).add(watcher)
        self._selector.register(line, selectors.EVENT_READ, watcher)
        try:
            missed = over.source.after(over.channel, over.number)
        except Exception:
            self._part(watcher)
            raise
        watcher.number = missed[-1][0] if missed else over.number
        self._known.setdefault(over.channel, watcher.number)
        self._tell(watcher, _after(over.number, missed))

    def _serve(self, watcher: Watcher, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                watcher.flush()
            if events & selectors.EVENT_READ and not watcher.line.recv(4096):
                raise OSError("left")
            self._heed(watcher)
        except BlockingIOError:
            return
        except OSError:
            self._part(watcher)

    def _tell_news(self) -> None:
        if self._source is None:
            return
        for channel, (number, messages) in self._source.moved(self._known).items():
            before, self._known[channel] = self._known[channel], number
            whole = b"".join(data for _number, data in messages)
            for watcher in list(self._watchers.get(channel, ())):
                late = watcher.number <= before
                self._tell(watcher, whole if late else _after(watcher.number, messages))
                watcher.number = max(watcher.number, number)

    def _tell(self, watcher: Watcher, data: bytes) -> None:
        if not data:
            return
        try:
            watcher.tell(data)
            self._heed(watcher)
        except OSError:
            self._part(watcher)

    def _heed(self, watcher: Watcher) -> None:
        """Listens for room on the line only while something waits."""
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if watcher.waiting else 0)
        if self._selector.get_key(watcher.line).events != wanted:
            self._selector.modify(watcher.line, wanted, watcher)

    def _tend(self, now: float) -> None:
        """Says that the lines are alive, and ends those that are old."""
        for watcher in [one for watching in self._watchers.values() for one in watching]:
            if now < watcher.until:
                self._tell(watcher, b":\n\n")
                continue
            if watcher.chunked and not watcher.waiting:
                watcher.waiting += b"0\r\n\r\n"
                self._flush_last(watcher)
            self._part(watcher)

    def _flush_last(self, watcher: Watcher) -> None:
        try:
            watcher.flush()
        except OSError:
            _LOG.debug("a stream had ended already")

    def _part(self, watcher: Watcher) -> None:
        watching = self._watchers.get(watcher.channel, set())
        if watcher not in watching:
            return
        watching.discard(watcher)
        self._selector.unregister(watcher.line)
        watcher.line.close()
        if not watching:
            del self._watchers[watcher.channel]
            self._known.pop(watcher.channel, None)
        with self._lock:
            self._count -= 1

    def _forget_source(self) -> None:
        if self._source is not None:
            self._source.rest()


def _after(number: int, messages: list[Message]) -> bytes:
    return b"".join(data for told, data in messages if told > number)


class _Process:
    """The pump of this process, where the server has one."""

    pump: Pump | None = None


def begin() -> Pump:
    """The server of this process keeps streams from now on."""
    _Process.pump = Pump()
    return _Process.pump


def has_room() -> bool:
    """Whether this process keeps streams, and has room for one more."""
    return _Process.pump is not None and _Process.pump.has_room()
