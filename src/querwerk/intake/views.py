"""Inquiries: the list, asking, one inquiry with its answer, and the steps of the staff unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request
from querwerk.tables import FORMS, download

from . import actions, labels, queries
from .exchange import inquiry_file
from .forms import AnswerForm, AskForm
from .lifecycle import State
from .queries import InquiryPage, Wanted

_WORDS = {"states": labels.STATES, "tones": labels.TONES, "events": labels.EVENTS}


@dataclass(frozen=True, slots=True)
class Step:
    """What the staff unit can do: its words, its form, its action, what is said afterwards."""

    to: State
    title: Any
    done: Any
    form: type[forms.Form]
    action: Callable[..., None]


#: last part of the address -> the step, in the order of the page.
STEPS = {
    "annehmen": Step(
        State.ACCEPTED, gettext_lazy("Take it up"), gettext_lazy("You have taken up the inquiry."), forms.Form,
        actions.accept,
    ),
    "beantworten": Step(
        State.CLOSED, gettext_lazy("Answer and close"), gettext_lazy("The answer is on its way."), AnswerForm,
        actions.close,
    ),
    "ablehnen": Step(
        State.DECLINED, gettext_lazy("Decline, with a reason"), gettext_lazy("The answer is on its way."), AnswerForm,
        actions.decline,
    ),
}  # fmt: skip


def inquiries(request: Request) -> HttpResponse:
    page = queries.inquiry_list(request.actor, Wanted.read(request.GET.dict()))
    shown = {"page": page, "answering": queries.answering(request.actor), **_WORDS}
    return render(request, "intake/list.html", shown)


def export(request: Request, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    lines = queries.all_lines(request.actor, Wanted.read(request.GET.dict()))
    return download(inquiry_file(lines, form), FORMS[form], f"anfragen.{form}")


def ask(request: Request) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.ask(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Your inquiry is with the staff unit. The answer comes by mail, to you alone."))
            return redirect("intake:inquiry", found.pk)
    return render(request, "intake/ask.html", {"form": form}, status=422 if form.errors else 200)


def inquiry(request: Request, number: int) -> HttpResponse:
    return _shown(request, _page(request, number))


def step(request: Request, number: int, step: str) -> HttpResponse:
    page, taken = _page(request, number), STEPS.get(step)
    if taken is None:
        raise Http404
    if request.method != "POST":
        return redirect("intake:inquiry", number)
    form = _form(step, request.POST)
    if form.is_valid():
        try:
            taken.action(number, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
            page = _page(request, number)
        else:
            messages.success(request, str(taken.done))
            return redirect("intake:inquiry", number)
    return _shown(request, page, {step: form})


def withdraw(request: Request, number: int) -> HttpResponse:
    page, refusal = _page(request, number), ""
    if request.method == "POST":
        try:
            actions.withdraw(number, by=request.actor, at=timezone.now())
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("The inquiry is taken back."))
            return redirect("intake:list")
    shown = {"page": page, "refusal": refusal}
    return render(request, "intake/withdraw.html", shown, status=422 if refusal else 200)


def _page(request: Request, number: int) -> InquiryPage:
    page = queries.inquiry_page(number, request.actor)
    if page is None:
        raise Http404
    return page


def _form(step: str, data: Any = None) -> forms.Form:
    return STEPS[step].form(data, auto_id=f"{step}_%s")


def _shown(request: Request, page: InquiryPage, tried: dict[str, forms.Form] | None = None) -> HttpResponse:
    tried = tried or {}
    offered = {name: tried.get(name) or _form(name) for name, step in STEPS.items() if step.to in page.moves}
    refused = [form for form in tried.values() if form.errors]
    shown = {"page": page, "steps": STEPS, "offered": offered, "refused": refused[0] if refused else None, **_WORDS}
    return render(request, "intake/inquiry.html", shown, status=422 if refused else 200)
