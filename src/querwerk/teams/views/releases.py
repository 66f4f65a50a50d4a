"""What superiors are asked to release, their answer, the sheet, and who acts for them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.request import Request
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
        try:
            release = Release.objects.get(pk=pk)
            actions.answer_release(release, **form.said(), by=request.actor, at=timezone.now())
        except Overtaken as refused:
            form.renew(version=_page(request, pk).version)
            form.refuse(refused.sentence, "")
        except Refused as refused:
            form.refuse(refused.sentence, refused.field)
        else:
            messages.success(request, _("Your answer is on record; the person is told."))
            return redirect("teams:releases")
    return _shown(request, page, form)


def release_sheet(request: Request, pk: int) -> HttpResponse:
    page = queries.release_sheet(pk, request.actor)
    if page is None:
        raise Http404
    return download(as_sheet(page, municipality=settings.MUNICIPALITY), "application/pdf", f"freistellung-{pk}.pdf")


def standin(request: Request) -> HttpResponse:
    form = StandinForm(request.POST if request.method == "POST" else None)
    form.offer(queries.own_posts(request.actor, on=timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_standin(**form.said(), by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("While you are away, the other post is asked."))
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
