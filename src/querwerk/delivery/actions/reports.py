"""Verbs of delivery: open a period, say what a project has to say, freeze the report."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.journal.chain import canonical
from querwerk.journal.queries import acted
from querwerk.projects.models import Project
from querwerk.structure.models import Source
from querwerk.structure.queries import vocabulary
from querwerk.texts import Unfit, prose

from .. import rules
from ..insights import build
from ..models import Period, Report, Statement
from ..queries.periods import PARTS

_LABEL = re.compile(r"[\w-]{1,40}")
#: Longer than any statement a person writes.
LONGEST = 20_000


def open_period(*, label: str, starts_on: date, ends_on: date, by: Actor, at: datetime) -> Period:
    """A new reporting period after the newest one."""
    _may(by)
    label = label.strip()
    if not _LABEL.fullmatch(label):
        raise Refused(_("Use letters, digits and hyphens only, 40 at most."), field="label")
    if starts_on > ends_on:
        raise Refused(_("The period ends before it starts."), field="ends_on")
    with transaction.atomic():
        if Period.objects.filter(label=label).exists():
            raise Refused(_("There is already a period with this name."), field="label")
        newest = Period.objects.order_by("-ends_on").first()
        if newest is not None and starts_on <= newest.ends_on:
            raise Refused(
                _("The period must start after %(day)s, when the one before ends.")
                % {"day": f"{newest.ends_on:%d.%m.%Y}"},
                field="starts_on",
            )
        period = Period.objects.create(label=label, starts_on=starts_on, ends_on=ends_on)
        facts = {"period": [None, label], "ends_on": [None, ends_on.isoformat()]}
        record(Event("delivery.period_opened", _thread(period), facts=facts), by=by, at=at)
    return period


def write_statement(
    period: Period, project: Project, *, texts: Mapping[str, str], seen: str | None = None, by: Actor, at: datetime
) -> None:
    """What a project says for a period: one statement, whose earlier versions stay in the journal.

    ``texts`` holds the parts of :data:`PARTS`; missing ones are empty. ``seen`` is :func:`print_of` what the writer had
    before them: if somebody else has written since, nothing is stored over it.
    """
    if not rules.may_state(by, project.pk):
        raise Refused(_("Only the lead of the project and the staff unit may write this."))
    after = {part: _fit(texts.get(part, ""), part) for part in PARTS}
    if not any(after.values()):
        raise Refused(_("Please say something: at least one part must be filled in."), field="state")
    with transaction.atomic():
        _still_open(period)
        statement = Statement.objects.select_for_update().filter(period=period, project=project).first()
        before = {part: getattr(statement, part) if statement else "" for part in PARTS}
        if before != after and seen is not None and seen != print_of(before):
            raise Overtaken(_("Somebody else has changed this statement meanwhile; it stands beside your text now."))
        facts = {part: [before[part], after[part]] for part in PARTS if before[part] != after[part]}
        if not facts:
            return
        Statement.objects.update_or_create(
            period=period,
            project=project,
            defaults={
                **after,
                "sources": [],
                "stated_on": timezone.localdate(at),
                "approved_on": None,
                "approved_by": "",
            },
        )
        facts["period"] = [period.label, period.label]
        record(Event("delivery.statement_written", project.thread, facts=facts), by=by, at=at)


def approve_statement(period: Period, project: Project, *, seen: str, by: Actor, at: datetime) -> None:
    """A theme officer has read what a project says and agrees: a mark with the post, gone with the next new words.

    ``seen`` is :func:`print_of` what stood there when it was read. Nobody approves what they wrote.
    """
    if not rules.may_approve(by, project.pk):
        raise Refused(_("Only the theme officer may approve this."))
    with transaction.atomic():
        _still_open(period)
        statement = Statement.objects.select_for_update().filter(period=period, project=project).first()
        if statement is None:
            raise Refused(_("There is no statement yet that could be approved."))
        if seen != print_of({part: getattr(statement, part) for part in PARTS}):
            raise Overtaken(_("The statement has been changed meanwhile. Please read it again."))
        if _wrote(by, project, period):
            raise Refused(_("You have written on this statement yourself; somebody else approves it."))
        if statement.approved_on is None:
            statement.approved_on, statement.approved_by = timezone.localdate(at), by.post or _("Theme officer")
            statement.save(update_fields=["approved_on", "approved_by"])
            facts = {"period": [period.label, period.label], "approved_by": [None, statement.approved_by]}
            record(Event("delivery.statement_approved", project.thread, facts=facts), by=by, at=at)


def _wrote(by: Actor, project: Project, period: Period) -> bool:
    """Whether the same log-in has written any version of the statement, as whatever post."""
    entries = acted(project.thread, "delivery.statement_written", account=by.account)
    return any(facts.get("period") == [period.label, period.label] for facts in entries)


def print_of(texts: Mapping[str, str]) -> str:
    """A short mark of what a statement says, the same for the same words."""
    return hashlib.sha256(canonical([texts.get(part, "") for part in PARTS])).hexdigest()[:16]


def freeze_report(period: Period, *, by: Actor, at: datetime) -> Report:
    """Freezes the report of a period: from now on it is rendered from these bytes, whatever changes elsewhere.

    A period that no published paper covers becomes a source of its own, so that facts can point to it.
    """
    _may(by)
    with transaction.atomic():
        _still_open(period)
        if period.ends_on > timezone.localdate(at):
            raise Refused(
                _("The period runs until %(day)s; it can be frozen once it has ended.")
                % {"day": f"{period.ends_on:%d.%m.%Y}"}
            )
        if not Statement.objects.filter(period=period).exists():
            raise Refused(
                _("No project has said anything for %(period)s yet; a report without statements cannot be frozen.")
                % {"period": period.label}
            )
        if period.source_id is None:
            period.source = _as_source(period, timezone.localdate(at))
            period.save(update_fields=["source"])
        facts = build(period)
        digest = hashlib.sha256(facts).hexdigest()
        report = Report.objects.create(period=period, frozen_at=at, facts=facts, sha256=digest)
        told = {"period": [None, period.label], "sha256": [None, digest]}
        record(Event("delivery.report_frozen", report.thread, facts=told), by=by, at=at)
    return report


def _fit(text: str, part: str) -> str:
    """A text as it may be stored: what is pasted by mistake is refused, never cut."""
    try:
        return prose(text.strip(), limit=LONGEST)
    except Unfit as unfit:
        if unfit.code == "long":
            sentence = _("This text is too long (at most %(count)s characters).") % {"count": LONGEST}
        else:
            sentence = _("This text contains HTML or invisible characters. Please type it in plain words.")
        raise Refused(sentence, field=part) from None


def _may(by: Actor) -> None:
    if not rules.may_deliver(by):
        raise Refused(_("Only the staff unit may do this."))


def _still_open(period: Period) -> None:
    """Waits in line for the period's row, then refuses when its report is frozen."""
    Period.objects.select_for_update().get(pk=period.pk)
    if Report.objects.filter(period=period).exists():
        raise Refused(_("The report of %(period)s is frozen and does not change any more.") % {"period": period.label})


def _as_source(period: Period, day: date) -> Source:
    return Source.objects.create(
        key=f"bericht-{period.label}"[:40],
        kind=Source.Kind.MONITORING_REPORT,
        title=" ".join((vocabulary(period.ends_on).one("monitoring"), period.label)),
        dated_on=day,
        period_from=period.starts_on,
        period_to=period.ends_on,
    )


def _thread(period: Period) -> uuid.UUID:
    """Periods have no row of their own for a thread: it follows from the label."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"querwerk:period:{period.label}")
