"""Slips: opened for one paper or a sample, printed anew, ended. A code is shown once; what is kept opens nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.codes import digest, new_code
from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.privacy.queries.switches import is_on

from ..lifecycle import LIVE, LONGEST_SLIP_DAYS, SAMPLE, SLIP_DAYS, Course, course
from ..models import Slip, Trail
from ..rules import may_edit


class Issued(NamedTuple):
    """A slip and its code, which nobody can read again later."""

    slip: Slip
    code: str


def open_slips(trail: Trail, *, count: int = 1, days: int = SLIP_DAYS, by: Actor, at: datetime) -> list[Issued]:
    """Slips for so many papers, numbered on from the last one."""
    with transaction.atomic():
        trail = Trail.objects.select_for_update(of=("self",)).get(pk=trail.pk)  # numbers are given one after another
        if not may_edit(by, trail):
            raise Refused(_("Only who works on this trail opens slips for it."))
        if not is_on(LIVE):
            raise Refused(_("Slips are switched off: they need the consent of the staff council."))
        if not 1 <= count <= SAMPLE:
            raise Refused(_("Between 1 and %(most)s slips at once.") % {"most": SAMPLE}, field="count")
        if not 1 <= days <= LONGEST_SLIP_DAYS:
            raise Refused(_("A slip is good for 1 to %(most)s days.") % {"most": LONGEST_SLIP_DAYS}, field="days")
        first = (trail.slips.aggregate(last=Max("number"))["last"] or 0) + 1
        until = timezone.localdate(at) + timedelta(days=days)
        codes = [new_code() for _nth in range(count)]
        slips = Slip.objects.bulk_create(
            Slip(trail=trail, number=number, digest=digest(code), opened_at=at, expires_on=until)
            for number, code in enumerate(codes, first)
        )
        numbers = str(first) if count == 1 else f"{first}-{first + count - 1}"
        facts = {"slips": [None, numbers], "until": [None, until.isoformat()]}
        record(Event("trails.slips_opened", trail.thread, facts=facts), by=by, at=at)
    return [Issued(slip, code) for slip, code in zip(slips, codes, strict=True)]


def reissue_slip(slip: Slip, *, by: Actor, at: datetime) -> Issued:
    """A new code for a paper under way; the one before opens nothing from now on."""
    with transaction.atomic():
        slip = _running(slip, by=by, at=at)
        code = new_code()
        slip.digest = digest(code)
        slip.save(update_fields=["digest"])
        record(Event("trails.slip_reissued", slip.trail.thread, facts=_number(slip)), by=by, at=at)
    return Issued(slip, code)


def end_slip(slip: Slip, *, by: Actor, at: datetime) -> None:
    """The paper has arrived, or the slip got lost: no mark is taken any more, those taken stay."""
    with transaction.atomic():
        slip = _running(slip, by=by, at=at)
        slip.ended_at = at
        slip.save(update_fields=["ended_at"])
        record(Event("trails.slip_ended", slip.trail.thread, facts=_number(slip)), by=by, at=at)


def _running(slip: Slip, *, by: Actor, at: datetime) -> Slip:
    """The slip, locked, if the actor may keep it and it still takes marks."""
    slip = Slip.objects.select_for_update(of=("self",)).select_related("trail").get(pk=slip.pk)
    if not may_edit(by, slip.trail):
        raise Refused(_("Only who works on this trail keeps its slips."))
    if course(ended=slip.ended_at is not None, expires_on=slip.expires_on, on=timezone.localdate(at)) != Course.RUNNING:
        raise Refused(_("This slip takes no marks any more."))
    return slip


def _number(slip: Slip) -> dict[str, list[str | None]]:
    return {"slip": [None, str(slip.number)]}
