"""What changed between two dates."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.journal.request import Request
from querwerk.tables import FORMS, download

from ..exchange.changes import as_csv, as_json
from ..forms.changes import Window
from ..insights import changes as changes_between
from ..insights import tell
from ..labels import CHANGES
from ..queries.snapshots import SourceRow, sources

_WRITERS = {"csv": as_csv, "json": as_json}


def changes(request: Request) -> HttpResponse:
    """Two days and what lies between them; without days, from the report before the newest to the newest."""
    known = sources()
    reports = [source for source in known.values() if source.kind == "monitoring_report"]
    today = timezone.localdate()
    form = Window(request.GET if "seit" in request.GET else _default(reports, today))
    page = {"form": form, "reports": reports, "today": today, "report": None, "tell": tell, "kinds": CHANGES}
    if form.days is not None:
        page["report"] = changes_between(*form.days, request.actor, sources=known)
    return render(request, "projects/changes.html", page, status=200 if form.days else 422)


def export(request: Request, form: str) -> HttpResponse:
    """The same changes as CSV or JSON."""
    window = Window(request.GET)
    if form not in _WRITERS or window.days is None:
        raise Http404
    since, until = window.days
    name = f"aenderungen-{since}-{until}.{form}"
    return download(_WRITERS[form](changes_between(since, until, request.actor)), FORMS[form], name)


def _default(reports: list[SourceRow], today: date) -> dict[str, str]:
    days = [source.dated_on for source in reports]
    since = days[-2] if len(days) > 1 else days[0] if days else today.replace(month=1, day=1)
    until = days[-1] if len(days) > 1 else today
    return {"seit": min(since, until).isoformat(), "bis": max(since, until).isoformat()}
