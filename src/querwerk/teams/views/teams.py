"""The list of teams, one team, and everything one can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.journal.request import Request
from querwerk.sprints.lifecycle import Exit
from querwerk.structure.queries import house_rules
from querwerk.structure.views.saying import said
from querwerk.tables import page_number, whole_number

from ..actions import forming, releases
from ..forms import releases as release_forms
from ..forms import teams as team_forms
from ..labels import ANSWER_TONES, ANSWERS, LEVELS, PARTS, STANDING_TONES, STANDINGS, STATE_TONES, STATES
from ..lifecycle import Answer, Level, Part, Standing, State
from ..models import Membership, Opening, Team
from ..queries.teams import TeamPage, team_list, team_page
from ..rules import profiles_for

WORDS = {
    "states": STATES, "state_tones": STATE_TONES, "parts": PARTS, "standings": STANDINGS,
    "standing_tones": STANDING_TONES, "levels": LEVELS, "answers": ANSWERS, "answer_tones": ANSWER_TONES,
    "State": State, "Part": Part, "Standing": Standing, "Level": Level, "Answer": Answer, "Exit": Exit,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """Something one can do about a team or a place: what the page says, what is filled in, what happens."""

    title: Any
    lead: Any
    form: type[forms.Form]
    action: Callable[..., object]
    done: Any


#: last part of the address -> what whoever leads the team does
_LEADING = {
    "fragen": Step(_("Ask somebody to join"), _("They get a mail and say yes or no. Nobody is in a team before that."),
                   team_forms.AskForm, forming.ask, _("The question is on its way.")),
    "aufgabe": Step(_("Describe an open position"), _("Everybody in the house can read it and ask to join."),
                    team_forms.OpeningForm, forming.open_position, _("The position stands in the list.")),
    "partner": Step(_("Name a partner"), _("An organization outside the house that works with the team."),
                    team_forms.PartnerForm, forming.add_partner, _("The partner is named.")),
    "erster-schritt": Step(_("The first step"), _("With it the idea leaves the sprint: it has found its team."),
                           team_forms.FirstStepForm, forming.take_first_step, _("The team can begin.")),
    "beenden": Step(_("End the team"), _("All places end today. What was learned stays readable."),
                    team_forms.EndForm, forming.end_team, _("The team has ended. Thank you.")),
}  # fmt: skip
#: the same about one row of the team
_ABOUT = {
    "aufnehmen": Step(_("Take in"), _("The person joins your team."), team_forms.WordsForm, forming.accept,
                      _("Your answer is on its way.")),
    "absagen": Step(_("Decline"), _("Please say a friendly word: the person reads it."), team_forms.WordsForm,
                    forming.turn_down, _("Your answer is on its way.")),
    "leitung": Step(_("Hand over the lead"), _("This person leads the team from now on."), team_forms.PlainForm,
                    forming.hand_over_lead, _("The lead is handed over.")),
    "aufgabe-schliessen": Step(_("Close the position"), _("It no longer stands in the list."), team_forms.PlainForm,
                               forming.close_position, _("The position is closed.")),
    "partner-streichen": Step(_("Remove the partner"), _("The partner is no longer named."), team_forms.PlainForm,
                              forming.remove_partner, _("The partner is no longer named.")),
}  # fmt: skip
#: what the person does about their own place
_OWN = {
    "zusagen": Step(_("Join the team"), _("You belong to the team from now on. You can leave it at any time."),
                    team_forms.AgreeForm, forming.agree, _("You belong to the team now.")),
    "ablehnen": Step(_("Do not join"), _("You owe nobody a reason."), team_forms.WordsForm, forming.decline,
                     _("The lead of the team is told.")),
    "nennung": Step(_("Be named or not"), _("Whether your name stands with the team and with the result."),
                    team_forms.AgreeForm, forming.name_oneself, _("Your wish is kept.")),
    "freistellung": Step(
        _("Ask for a release"),
        _("Your superior learns of your work in the team by this question, and answers it on record."),
        release_forms.AskReleaseForm, releases.ask_release, _("The release is asked for. The answer comes by mail.")),
}  # fmt: skip


def teams(request: Request) -> HttpResponse:
    state = request.GET.get("stand", "")
    state = state if state in set(State) else ""
    today = timezone.localdate()
    page = team_list(request.actor, state=state, page=page_number(request.GET.get("seite", "")), on=today)
    return render(request, "teams/list.html", {"page": page, "limit": _limit(page.load, today), **WORDS})


def team(request: Request, slug: str) -> HttpResponse:
    today = timezone.localdate()
    page = _page(request, slug)
    return render(request, "teams/team.html", {"page": page, "limit": _limit(page.load, today), **WORDS})


def lead(request: Request, slug: str, verb: str) -> HttpResponse:
    step = _step(_LEADING, verb)
    page = _page(request, slug)
    thing = get_object_or_404(Team, slug=slug)
    if verb == "fragen" and "profil" in request.GET:
        return _ask_found(request, page, thing)
    first = {"first_step": page.idea.first_step, "first_step_on": page.idea.first_step_on} if page.idea else {}
    return do(request, page, step, (thing,), reverse("teams:lead", args=[slug, verb]), initial=first)


def _ask_found(request: Request, page: TeamPage, team: Team) -> HttpResponse:
    """The same question to somebody whose profile one has just read: their log-in name stands nowhere."""
    try:
        key = UUID(request.GET["profil"])
    except ValueError:
        raise Http404 from None
    open_ = profiles_for(request.actor, on=timezone.localdate()).select_related("account")
    found = get_object_or_404(open_, key=key)
    if found.account is None:
        raise Http404
    step = replace(_LEADING["fragen"], form=team_forms.AskFoundForm, action=partial(forming.ask, account=found.account))
    address = f"{reverse('teams:lead', args=[page.slug, 'fragen'])}?profil={key}"
    return do(request, page, step, (team,), address, initial={"share": found.share}, about=found.name)


def lead_about(request: Request, slug: str, verb: str, pk: int) -> HttpResponse:
    step = _step(_ABOUT, verb)
    thing = get_object_or_404(Team, slug=slug)
    page = _page(request, slug)
    rows: Any = {"aufgabe-schliessen": thing.openings, "partner-streichen": thing.partners}.get(verb, thing.memberships)
    get_object_or_404(rows, pk=pk)
    about = next((one.who for one in page.people if one.pk == pk), "") if rows is thing.memberships else ""
    return do(request, page, step, (thing, pk), reverse("teams:lead_about", args=[slug, verb, pk]), about=about)


def join(request: Request, slug: str) -> HttpResponse:
    page = _page(request, slug)
    thing = get_object_or_404(Team, slug=slug)
    wanted = request.GET.get("aufgabe", "") or request.POST.get("aufgabe", "")
    opening = Opening.objects.filter(team=thing, pk=whole_number(wanted)).first() if wanted else None
    step = Step(
        _("Ask to join"), opening.needs if opening else _("The lead of the team answers with a word."),
        team_forms.JoinForm, lambda team, **said: forming.ask_to_join(team, opening=opening, **said),
        _("Your question is with the lead of the team."),
    )  # fmt: skip
    first = {"share": opening.share, "begins_on": opening.begins_on, "ends_on": opening.ends_on} if opening else {}
    address = reverse("teams:join", args=[slug]) + (f"?aufgabe={opening.pk}" if opening else "")
    return do(request, page, step, (thing,), address, initial=first)


def place(request: Request, pk: int, verb: str) -> HttpResponse:
    step = _step(_OWN, verb)
    own = get_object_or_404(Membership.objects.select_related("team"), pk=pk)
    first = {"named": own.named, "share": own.share, "begins_on": own.begins_on, "ends_on": own.ends_on}
    return do(
        request, _page(request, own.team.slug), step, (own,), reverse("teams:place", args=[pk, verb]), initial=first
    )


def leave(request: Request, pk: int) -> HttpResponse:
    own = get_object_or_404(Membership.objects.select_related("team"), pk=pk)
    asked = own.standing == Standing.REQUESTED
    step = Step(
        _("Take the question back") if asked else _("Leave the team"),
        _("The team goes on without you. Your name stands nowhere any more."), team_forms.PlainForm, forming.leave,
        _("Done."),
    )  # fmt: skip
    return do(request, _page(request, own.team.slug), step, (own,), reverse("teams:leave", args=[pk]))


def do(
    request: Request, page: TeamPage, step: Step, about_rows: tuple[Any, ...], address: str, *, about: str = "",
    initial: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """One thing one can do: the form, the action, back to the team."""
    form: Any = step.form(request.POST if request.method == "POST" else None, initial=initial or {})
    if request.method == "POST" and said(request, form, step.action, step.done, *about_rows):
        return redirect("teams:team", page.slug)
    shown = {"page": page, "step": step, "form": form, "address": address, "about": about}
    return render(request, "teams/step.html", shown, status=422 if form.errors else 200)


def _limit(load: int, on: date) -> int:
    """From which sum of shares on the house calls it a lot."""
    return house_rules(on)["team_share_limit"] if load else 0


def _step(steps: dict[str, Step], verb: str) -> Step:
    if verb not in steps:
        raise Http404
    return steps[verb]


def _page(request: Request, slug: str) -> TeamPage:
    page = team_page(slug, request.actor, on=timezone.localdate())
    if page is None:
        raise Http404
    return page
