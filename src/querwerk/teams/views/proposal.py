"""Which team? Needs in, up to three teams out; and asking the people of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request
from querwerk.privacy.queries.switches import is_on
from querwerk.sprints.models import Idea

from ..actions.questions import About, ask_proposed
from ..forms.pool import QuestionForm, WishForm
from ..insights.proposal import Card, Proposals, proposals
from ..labels import WHY
from ..lifecycle import PROPOSAL
from ..models import Profile, Team
from ..queries.skills import offered_like
from ..rules import ideas_for, present


def propose(request: Request) -> HttpResponse:
    return _page(request, idea=_idea(request))


def propose_for(request: Request, slug: str) -> HttpResponse:
    return _page(request, team=get_object_or_404(Team, slug=slug))


def _page(request: Request, *, team: Team | None = None, idea: Idea | None = None) -> HttpResponse:
    """Looking changes nothing: the wish stands in the address. A press asks people."""
    page: dict[str, Any] = {"team": team, "idea": idea, "on": is_on(PROPOSAL), "why": WHY}
    said = _said(request.GET)
    form = WishForm(said if "bedarf" in said else None)
    question = QuestionForm(request.POST if request.method == "POST" else None)
    found = None
    if page["on"] and form.is_bound and form.is_valid():
        looked_up = form.cleaned_data["suche"]
        if looked_up:
            page["picks"] = offered_like(looked_up, present(timezone.localdate()))
        if form.cleaned_data["bedarf"]:
            without = _already(request, team)
            found = proposals(form.wish(), request.actor, on=timezone.localdate(), without=without)
        if request.method == "POST" and found and question.is_valid():
            answer = _ask(request, found, question, About(question.cleaned_data["words"], team, idea))
            if answer is not None:
                return answer
    page |= {"form": form, "found": found, "question": question, "address": request.get_full_path()}
    wrong = bool(form.errors or question.errors)
    return render(request, "teams/proposal.html", page, status=422 if wrong else 200)


def _idea(request: Request) -> Idea | None:
    try:
        thread = UUID(request.GET.get("idee", ""))
    except ValueError:
        return None
    return ideas_for(request.actor).filter(thread=thread).first()


def _ask(request: Request, found: Proposals, form: QuestionForm, about: About) -> HttpResponse | None:
    """Asks the people that were ticked, if the proposal is still the one that was seen."""
    card = next((card for card in found.cards if card.mark == request.POST.get("vorschlag")), None)
    if card is None:
        form.add_error(None, _("The proposal has changed since you saw it. Please look at it again."))
        return None
    chosen = _chosen(card, request.POST.getlist("wen"))
    if not chosen:
        form.add_error(None, _("Please choose whom you want to ask."))
        return None
    try:
        number = ask_proposed(chosen, about, by=request.actor, at=timezone.now())
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return None
    messages.success(request, ngettext("One person is asked.", "%(num)s people are asked.", number) % {"num": number})
    return redirect("teams:questions")


def _chosen(card: Card, ticked: Sequence[str]) -> list[Profile]:
    keys = [key for number, key in enumerate(card.profiles) if str(number) in ticked]
    return list(Profile.objects.filter(pk__in=keys))


def _said(query: QueryDict) -> QueryDict:
    """The wish with what was picked from the list put to it, and what usually holds where nothing was said."""
    said = query.copy()
    picked = [label for label in said.getlist("dazu") if label]
    if picked:
        said["bedarf"] = "\n".join([said.get("bedarf", ""), *picked]).strip()
        said["suche"] = ""
    if "bedarf" in said:
        for name in ("einheiten", "groesse", "anteil"):
            said.setdefault(name, str(WishForm.base_fields[name].initial))
    return said


def _already(request: Request, team: Team | None) -> set[int]:
    """Who need not be proposed: whoever asks, and who is in the team."""
    there = Profile.objects.filter(account__username=request.actor.account)
    if team is not None:
        there |= Profile.objects.filter(account__memberships__team=team)
    return set(there.values_list("pk", flat=True))
