"""The sheet of one project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from querwerk.dates import past_day
from querwerk.journal.request import Request
from querwerk.structure.queries import moved_to, vocabulary

from .. import labels
from ..insights import difference, read
from ..queries.facts import Fact
from ..queries.notes import notes
from ..queries.origin import origin_of
from ..queries.sheet import Sheet, sheet
from ..rules import may_edit, visible_to


def detail(request: Request, slug: str) -> HttpResponse:
    today = timezone.localdate()
    on = past_day(request.GET.get("stand", ""), today)
    found = sheet(slug, request.actor, on=on, past=on < today)
    if found is None:
        target = moved_to("project", slug)
        if target is None or not visible_to(request.actor).filter(slug=target).exists():
            raise Http404  # a former name tells of a candidate no more than its own address does
        return redirect("projects:detail", target, permanent=True)
    terms = vocabulary(on, get_language() or "de") if found.past else None
    page = {
        "sheet": found,
        "reading": read(found, request.actor),
        "terms": terms,
        "labels": labels,
        "marks": lambda write: _Marks(found, write).of,
        "known_sources": found.sources,
        "may_edit": may_edit(request.actor, found.pk, thread=found.thread),
        "difference": difference,
        "notes": [] if found.past else notes(found.pk, request.actor),
        "origin": origin_of(found.pk, request.actor) if request.actor.account and not found.past else None,
    }
    return render(request, "projects/sheet.html", page)


class _Marks:
    """The marks beside the facts of a sheet: a hundred of them over few sets of sources, each written once."""

    def __init__(self, found: Sheet, write: Callable[[Sheet, Fact], str]) -> None:
        self._sheet, self._write = found, write
        self._written: dict[tuple[str, ...] | date, str] = {}

    def of(self, fact: Fact) -> str:
        about = fact.sources or fact.stated_on
        if about not in self._written:
            self._written[about] = self._write(self._sheet, fact)
        return self._written[about]


def data(request: Request, slug: str) -> HttpResponse:
    """The same facts for machines: every row with its sources and the day it became known."""
    today = timezone.localdate()
    on = past_day(request.GET.get("stand", ""), today)
    found = sheet(slug, request.actor, on=on, past=on < today)
    if found is None:
        raise Http404
    whole = {"slug": found.slug, "name": found.name, "theme": found.theme_slug, "kind": found.kind, "on": on}
    whole["confirmed_on"] = found.confirmed_on
    facts = asdict(found.known) | {
        "sources": [asdict(found.sources[key]) for key in found.numbers if key in found.sources]
    }
    del facts["rules"]  # of the house, not of the project
    return JsonResponse(whole | facts, json_dumps_params={"ensure_ascii": False})
