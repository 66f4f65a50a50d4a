"""The page of one inquiry: what was asked, where it stands, and what the reader may do with it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from querwerk.journal.request import Request

from .. import labels
from ..queries.inquiry import InquiryPage, inquiry_page
from .steps import STEPS, offered


def inquiry(request: Request, number: int) -> HttpResponse:
    return shown(request, page_of(request, number))


def page_of(request: Request, number: int) -> InquiryPage:
    page = inquiry_page(number, request.actor)
    if page is None:
        raise Http404
    return page


def shown(request: Request, page: InquiryPage, tried: dict[str, forms.Form] | None = None) -> HttpResponse:
    """The page, with a form that was tried in its place."""
    tried = tried or {}
    refused = [form for form in tried.values() if form.errors]
    words = {"states": labels.STATES, "tones": labels.TONES, "events": labels.EVENTS}
    steps = {"steps": STEPS, "offered": offered(page, tried), "refused": refused[0] if refused else None}
    return render(request, "intake/inquiry.html", {"page": page, **steps, **words}, status=422 if refused else 200)
