"""Periodic work is done when it is due, by one worker, and again when the worker died over it."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from querwerk.web import checks
from querwerk.web.actions.jobs import AGAIN, CLAIM
from querwerk.web.jobs import JOBS, Job, run_due
from querwerk.web.models import JobRun
from tests.slices.outbox import kinds

HOUR = timedelta(hours=1)


class Worked:
    """A job that notes when it ran, and may fail or die."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.trouble: BaseException | None = None

    def __call__(self, at: datetime) -> None:
        self.moments.append(at)
        if self.trouble:
            raise self.trouble

    def due(self, at: datetime) -> list[str]:
        return run_due([Job("count", HOUR, self)], clock=lambda: at)


@pytest.mark.django_db
def test_a_job_runs_at_once_and_then_when_its_time_has_come(now: datetime) -> None:
    job = Worked()
    assert [job.due(now + HOUR * quarter / 4) for quarter in range(9)].count(["count"]) == 3
    assert job.moments == [now, now + HOUR, now + 2 * HOUR]


@pytest.mark.django_db
def test_a_job_that_fails_says_so_stops_no_other_and_comes_again_soon(now: datetime) -> None:
    failing, other = Worked(), Worked()
    failing.trouble = ValueError("with a name in it")
    jobs = [Job("failing", HOUR, failing), Job("other", HOUR, other)]
    assert run_due(jobs, clock=lambda: now) == ["failing", "other"]
    run = JobRun.objects.get(name="failing")
    assert (run.failure, run.finished_at, run.due_at) == ("ValueError", None, now + AGAIN)
    failing.trouble = None
    assert run_due(jobs, clock=lambda: now + AGAIN) == ["failing"]
    run.refresh_from_db()
    assert (run.failure, run.finished_at, run.due_at) == ("", now + AGAIN, now + AGAIN + HOUR)


@pytest.mark.django_db
def test_a_job_whose_worker_died_comes_again(now: datetime) -> None:
    job = Worked()
    job.trouble = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        job.due(now)
    job.trouble = None
    assert job.due(now + CLAIM - timedelta(seconds=1)) == []
    assert job.due(now + CLAIM) == ["count"]


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_does_the_job(now: datetime) -> None:
    job, barrier = Worked(), Barrier(6)

    def work() -> None:
        barrier.wait()
        job.due(now)
        connection.close()

    workers = [Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert job.moments == [now]


@pytest.mark.django_db
def test_every_job_of_the_house_runs(now: datetime) -> None:
    assert run_due(clock=lambda: now) == [job.name for job in JOBS]
    assert set(JobRun.objects.values_list("failure", flat=True)) == {""}


def test_a_wrong_mail_server_or_a_mail_without_text_stops_the_start(settings: Any) -> None:
    assert checks.mail_can_be_sent(None) == []
    kinds.use_in(settings, mail_url="smtp://user:geheim@mail.stadt.example")
    settings.MAIL_FROM = "Querwerk"
    found = checks.mail_can_be_sent(None)
    assert [error.id for error in found] == ["querwerk.E002", "querwerk.E003", "querwerk.E004"]
    assert "geheim" not in str(found)
    for url in ("smtp://mail.stadt.example:2525", "smtp+tls://a:b@mail.stadt.example", "smtps://a:b%40@[::1]"):
        settings.MAIL_URL = url
        assert "querwerk.E002" not in [error.id for error in checks.mail_can_be_sent(None)]
    for url in ("http://mail.stadt.example", "smtp://", "smtp://mail.stadt.example/x"):
        settings.MAIL_URL = url
        assert "querwerk.E002" in [error.id for error in checks.mail_can_be_sent(None)]
