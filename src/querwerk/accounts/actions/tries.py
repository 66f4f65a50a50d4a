"""Counting tries, so that nobody can guess for long; names and networks are kept as keyed hashes only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from ..lifecycle import LIMITS, holds
from ..models import Tries
from ..rules import hidden

_KEPT = max(limit.within for limit in LIMITS.values())


def try_once(kind: str, *parts: str, at: datetime) -> bool:
    """Counts a try before it is made, and says whether it may be made. What is over is forgotten on the way."""
    limit, key = LIMITS[kind], hidden(kind, *parts)
    with transaction.atomic():
        forget_over(at)
        row, _new = Tries.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
        if not holds(row.since + limit.within, at):
            Tries.objects.filter(pk=row.pk).update(count=0, since=at)
        Tries.objects.filter(pk=row.pk).update(count=F("count") + 1)
        return Tries.objects.filter(pk=row.pk, count__lte=limit.tries).exists()


def forget_over(at: datetime) -> None:
    """Tries that limit nothing any more go, also where nobody tries again: when somebody tried would stay else."""
    Tries.objects.filter(since__lte=at - _KEPT).delete()


def take_back_try(kind: str, *parts: str) -> None:
    """A try that succeeded does not count: a whole town hall logs in from one network."""
    Tries.objects.filter(key=hidden(kind, *parts), count__gt=0).update(count=F("count") - 1)


def forget_tries(kind: str, *parts: str) -> None:
    """After a success the counting begins anew."""
    Tries.objects.filter(key=hidden(kind, *parts)).delete()
