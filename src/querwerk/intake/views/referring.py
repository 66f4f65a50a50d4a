"""What was referred with the consent of whoever asked, for the head of the unit."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.request import Request, told

from ..actions import referring
from ..forms.answering import UnitAnswerForm
from ..queries.referrals import referral_lines, referral_page


def referrals(request: Request) -> HttpResponse:
    lines, page, pages = referral_lines(request.actor, request.GET.get("seite", ""))
    return render(request, "intake/referrals.html", {"lines": lines, "page": page, "pages": pages})


def referral(request: Request, pk: int) -> HttpResponse:
    page, form = referral_page(pk, request.actor), UnitAnswerForm(request.POST or None)
    if page is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        with told(request, _("Your answer is on its way."), form) as went:
            referring.answer_referral(pk, **form.cleaned_data, by=request.actor, at=timezone.now())
        if went.well:
            return redirect("intake:referral", pk)
    return render(request, "intake/referral.html", {"page": page, "form": form}, status=422 if form.errors else 200)
