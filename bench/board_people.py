"""People at a board, played over real HTTP: some write, all watch, and each change is counted by each of them.

Those who watch live in a process of their own and read their streams with one loop; those who write are threads with a
kept-alive connection each. The clock is that of the machine, so both can be compared: a card is on its way from the
moment before its form is sent to the moment another one's line has brought it.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import random
import re
import selectors
import socket
import statistics
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlencode

_EVENT = re.compile(rb"id: (\d+)\nevent: (\w+)\ndata: ([^\n]*)\n\n")
#: What identifies a change: card and version.
Told = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """A board behind a server on this machine, and the name of the session's cookie."""

    port: int
    path: str
    cookie: str


@dataclass
class Outcome:
    """What came of it: seconds on the way (sorted), changes that did not arrive or came twice, answers that failed."""

    changes: int = 0
    seconds: float = 0.0
    on_the_way: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    unordered: int = 0
    failed: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """So many milliseconds, or fewer, for this share."""
        return 1000 * self.on_the_way[min(len(self.on_the_way) - 1, int(share * len(self.on_the_way)))]


@dataclass
class Line:
    """One watcher: the session, the stream, what has come, in which order."""

    session: str
    socket: socket.socket | None = None
    rest: bytes = b""
    last: int = 0
    leaves_after: int = 0
    numbers: list[int] = field(default_factory=list)
    told: dict[Told, float] = field(default_factory=dict)
    twice: int = 0


def play(
    place: Place,
    *,
    watchers: Sequence[str],
    writers: Sequence[str],
    changes: int,
    a_second: float,
    unsteady: bool = False,
    patience: float = 60,
    since: int = 0,
) -> Outcome:
    """Lets people write so many changes, so many a second together; ``unsteady`` watchers lose their line at times."""
    ours, theirs = multiprocessing.Pipe()
    watching = multiprocessing.get_context("spawn").Process(
        target=_watch, args=(theirs, place, list(watchers), unsteady, patience, since), daemon=True
    )
    watching.start()
    theirs.close()  # whoever watches no more is noticed
    assert ours.recv() == "watching"
    begun = time.monotonic()
    sent, failed = _write(place, writers, changes, a_second)
    seconds = time.monotonic() - begun
    ours.send(sent)
    outcome: Outcome = ours.recv()
    watching.join(30)
    outcome.seconds, outcome.failed = seconds, failed
    return outcome


# -- watching


def _watch(pipe: Connection, place: Place, sessions: list[str], unsteady: bool, patience: float, since: int) -> None:
    selector = selectors.DefaultSelector()
    lines = [Line(session, last=since) for session in sessions]
    chance = random.Random(5)
    for line in lines:
        _listen(place, line, selector, chance if unsteady else None)
    pipe.send("watching")
    sent: dict[Told, float] | None = None
    until = float("inf")
    while time.monotonic() < until and not (sent is not None and all(len(line.told) >= len(sent) for line in lines)):
        for key, _events in selector.select(0.05):
            if not _read(key.data):
                selector.unregister(key.fileobj)
                key.fileobj.close()  # type: ignore[union-attr]
                _listen(place, key.data, selector, chance if unsteady else None)
        if sent is None and pipe.poll():
            sent = pipe.recv()
            until = time.monotonic() + patience
    pipe.send(_outcome(lines, sent or {}))


