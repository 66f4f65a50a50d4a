"""Asking the staff unit, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from ..actions import asking
from ..forms.asking import AskForm
from .inquiry import page_of


def ask(request: Request) -> HttpResponse:
    if "similar" in request.POST:  # a look at what is there already; what was typed stays in the form
        return render(request, "intake/ask.html", {"form": AskForm(initial=request.POST.dict())})
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = asking.ask(**form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Your inquiry is with the staff unit. The answer comes by mail, to you alone."))
            return redirect("intake:inquiry", found.pk)
    return render(request, "intake/ask.html", {"form": form}, status=422 if form.errors else 200)


def withdraw(request: Request, number: int) -> HttpResponse:
    page, refusal = page_of(request, number), ""
    if request.method == "POST":
        try:
            asking.withdraw(number, by=request.actor, at=timezone.now())
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("The inquiry is taken back."))
            return redirect("intake:list")
    shown = {"page": page, "refusal": refusal}
    return render(request, "intake/withdraw.html", shown, status=422 if refusal else 200)
