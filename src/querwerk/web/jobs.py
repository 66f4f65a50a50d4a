"""The periodic work of the house, and running what is due of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from querwerk.accounts.actions.tries import forget_over
from querwerk.delivery.actions.reminders import remind
from querwerk.delivery.actions.rounds import start_due_rounds
from querwerk.intake.actions import deadlines as inquiries
from querwerk.intake.actions.asking import forget_old
from querwerk.outbox.actions import forget_mails
from querwerk.outbox.traces import trace
from querwerk.privacy.actions.terms import keep_terms
from querwerk.projects.actions.drafts import publish_due
from querwerk.sprints.actions.dots import forget_rung
from querwerk.sprints.actions.guests import close_guests
from querwerk.teams.actions.releases import follow_superiors
from querwerk.trails.actions.imports import forget_imports

from .actions.following import tell_followers
from .actions.jobs import claim_job, finish_job, plan_jobs
from .actions.submissions import forget_submissions
from .models import JobRun

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes again: ``run`` is told the moment. It may be run twice when a worker dies over it."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


JOBS: Sequence[Job] = (
    Job("delivery.start_rounds", timedelta(hours=1), start_due_rounds),
    Job("delivery.remind", timedelta(hours=1), remind),
    Job("privacy.terms", timedelta(days=1), keep_terms),
    Job("outbox.forget", timedelta(days=1), forget_mails),
    Job("submissions.forget", timedelta(hours=6), forget_submissions),
    Job("accounts.forget_tries", timedelta(minutes=15), forget_over),
    Job("sessions.forget", timedelta(days=1), lambda at: SessionStore.clear_expired()),
    Job("trails.forget_imports", timedelta(hours=1), forget_imports),
    Job("teams.follow_superiors", timedelta(hours=1), follow_superiors),
    Job("sprints.close_guests", timedelta(hours=6), close_guests),
    Job("sprints.forget_rung", timedelta(minutes=5), forget_rung),
    Job("intake.remind", timedelta(hours=1), inquiries.remind),
    Job("intake.ask_again", timedelta(hours=1), inquiries.ask_again),
    Job("intake.forget", timedelta(days=1), forget_old),
    Job("similar.tell", timedelta(minutes=5), tell_followers),
    Job("projects.publish", timedelta(minutes=5), publish_due),
)


def run_due(jobs: Sequence[Job] = JOBS, *, clock: Callable[[], datetime] = timezone.now) -> list[str]:
    """Runs each job that is due, one worker each, and gives their names. A job that fails stops no other."""
    at = clock()
    known = dict(JobRun.objects.values_list("name", "due_at"))
    if new := [job.name for job in jobs if job.name not in known]:
        plan_jobs(new, at=at)
    due = [job for job in jobs if known.get(job.name, at) <= at]
    return [job.name for job in due if _run(job, clock)]


def _run(job: Job, clock: Callable[[], datetime]) -> bool:
    claim = claim_job(job.name, at=clock())
    if claim is None:
        return False
    failure = ""
    try:
        job.run(clock())
    except Exception as trouble:
        _LOG.error("the job %s failed: %s", job.name, trace(trouble))
        failure = type(trouble).__name__
    finish_job(job.name, claim=claim, every=job.every, failure=failure, at=clock())
    return True
