"""The desk of the staff unit: what waits, who has room, standard answers, posts named for a task."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from querwerk.journal.request import Request, told
from querwerk.structure.views.saying import said

from .. import labels
from ..actions import desk as actions
from ..forms.desk import NamedPostForm, RoomForm, StandardAnswerForm
from ..queries import desk as queries
from ..queries.results import result as one_result
from ..queries.results import results as all_results

_WORDS = {"states": labels.STATES, "tones": labels.TONES}


def stand(request: Request) -> HttpResponse:
    return _stand(request, RoomForm())


def room(request: Request) -> HttpResponse:
    if request.method != "POST":
        return redirect("intake:stand")
    if "zuruecknehmen" in request.POST:
        with told(request, _("Nothing is said about your room any more.")):
            actions.take_back_room(by=request.actor, at=timezone.now())
        return redirect("intake:stand")
    form = RoomForm(request.POST)
    if said(request, form, actions.say_room, _("Thank you. Your colleagues see it.")):
        return redirect("intake:stand")
    return _stand(request, form)


def library(request: Request) -> HttpResponse:
    return render(request, "intake/library.html", {"answers": queries.standard_answers()})


def standard_answer(request: Request, pk: int | None = None) -> HttpResponse:
    kept = next((one for one in queries.standard_answers() if one.pk == pk), None)
    if pk is not None and kept is None:
        raise Http404
    seen = {"title": kept.title, "text": kept.text, "version": kept.version} if kept else {"version": 0}
    form = StandardAnswerForm(request.POST or None, initial=seen)

    def keep(**said: Any) -> None:
        actions.keep_answer(pk, **said)

    if request.method == "POST" and said(request, form, keep, _("The standard answer is stored.")):
        return redirect("intake:library")
    shown = {"form": form, "kept": kept}
    return render(request, "intake/standard_answer.html", shown, status=422 if form.errors else 200)


def archive(request: Request, pk: int) -> HttpResponse:
    if all(one.pk != pk for one in queries.standard_answers()):
        raise Http404
    if request.method == "POST":
        with told(request, _("The standard answer is archived.")):
            actions.archive_answer(pk, by=request.actor, at=timezone.now())
    return redirect("intake:library")


def named(request: Request) -> HttpResponse:
    places = queries.named_posts()
    asked = (request.POST.get("task"), request.POST.get("place"))
    cards = []
    for one in places:
        mine = request.method == "POST" and asked == (one.task, str(one.place))
        form = NamedPostForm(
            request.POST if mine else None, task=one.task, place=one.place, initial={"post": one.post},
            auto_id=f"{one.task}-{one.place}-%s",
        )  # fmt: skip
        if mine and said(request, form, actions.name_post, _("It is stored.")):
            return redirect("intake:named")
        cards.append((one, form))
    wrong = [form for _one, form in cards if form.errors]
    shown = {"cards": cards, "refused": wrong[0] if wrong else None, "offered": queries.confidence_offered()}
    return render(request, "intake/named.html", shown, status=422 if wrong else 200)


@never_cache
def results(request: Request) -> HttpResponse:
    return render(request, "intake/results.html", {"results": all_results(request.actor, request.GET.get("seite", ""))})


def result(request: Request, pk: int) -> HttpResponse:
    found = one_result(request.actor, pk)
    if found is None:
        raise Http404
    return render(request, "intake/result.html", {"result": found})


def _stand(request: Request, form: RoomForm) -> HttpResponse:
    shown = {"stand": queries.stand(request.actor, now=timezone.now()), "form": form, "today": timezone.localdate()}
    return render(request, "intake/stand.html", {**shown, **_WORDS}, status=422 if form.errors else 200)
