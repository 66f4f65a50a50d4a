"""Forms that were answered, so that the same one takes effect once.

No journal entry: what a form does is recorded by the action behind it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ..models import Submission

KEPT = timedelta(days=1)


def claim_submission(account: Any, key: str, *, at: datetime) -> tuple[Submission, bool]:
    """The submission of this key, and whether it is new; an identical one waits here until the first is through."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a submission is claimed in the transaction of what it does")
    return Submission.objects.get_or_create(account_id=account, key=key, defaults={"at": at})


def keep_answer(submission: Submission, *, answer: str) -> None:
    """It took effect, and this is what the person was answered."""
    Submission.objects.filter(pk=submission.pk).update(answer=answer)


def release_submission(submission: Submission) -> None:
    """It took no effect: the same form may be sent again."""
    Submission.objects.filter(pk=submission.pk).delete()


def forget_submissions(at: datetime) -> None:
    """Deletes what is older than a day."""
    Submission.objects.filter(at__lt=at - KEPT).delete()
