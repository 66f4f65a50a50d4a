"""Idea management by rule. Where it is switched off, none of these pages exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.journal.request import Request, told
from querwerk.structure.views.saying import said

from .. import labels
from ..actions import procedure as actions
from ..forms import procedure as forms
from ..lifecycle import State, Step, allows
from ..queries import procedure as queries
from ..queries.procedure import Procedure
from .inquiry import page_of


@dataclass(frozen=True, slots=True)
class Verb:
    """What the staff unit can do about an idea: its words, its form, its action."""

    title: Any
    button: Any
    form: type[forms.SaidForm]
    action: Callable[..., None]


VERBS = {
    "gutachten": Verb(_("Ask for an opinion"), _("Ask the post"), forms.AskOpinionForm, actions.ask_opinion),
    "gleich": Verb(_("An earlier idea says the same"), _("Store"), forms.EqualForm, actions.name_equal),
    "bescheid": Verb(_("Decide, with a reason"), _("Give notice"), forms.NoticeForm, actions.give_notice),
    "kontrolle": Verb(_("Check whether it was carried out"), _("Store"), forms.ControlForm, actions.control),
    "anerkennung": Verb(_("Say thank you"), _("Store"), forms.RecognizeForm, actions.recognize),
}


def procedure(request: Request, number: int) -> HttpResponse:
    return _page(request, _of(request, number), {})


def step(request: Request, number: int, step: str) -> HttpResponse:
    found, verb = _of(request, number), VERBS.get(step)
    if verb is None:
        raise Http404
    form = verb.form(request.POST, auto_id=f"{step}_%s")

    def act(**words: Any) -> None:
        verb.action(number, **words)

    if request.method == "POST" and said(request, form, act, str(_("It is stored."))):
        return redirect("intake:procedure", number)
    return _page(request, found, {step: form})


def criteria(request: Request) -> HttpResponse:
    _refuse_off()
    form = forms.CriterionForm(request.POST or None)
    posted = request.method == "POST" and form.is_valid()
    if posted and said(request, form, actions.name_criterion, str(_("It is stored."))):
        return redirect("intake:criteria")
    shown = {"form": form, "criteria": queries.criteria()}
    return render(request, "intake/criteria.html", shown, status=422 if form.errors else 200)


def archive(request: Request, pk: int) -> HttpResponse:
    _refuse_off()
    if request.method == "POST":
        with told(request):
            actions.archive_criterion(pk, by=request.actor, at=timezone.now())
    return redirect("intake:criteria")


def opinions(request: Request) -> HttpResponse:
    _refuse_off()
    return render(request, "intake/opinions.html", {"opinions": queries.asked_opinions(request.actor)})


def opinion(request: Request, pk: int) -> HttpResponse:
    asked = next((one for one in queries.asked_opinions(request.actor) if one.pk == pk), None)
    if asked is None:
        raise Http404
    form = forms.OpinionForm(request.POST or None, criteria=queries.criteria())

    def give(**words: Any) -> None:
        actions.give_opinion(pk, **words)

    if (
        request.method == "POST"
        and form.is_valid()
        and said(request, form, give, str(_("Thank you for your opinion.")))
    ):
        return redirect("intake:opinions")
    return render(request, "intake/opinion.html", {"asked": asked, "form": form}, status=422 if form.errors else 200)


def council(request: Request) -> HttpResponse:
    return _council(request)


def council_say(request: Request, number: int) -> HttpResponse:
    form = forms.CouncilForm(request.POST, auto_id=f"{number}_%s")

    def say(**words: Any) -> None:
        actions.say_as_council(number, **words)

    if request.method == "POST" and said(request, form, say, str(_("It is stored."))):
        return redirect("intake:council")
    return _council(request, {number: form})


def _council(request: Request, tried: dict[int, forms.CouncilForm] | None = None) -> HttpResponse:
    _refuse_off()
    tried = tried or {}
    cards = [(one, tried.get(one.number) or forms.CouncilForm(auto_id=f"{one.number}_%s"))
             for one in queries.before_notice()]  # fmt: skip
    refused = next((form for form in tried.values() if form.errors), None)
    shown = {"cards": cards, "refused": refused, **labels.OF_PROCEDURE}
    return render(request, "intake/council.html", shown, status=422 if refused else 200)


def _page(request: Request, found: Procedure, tried: dict[str, forms.SaidForm]) -> HttpResponse:
    offered = {name: tried.get(name) or _fresh(name, found) for name in VERBS if _fits(name, found)}
    refused = next((form for form in tried.values() if form.errors), None)
    shown = {
        "found": found,
        "offered": offered,
        "verbs": VERBS,
        "tried": tried,
        "refused": refused,
        **labels.OF_PROCEDURE,
    }
    return render(request, "intake/procedure.html", shown, status=422 if refused else 200)


def _fresh(name: str, found: Procedure) -> forms.SaidForm:
    initial = {"version": found.version} if name == "bescheid" else {"given_on": timezone.localdate()}
    return VERBS[name].form(auto_id=f"{name}_%s", initial=initial)


def _fits(name: str, found: Procedure) -> bool:
    """Whether a verb makes sense where the idea stands."""
    if name in ("kontrolle", "anerkennung"):
        return found.notice is not None and (name == "anerkennung" or found.notice.carry_out_by is not None)
    return found.notice is None and allows(Step.DECLINE, State(found.state))


def _of(request: Request, number: int) -> Procedure:
    page_of(request, number)
    found = queries.procedure_of(number)
    if found is None:
        raise Http404
    return found


def _refuse_off() -> None:
    if not queries.procedure_on():
        raise Http404
