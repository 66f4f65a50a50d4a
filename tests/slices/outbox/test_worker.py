"""Worker processes that die, two that work side by side, and one that is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from querwerk.outbox.exchange import deliver
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account
from querwerk.web.worker import Companion
from tests.quality import figure
from tests.slices.outbox.postoffice import PostOffice
from tests.slices.outbox.test_outbox import write

ROOT = Path(__file__).resolve().parents[3]
#: Where a worker is killed -> how often the mail has arrived once another worker has come by.
POINTS = {
    "before the line is opened": 1,
    "before a mail is taken": 1,
    "after a mail is taken": 1,
    "while it is written": 1,
    "before the sender is named": 1,
    "before the recipient is named": 1,
    "before the message is sent": 1,
    "after the server took it": 2,
    "before it is noted": 2,
    "after it is noted": 1,
}


def environment() -> dict[str, str]:
    """The house of the tests, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{values['NAME']}"
    else:
        user, host = quote(values["USER"], safe=""), values["HOST"] or values["OPTIONS"].get("host", "")
        place = f"{host}:{values['PORT']}" if not host.startswith("/") else ""
        url = f"postgresql://{user}:{quote(values['PASSWORD'], safe='')}@{place}/{values['NAME']}"
        url += f"?host={host}" if host.startswith("/") else ""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "QUERWERK_DATABASE_URL": url, "PYTHONPATH": paths}


def start(point: str, mail_url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.slices.outbox.dying_worker", point, mail_url]
    return subprocess.Popen(command, env=environment(), cwd=ROOT)


def run(point: str, mail_url: str) -> int:
    return start(point, mail_url).wait(60)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_anywhere_loses_nothing_and_doubles_only_under_the_same_name(
    office: PostOffice, settings: Any
) -> None:
    identities = {}
    for point in POINTS:
        mail = write(address=f"{point.replace(' ', '-')}@stadt.example", at=timezone.now())
        identities[mail.address] = f"<{mail.message_id}@stadt.example>"
        assert run(point, settings.MAIL_URL) == -signal.SIGKILL
        later = timezone.now() + timedelta(hours=1)  # out of the way of the next one
        Mail.objects.filter(pk=mail.pk, next_try_at__isnull=False).update(next_try_at=later)
    assert run("later", settings.MAIL_URL) == 0
    arrived = Counter((message["To"], message["Message-ID"]) for message in office.messages)
    assert arrived == {
        (address, identities[address]): times for address, times in zip(identities, POINTS.values(), strict=True)
    }
    assert not Mail.objects.filter(sent_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_notes_before_it_sends_would_lose_mails(office: PostOffice, settings: Any) -> None:
    """The negative control: the counting above sees a loss."""
    mail = write(address="emma@stadt.example", at=timezone.now())
    assert run("marks first", settings.MAIL_URL) == -signal.SIGKILL
    assert run("later", settings.MAIL_URL) == 0
    mail.refresh_from_db()
    assert (mail.sent_at is not None, office.messages) == (True, [])
    figure(
        "T6",
        "processes killed with kill -9 at every step of a mail, from writing it to noting that it was sent",
        result=f"{len(POINTS) + 2} points: 0 mails lost, 0 sent for an action that failed, 2 doubled (between the "
        "server's yes and the note of it), each under the same Message-ID",
        control="a worker that notes before it sends loses the mail",
    )


@pytest.mark.django_db(transaction=True)
def test_who_dies_before_the_commit_has_written_no_mail_and_after_it_one(office: PostOffice, settings: Any) -> None:
    for point in ("writing, before the commit", "writing, after the commit"):
        assert run(point, settings.MAIL_URL) == -signal.SIGKILL
    assert list(Mail.objects.values_list("key", flat=True)) == ["writing, after the commit"]
    deliver(clock=timezone.now)
    assert len(office.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_a_hundred_mails_each_exactly_once(office: PostOffice, settings: Any) -> None:
    at = timezone.now()
    written = [write(address=f"leser{number}@stadt.example", at=at).message_id for number in range(200)]
    office.seconds = 0.005  # long enough for both to be at work
    workers = [start("never", settings.MAIL_URL) for _ in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert Counter(office.identities) == Counter(f"<{identity}@stadt.example>" for identity in written)
    assert set(Mail.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_two_workers_without_a_lock_would_deliver_twice(office: PostOffice, settings: Any) -> None:
    """The negative control: two workers meet at the same mails, and the counting above sees it."""
    at = timezone.now()
    for number in range(60):
        write(address=f"leser{number}@stadt.example", at=at)
    workers = [start("takes without a lock", settings.MAIL_URL) for _ in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert len(office.messages) > 60


def worker_process(*arguments: str, mail_url: str, **more: Any) -> subprocess.Popen[bytes]:
    """``querwerk worker``, as systemd or the server starts it."""
    mail = {"QUERWERK_MAIL_URL": mail_url, "QUERWERK_MAIL_FROM": "querwerk@stadt.example"}
    command = [sys.executable, "-m", "querwerk.web.cli", "worker", "--every", "0.2", *arguments]
    return subprocess.Popen(command, env={**environment(), **mail}, cwd=ROOT, **more)


def taken() -> int:
    """Waits until the worker has been round, and gives the number of mails it took."""
    deadline = time.monotonic() + 60
    while not Mail.objects.filter(tries__gt=0).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return Mail.objects.filter(tries__gt=0).count()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_ends_cleanly(office: PostOffice, settings: Any) -> None:
    write(address="emma@stadt.example", at=timezone.now())
    worker = worker_process(mail_url=settings.MAIL_URL)
    assert taken() == 1
    worker.terminate()
    assert worker.wait(30) == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_tied_to_a_server_ends_when_the_server_is_gone(office: PostOffice, settings: Any) -> None:
    write(address="emma@stadt.example", at=timezone.now())
    worker = worker_process("--tied", mail_url=settings.MAIL_URL, stdin=subprocess.PIPE)
    assert taken() == 1
    assert worker.poll() is None
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(30) == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_beside_a_server_is_started_again_when_it_dies_and_ends_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    companion = Companion(pause=0.1)
    first = companion.pid
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while companion.pid == first and time.monotonic() < deadline:
        time.sleep(0.05)
    second = companion.pid
    assert second != first
    companion.end()
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


@pytest.mark.django_db
def test_a_log_says_what_kind_of_trouble_it_was_and_not_what_about(
    office: PostOffice, ayse: Account, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    write("closed_note", to=ayse.pk, at=at, readers=None, words_of_it="geheim-123")
    deliver(clock=lambda: at)
    office.answer_recipient = lambda address: f"550 5.1.1 no {address} here, geheim-123"
    write(to=ayse.pk, at=at, words_of_it="geheim-123")
    deliver(clock=lambda: at)
    said = [record.getMessage() for record in caplog.records]
    assert [line.split(": ", 1)[1].split(" in ")[0] for line in said] == ["TypeError", "550 5.1.1"]
    assert "geheim" not in caplog.text
    assert "ayse" not in caplog.text
