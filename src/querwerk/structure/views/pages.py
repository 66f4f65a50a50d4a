"""Pages of the line and of the sources."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from .. import queries
from ..labels import SOURCE_KINDS, UNIT_KINDS
from ..queries import source_lines


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "structure/sources.html", {"lines": source_lines(), "kinds": SOURCE_KINDS})


def unit(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.unit_page(slug, on=timezone.localdate())
    if found is None:
        target = queries.moved_to("unit", slug)
        if target is None:
            raise Http404
        return redirect("structure:unit", target, permanent=True)
    return render(request, "structure/unit.html", {"unit": found, "kinds": UNIT_KINDS})
