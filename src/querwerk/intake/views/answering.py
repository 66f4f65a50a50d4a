"""What the staff unit does with an inquiry."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from .inquiry import page_of, shown
from .steps import STEPS, form_of


def step(request: Request, number: int, step: str) -> HttpResponse:
    page, taken = page_of(request, number), STEPS.get(step)
    if taken is None:
        raise Http404
    if request.method != "POST":
        return redirect("intake:inquiry", number)
    form = form_of(step, request.POST)
    if form.is_valid():
        try:
            taken.action(number, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
            page = page_of(request, number)
        else:
            messages.success(request, str(taken.done))
            return redirect("intake:inquiry", number)
    return shown(request, page, {step: form})
