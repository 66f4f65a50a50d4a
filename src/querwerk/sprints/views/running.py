"""The day itself: what is on now, what people need to find it, and the date for their calendar."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.journal.request import Request
from querwerk.tables import download

from .. import labels
from ..exchange.calendar import calendar_file
from ..queries.agenda import agenda, now
from .sprints import found


def today(request: Request, slug: str) -> HttpResponse:
    """By the clock of the server; the page asks for itself again every half minute, without a script."""
    page, at = found(request, slug), timezone.now()
    whole = agenda(page)
    shown = {"page": page, "agenda": whole, "now": now(whole, at=at), "at": at, "states": labels.STATES}
    response = render(request, "sprints/today.html", shown)
    response.headers["Refresh"] = "30"
    return response


def sheet(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    return render(request, "sprints/sheet.html", {"page": page, "agenda": agenda(page)})


def calendar(request: Request, slug: str) -> HttpResponse:
    page = found(request, slug)
    address = f"{settings.PUBLIC_URL}{request.path.removesuffix('termin.ics')}"  # a kept answer has no host of its own
    content = calendar_file(page, agenda(page), address=address, at=timezone.now())
    return download(content, "text/calendar; charset=utf-8", f"{slug}.ics")
