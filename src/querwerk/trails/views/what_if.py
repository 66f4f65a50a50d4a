"""What if a station of a trail fell away? A question is an address that can be mailed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.journal.request import Request

from ..insights.what_if import Wanted, what_if_page
from ..labels import CHANGES
from ..queries.trails import trail_page


def what_if(request: Request, slug: str) -> HttpResponse:
    found = trail_page(slug, request.actor)
    if found is None:
        raise Http404
    answer = what_if_page(found, Wanted.read(request.GET), on=timezone.localdate())
    return render(request, "trails/what_if.html", {"page": found, "answer": answer, "changes": CHANGES})
