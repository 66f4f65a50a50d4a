"""Closing a sprint: what is still open stands in the way, what has a team becomes a candidate."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request
from querwerk.sprints.actions.ideas import StillOpen
from querwerk.sprints.models import Idea, Sprint

from ..actions.candidates import close_with_candidates, make_candidate
from ..forms.candidates import ClosingForm, ThemeForm
from ..queries.origin import ClosingPage, closing_page


def close_sprint(request: Request, slug: str) -> HttpResponse:
    page = _page(request, slug)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    form.offer([(line.pk, line.title) for line in page.leaving], page.theme)
    if request.method == "POST" and form.is_valid():
        try:
            sprint = get_object_or_404(Sprint, slug=slug)
            made = close_with_candidates(sprint, themes=form.said(), by=request.actor, at=timezone.now())
        except StillOpen as refused:  # the page names each of them, with a link
            page = _page(request, slug)
            form.add_error(None, refused.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The sprint is closed. New candidates: %(count)s.") % {"count": len(made)})
            return redirect("teams:result", slug)
    return render(
        request, "projects/close_sprint.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


def choose_theme(request: Request, slug: str, pk: int) -> HttpResponse:
    page = _page(request, slug)
    idea = get_object_or_404(Idea.objects.select_related("sprint"), pk=pk, sprint__slug=slug)
    form = ThemeForm(request.POST or None, initial={"theme": page.theme})
    if request.method == "POST" and form.is_valid():
        try:
            made = make_candidate(idea, **form.said(), by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("“%(name)s” is a candidate now.") % {"name": made.name})
            return redirect("projects:close_sprint", slug)
    shown = {"page": page, "idea": idea, "form": form}
    return render(request, "projects/choose_theme.html", shown, status=422 if form.errors else 200)


def _page(request: Request, slug: str) -> ClosingPage:
    page = closing_page(slug, request.actor)
    if page is None:
        raise Http404
    return page
