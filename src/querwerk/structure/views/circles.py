"""The roles of the cross-structure on a day, and the seats of the steering circle, kept by the staff unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from querwerk.dates import past_day
from querwerk.journal.request import Request

from ..actions import circles
from ..forms import EndForm, SeatForm
from ..models import SteeringSeat
from ..queries import cross_roles, vocabulary
from .saying import page_of, said


def roles(request: Request) -> HttpResponse:
    today = timezone.localdate()
    on = past_day(request.GET.get("stand", ""), today)
    page = {"roles": cross_roles(on=on), "on": on, "past": on < today, "terms": vocabulary(on, get_language() or "de")}
    return render(request, "structure/roles.html", page)


def take_seat(request: Request) -> HttpResponse:
    form = SeatForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and said(request, form, circles.take_seat, _("The seat is taken.")):
        return redirect("structure:roles")
    page = {"form": form, "title": _("Give a seat"), "about": "", "back": reverse("structure:roles")}
    return page_of(request, "structure/keep.html", form, page)


def leave_seat(request: Request, pk: int) -> HttpResponse:
    seat = get_object_or_404(SteeringSeat.objects.select_related("post"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and said(request, form, circles.leave_seat, _("The seat has ended."), seat):
        return redirect("structure:roles")
    page = {"form": form, "title": _("End the seat"), "about": seat.post.title, "back": reverse("structure:roles")}
    return page_of(request, "structure/keep.html", form, page)
