"""Taking periodic work and saying that it is done.

No journal entry: what a job does to things of the house is recorded by the actions it calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..models import JobRun

#: A job whose worker says nothing any more is taken up again after this time.
CLAIM = timedelta(hours=1)
#: The pause after a failure, unless the job comes more often anyway.
AGAIN = timedelta(minutes=15)


def plan_jobs(names: Iterable[str], *, at: datetime) -> None:
    """New jobs are due at once."""
    JobRun.objects.bulk_create([JobRun(name=name, due_at=at) for name in names], ignore_conflicts=True)


def claim_job(name: str, *, at: datetime) -> datetime | None:
    """Takes a job that is due, for one worker alone; gives the end of the claim, or None."""
    until = at + CLAIM
    taken = JobRun.objects.filter(name=name, due_at__lte=at).update(due_at=until)
    return until if taken else None


def finish_job(name: str, *, claim: datetime, every: timedelta, failure: str = "", at: datetime) -> None:
    """The job is done, or failed, and is due again later."""
    pause = min(every, AGAIN) if failure else every
    done = {} if failure else {"finished_at": at}
    JobRun.objects.filter(name=name, due_at=claim).update(due_at=at + pause, failure=failure[:60], **done)