def _listen(place: Place, line: Line, selector: selectors.BaseSelector, chance: random.Random | None) -> None:
    """Opens a stream after the last number that came."""
    line.socket, line.rest = socket.create_connection(("127.0.0.1", place.port), timeout=120), b""
    line.leaves_after = len(line.numbers) + chance.randint(20, 200) if chance else 1 << 60
    request = f"GET {place.path}strom?seit={line.last} HTTP/1.0\r\nHost: 127.0.0.1:{place.port}\r\n"
    line.socket.sendall(f"{request}Cookie: {place.cookie}={line.session}\r\nAccept: text/event-stream\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        part = line.socket.recv(4096)
        if not part:
            raise ConnectionError(f"no stream: {head!r}")
        head += part
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise ConnectionError(head.decode())
    line.rest = head.partition(b"\r\n\r\n")[2]
    line.socket.setblocking(False)
    selector.register(line.socket, selectors.EVENT_READ, line)


def _read(line: Line) -> bool:
    """Takes what has come; False when the line is to be opened anew."""
    assert line.socket is not None
    part = line.socket.recv(262_144)
    now = time.monotonic()
    line.rest += part
    end = 0
    for found in _EVENT.finditer(line.rest):
        end = found.end()
        number, about, said = int(found[1]), found[2], found[3]
        line.numbers.append(number)
        line.last = max(line.last, number)
        if about == b"card":
            card = json.loads(said)
            change = (card["id"], card["version"])
            line.twice += change in line.told
            line.told.setdefault(change, now)
    line.rest = line.rest[end:]
    return bool(part) and len(line.numbers) < line.leaves_after


def _outcome(lines: list[Line], sent: dict[Told, float]) -> Outcome:
    outcome = Outcome(changes=len(sent))
    for line in lines:
        arrived = [line.told[change] - at for change, at in sent.items() if change in line.told]
        outcome.on_the_way += arrived
        outcome.lost += len(sent) - len(arrived)
        outcome.doubled += line.twice
        outcome.unordered += sum(one >= two for one, two in zip(line.numbers, line.numbers[1:], strict=False))
    outcome.on_the_way.sort()
    return outcome


# -- writing


class Writer:
    """Somebody who writes: first a card, then the same card anew and from group to group, each press a form."""

    def __init__(self, place: Place, session: str) -> None:
        self.place, self.session = place, session
        self.http = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
        page, headers = self._ask("GET", "", "")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        secret = re.search(r"csrftoken=(\w+)", headers)
        if not found or not secret:
            raise ConnectionError(f"no board: {page[:200]}")
        self.token, self.secret = found[1], secret[1]
        self.card: dict[str, Any] = {}
        self.turn = 0

    def press(self) -> tuple[Told, float]:
        """One change; gives what was changed, and when it was sent."""
        self.turn += 1
        begun = time.monotonic()
        if not self.card:
            self.card = self._send("karte/", text=f"Karte von {uuid.uuid4().hex[:8]}")
        elif self.turn % 2:
            way = "left" if self.card["group"] else "right"
            self.card = self._send("zug/", zug=f"{way}.{self.card['id']}.{self.card['version']}")
        else:
            said = {"text": f"Wort {self.turn} von {self.card['id']}", "version": str(self.card["version"])}
            self._ask("POST", f"karte/{self.card['id']}/", self._form(**said), wanted=302)
            self.card["version"] += 1
        return (self.card["id"], self.card["version"]), begun

    def _send(self, address: str, **said: str) -> dict[str, Any]:
        answer, _headers = self._ask("POST", address, self._form(**said))
        card: dict[str, Any] = json.loads(answer)["card"]
        return card

    def _form(self, **said: str) -> str:
        return urlencode({"csrfmiddlewaretoken": self.token, "once": str(uuid.uuid4()), **said})

    def _ask(self, method: str, address: str, body: str, *, wanted: int = 200) -> tuple[str, str]:
        secret = f"; csrftoken={self.secret}" if method == "POST" else ""
        headers = {"Cookie": f"{self.place.cookie}={self.session}{secret}", "Accept": "application/json"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request(method, self.place.path + address, body, headers)
        answer = self.http.getresponse()
        text = answer.read().decode()
        if answer.status != wanted:
            raise ConnectionError(f"{method} {address}: {answer.status} {text[:300]}")
        return text, str(answer.headers)


def _write(place: Place, sessions: Sequence[str], changes: int, a_second: float) -> tuple[dict[Told, float], list[str]]:
    sent: dict[Told, float] = {}
    failed: list[str] = []
    writers = [Writer(place, session) for session in sessions]
    begun = time.monotonic()

    def work(nth: int, writer: Writer) -> None:
        mine = range(nth, changes, len(writers))
        for turn in mine:
            time.sleep(max(0.0, begun + turn / a_second - time.monotonic()))
            try:
                change, at = writer.press()
            except (OSError, http.client.HTTPException, ValueError) as error:
                failed.append(repr(error))
                return
            sent[change] = at

    threads = [threading.Thread(target=work, args=(nth, writer)) for nth, writer in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in writers:
        writer.http.close()
    return sent, failed


def said(outcome: Outcome) -> str:
    """One line on how it went."""
    ways = outcome.on_the_way
    median = 1000 * statistics.median(ways) if ways else 0.0
    return (
        f"{outcome.changes} changes in {outcome.seconds:.0f} s ({outcome.changes / outcome.seconds:.0f} a second); "
        f"on the way: median {median:.0f} ms, 95 % {outcome.percentile(0.95):.0f} ms, "
        f"99 % {outcome.percentile(0.99):.0f} ms, longest {1000 * ways[-1]:.0f} ms; "
        f"lost {outcome.lost}, twice {outcome.doubled}, out of order {outcome.unordered}, failed {len(outcome.failed)}"
    )
