"""What superiors are asked to release, their answer, the sheet, and who acts for them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.request import Request, told
from querwerk.structure.views.saying import said
from querwerk.tables import download

from ..actions import releases as actions
from ..exchange.release import as_sheet
from ..forms.releases import AnswerForm, StandinForm
from ..models import Release
from ..queries import releases as queries
from ..queries.releases import ReleasePage
from .teams import WORDS


def releases(request: Request) -> HttpResponse:
    on = timezone.localdate()
    shown = {"page": queries.releases(request.actor, on=on), "posts": queries.own_posts(request.actor, on=on), **WORDS}
    return render(request, "teams/releases.html", shown)


def release(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    return _shown(request, page, _form(page))


def answer(request: Request, pk: int) -> HttpResponse:
    page = _page(request, pk)
    form = AnswerForm(request.POST) if request.method == "POST" else _form(page)
    if request.method == "POST" and form.is_valid():
        with told(request, _("Your answer is on record; the person is told."), form) as went:
            release = Release.objects.get(pk=pk)
            actions.answer_release(release, **form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:releases")
        if went.overtaken:
            form.renew(version=_page(request, pk).version)
    return _shown(request, page, form)


def release_sheet(request: Request, pk: int) -> HttpResponse:
    page = queries.release_sheet(pk, request.actor)
    if page is None:
        raise Http404
    return download(as_sheet(page, municipality=settings.MUNICIPALITY), "application/pdf", f"freistellung-{pk}.pdf")


def standin(request: Request) -> HttpResponse:
    form = StandinForm(request.POST if request.method == "POST" else None)
    form.offer(queries.own_posts(request.actor, on=timezone.localdate()))
    if request.method == "POST" and said(
        request, form, actions.name_standin, _("While you are away, the other post is asked.")
    ):
        return redirect("teams:releases")
    return render(request, "teams/standin.html", {"form": form}, status=422 if form.errors else 200)


def _form(page: ReleasePage) -> AnswerForm:
    asked = {"share": page.asked_share, "begins_on": page.asked_from, "ends_on": page.asked_until}
    return AnswerForm(initial={"version": page.version, **asked})


def _shown(request: Request, page: ReleasePage, form: AnswerForm) -> HttpResponse:
    shown = {"page": page, "form": form, **WORDS}
    return render(request, "teams/release.html", shown, status=422 if form.errors else 200)


def _page(request: Request, pk: int) -> ReleasePage:
    page = queries.release_page(pk, request.actor, on=timezone.localdate())
    if page is None:
        raise Http404
    return page
