"""Saying that a sheet still holds as it stands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Thing, Verb
from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record

from ..access import PROJECT
from ..lifecycle import END_STATES
from ..models import Confirmation, Project


def confirm(slug: str, *, version: int, reason: str = "", of: Thing = PROJECT, by: Actor, at: datetime) -> Confirmation:
    """The sheet was looked through and still holds; nothing of it changes but the day it was confirmed on.

    Refuses whoever may not change the sheet (``of`` the access table), and a version that is not the newest: nobody
    confirms what they did not see. Said again on the same day, it is remembered once.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().filter(slug=slug).first()
        if project is None or not of.admits(by, Verb.EDIT, project.pk):
            raise Refused(_("Your post does not hold the right to change this sheet."))
        if project.state in END_STATES:
            raise Refused(_("The project has ended; its sheet stays as it is."))
        if project.version != version:
            raise Overtaken(_("The sheet has been changed in the meantime. Please look at it again, then confirm it."))
        on = timezone.localdate(at)
        before = project.confirmations.order_by("-stated_on").values_list("stated_on", flat=True).first()
        found, new = Confirmation.objects.get_or_create(project=project, stated_on=on)
        if new:
            facts = {"confirmed_on": [before.isoformat() if before else None, on.isoformat()]}
            record(Event("projects.confirmed", project.thread, facts=facts, reason=reason), by=by, at=at)
    return found
