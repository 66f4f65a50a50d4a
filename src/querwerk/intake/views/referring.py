"""Referring: whoever asked consents, the head of the unit answers; and what whoever asked says some weeks later."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from ..actions import referring
from ..forms.answering import FollowUpForm, UnitAnswerForm
from ..queries.referrals import referral_lines, referral_page
from .inquiry import page_of


def consent(request: Request, number: int) -> HttpResponse:
    page_of(request, number)
    if request.method == "POST":
        consented = request.POST.get("einwilligung") == "ja"
        try:
            referring.say_consent(number, consented=consented, by=request.actor, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            yes, no = _("Thank you. The unit can read it now and answers here."), _("It stays with the staff unit.")
            messages.success(request, yes if consented else no)
    return redirect("intake:inquiry", number)


def follow_up(request: Request, number: int, days: int) -> HttpResponse:
    page_of(request, number)
    form = FollowUpForm(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            referring.answer_follow_up(number, days=days, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Thank you. Your answer is with the staff unit."))
    elif request.method == "POST":
        messages.error(request, _("Please choose one of the answers."))
    return redirect("intake:inquiry", number)


def referrals(request: Request) -> HttpResponse:
    lines, page, pages = referral_lines(request.actor, request.GET.get("seite", ""))
    return render(request, "intake/referrals.html", {"lines": lines, "page": page, "pages": pages})


def referral(request: Request, pk: int) -> HttpResponse:
    page, form = referral_page(pk, request.actor), UnitAnswerForm(request.POST or None)
    if page is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            referring.answer_referral(pk, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Your answer is on its way."))
            return redirect("intake:referral", pk)
    return render(request, "intake/referral.html", {"page": page, "form": form}, status=422 if form.errors else 200)
