"""The support pool: what is lent, lending, and what projects ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.request import Request, told

from ..access import SUPPORT
from ..actions import support as actions
from ..forms.support import AskForm, DecideForm, EndLoanForm, LoanForm
from ..labels import DECISIONS, LOADS, PHASES
from ..models import Loan, SupportRequest
from ..queries.support import pool as pool_of
from ..queries.support import wishes_of

_WORDS = {"phases": PHASES, "decisions": DECISIONS, "loads": LOADS}


def pool(request: Request) -> HttpResponse:
    today = timezone.localdate()
    return render(request, "delivery/pool.html", {"pool": pool_of(on=today), "today": today, **_WORDS})


def lend(request: Request) -> HttpResponse:
    form = LoanForm(request.POST or None, initial={"valid_from": timezone.localdate(), **request.GET.dict()})
    if request.method == "POST" and _done(form, actions.lend, request):
        messages.success(request, _("The post is lent."))
        return redirect("delivery:pool")
    page = {"title": _("Lend a post"), "about": "", "lead": ""}
    return _form(request, form, page)


def end_loan(request: Request, pk: int) -> HttpResponse:
    loan = get_object_or_404(Loan.objects.select_related("post", "project"), pk=pk)
    form = EndLoanForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and _done(form, actions.end_loan, request, loan):
        messages.success(request, _("The loan ends on that day."))
        return redirect("delivery:pool")
    page = {"title": _("End the loan"), "about": loan.project.name, "lead": loan.post.title}
    return _form(request, form, page)


def ask(request: Request, slug: str) -> HttpResponse:
    project = get_object_or_404(SUPPORT.objects(request.actor, Verb.CREATE), slug=slug)
    form = AskForm(request.POST or None)
    if request.method == "POST" and _done(form, actions.ask_support, request, project):
        messages.success(request, _("Your request is with the staff unit."))
        return redirect("delivery:ask_support", slug)
    page = {"project": project, "form": form, "wishes": wishes_of(project.pk), **_WORDS}
    return render(request, "delivery/ask_support.html", page, status=422 if form.errors else 200)


def decide(request: Request, pk: int) -> HttpResponse:
    asked = get_object_or_404(SupportRequest.objects.select_related("project"), pk=pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and _done(form, actions.decide_support, request, asked):
        messages.success(request, _("Your answer is stored; the lead reads it on the page of the project."))
        return redirect("delivery:pool")
    page = {"title": _("Answer the request"), "about": asked.project.name, "lead": asked.what_for}
    return _form(request, form, page)


def _done(form: forms.Form, action: Any, request: Request, *about: Any) -> bool:
    if not form.is_valid():
        return False
    with told(request, form=form) as went:
        action(*about, **form.cleaned_data, by=request.actor, at=timezone.now())
    return went.well


def _form(request: Request, form: forms.Form, page: dict[str, Any]) -> HttpResponse:
    return render(request, "delivery/pool_form.html", {"form": form, **page}, status=422 if form.errors else 200)
