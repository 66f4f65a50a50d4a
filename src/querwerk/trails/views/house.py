"""Through how many hands do our own papers go?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request
from querwerk.privacy.queries.switches import is_on

from ..exchange.house import count_own_papers
from ..lifecycle import OWN_PAPERS


def count_house(request: Request) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        try:
            log = count_own_papers(title=_("Papers of our own house"), by=request.actor, at=timezone.now())
        except Refused as refused:
            wrong = refused.sentence
        else:
            messages.success(request, _("Your own papers are counted."))
            return redirect("trails:log", log.trail.slug, log.pk)
    page = {"wrong": wrong, "on": is_on(OWN_PAPERS)}
    return render(request, "trails/count_house.html", page, status=422 if wrong else 200)
