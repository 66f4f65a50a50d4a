"""The page of one inquiry: what was asked, where it stands, and what the reader may do with it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from querwerk.journal.request import Request

from .. import labels
from ..forms.answering import StepForm
from ..forms.asking import FileForm, RemarkForm
from ..queries.inquiry import InquiryPage, inquiry_page
from ..queries.standing import standing_of
from .steps import STEPS, follow_up_form, offered


def inquiry(request: Request, number: int) -> HttpResponse:
    return shown(request, page_of(request, number))


def page_of(request: Request, number: int) -> InquiryPage:
    page = inquiry_page(number, request.actor)
    if page is None:
        raise Http404
    return page


def shown(
    request: Request,
    page: InquiryPage,
    tried: dict[str, StepForm] | None = None,
    said: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """The page, with a form that was tried in its place: a step of the staff unit, or what whoever asked adds."""
    tried, said = tried or {}, said or {}
    refused = [form for form in (*tried.values(), *said.values()) if form.errors]
    additions = {"nachtrag": said.get("nachtrag") or RemarkForm(), "datei": said.get("datei") or FileForm()}
    standing = standing_of(page.number, request.actor)
    steps = {"steps": STEPS, "offered": offered(standing, tried), "refused": refused[0] if refused else None}
    asked = {
        "standing": standing,
        "tried": tried,
        "follow_up_form": said.get("nachgefragt") or follow_up_form(standing),
    }
    words = {"events": labels.EVENTS, **labels.OF_INQUIRY}
    return render(
        request,
        "intake/inquiry.html",
        {"page": page, "offered_to_asker": additions, **asked, **steps, **words},
        status=422 if refused else 200,
    )
