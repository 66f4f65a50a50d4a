"""Lists of inquiries, on pages and in files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.journal.request import Request
from querwerk.tables import FORMS, download

from .. import labels
from ..exchange import inquiry_file
from ..queries import lines
from ..queries.lines import Wanted


def inquiries(request: Request) -> HttpResponse:
    today = timezone.localdate()
    page = lines.inquiry_list(request.actor, Wanted.read(request.GET.dict(), on=today))
    shown = {
        "page": page,
        "answering": lines.answering(request.actor),
        "drafts": lines.own_drafts(request.actor),
        "due": labels.DUE,
        "today": today,
        **labels.OF_INQUIRY,
    }
    return render(request, "intake/list.html", shown)


def export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    found = lines.all_lines(request.actor, Wanted.read(request.GET.dict(), on=timezone.localdate()))
    return download(inquiry_file(found, form), FORMS[form], f"anfragen.{form}")
