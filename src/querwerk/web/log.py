"""The log of the house: what was done, when, as which post. For the staff unit, auditors and, in part, administrators.

The public page of a project has its own history; this one is for those who have to account for the house as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Role
from querwerk.journal import queries as journal
from querwerk.journal.queries import LogLine
from querwerk.journal.request import Request
from querwerk.projects.rules import visible_to
from querwerk.tables import FORMS, Cell, as_csv, download, page_number, pages_of

from .access import parts

PER_PAGE = 50
#: Who may log in and how the house runs: administrators answer for that, and not for what the house works on.
TECHNICAL = frozenset({"accounts", "outbox", "privacy", "web"})
#: Posts and units are the business of both.
BOTH = frozenset({"structure"})


@cache
def event_words() -> Mapping[str, Any]:
    """event -> what happened, as every slice words it."""
    found: dict[str, Any] = {}
    for part in parts("labels"):
        found |= getattr(part, "EVENTS", {})
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Which entries are asked for."""

    event: str
    since: date | None
    until: date | None
    page: int

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Choice:
        event = asked.get("art", "")
        return cls(
            event if event in event_words() else "",
            _day(asked.get("seit", "")),
            _day(asked.get("bis", "")),
            page_number(asked.get("seite", "")),
        )


def log(request: Request) -> HttpResponse:
    choice, words = Choice.read(request.GET.dict()), event_words()
    found = _found(request, choice)
    total = found.count()
    pages = pages_of(total, PER_PAGE)
    number = min(choice.page, pages)
    lines = [LogLine(*row) for row in found[(number - 1) * PER_PAGE : number * PER_PAGE]]
    threads = {line.thread for line in lines}
    about = visible_to(request.actor).filter(thread__in=threads).values_list("thread", "slug", "name")
    page = {
        "lines": lines,
        "total": total,
        "number": number,
        "pages_total": pages,
        "choice": choice,
        "event_words": words,
        "events": sorted(((event, str(word)) for event, word in words.items()), key=lambda pair: pair[1]),
        "projects": {thread: (slug, name) for thread, slug, name in about},
        "checkpoint": journal.checkpoint(),
    }
    return render(request, "web/log.html", page)


def export(request: Request) -> HttpResponse:
    words = event_words()
    lines = (LogLine(*row) for row in _found(request, Choice.read(request.GET.dict())).iterator(chunk_size=2000))
    head = [_("Number"), _("Time"), _("Event"), _("Post"), _("Unit"), _("Reason")]
    rows: list[list[Cell]] = [
        [line.seq, _moment(line), str(words.get(line.event, line.event)), line.post, line.unit, line.reason]
        for line in lines
    ]
    return download(as_csv(head, rows), FORMS["csv"], "protokoll.csv")


def checkpoint(request: Request) -> HttpResponse:
    """Public: how long the journal is and the hash of its end, for whoever wants to hold us to it."""
    entries, digest = journal.checkpoint()
    return JsonResponse({"entries": entries, "hash": digest}, headers={"Cache-Control": "no-store"})


def _found(request: Request, choice: Choice) -> Any:
    everything = frozenset(app.label for app in apps.get_app_configs() if app.name.startswith("querwerk."))
    seen = {
        Role.AUDITOR: everything,
        Role.STAFF_UNIT: everything - TECHNICAL,
        Role.ADMINISTRATOR: TECHNICAL | BOTH,
    }
    slices = frozenset().union(*(part for role, part in seen.items() if role in request.actor.roles))
    return journal.log(slices, event=choice.event, since=choice.since, until=choice.until)


def _moment(line: LogLine) -> str:
    return timezone.localtime(line.at).isoformat(timespec="seconds")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
