"""The expertise pool: looking for people, reading a profile, one's own profile, asking somebody."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querwerk.journal.request import Request, told

from ..actions import pool as actions
from ..actions.questions import About, answer, ask
from ..forms.pool import ProfileForm, QuestionForm, SkillForm, initial_of
from ..labels import CONSENTS, LANGUAGES, REPLIES, REPLY_TONES, SHARE_CHOICES, SHOWN, STANDINGS, languages
from ..models import Asking, Profile
from ..queries import pool as queries
from ..queries.questions import questions as asked_both_ways
from ..queries.skills import suggestions
from ..rules import leading, own, profiles_for


def pool(request: Request) -> HttpResponse:
    on = timezone.localdate()
    wanted = queries.Wanted.read(request.GET.dict())
    team = leading(request.actor, wanted.team).filter(slug=wanted.team).first() if wanted.team else None
    wanted = wanted if team else replace(wanted, team="")
    page = {
        "wanted": wanted,
        "team": team,
        "found": queries.find(request.actor, wanted, on=on),
        "units": queries.units_of_pool(),
        "languages": languages(),
        "shares": SHARE_CHOICES,
        "mine": Profile.objects.filter(own(request.actor)).exists(),
    }
    return render(request, "teams/pool.html", page)


def expert(request: Request, key: UUID) -> HttpResponse:
    return _expert(request, key, QuestionForm())


@require_POST
def ask_one(request: Request, key: UUID) -> HttpResponse:
    on, form = timezone.localdate(), QuestionForm(request.POST)
    found = get_object_or_404(profiles_for(request.actor, on=on), key=key)
    if form.is_valid():
        with told(
            request, _("Your question is on its way. The answer stands here as soon as it is there."), form
        ) as went:
            ask(found, About(form.cleaned_data["words"]), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:questions")
    return _expert(request, key, form)


def profile(request: Request) -> HttpResponse:
    page = queries.own_page(request.actor, on=timezone.localdate())
    kept = page.profile if page else None
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial_of(kept))
    if request.method == "POST" and form.is_valid():
        with told(request, _("Saved. Below you see how others see you."), form) as went:
            actions.offer(**form.said(), by=request.actor, at=timezone.now())
        if went.well:
            return redirect("teams:profile")
        if went.overtaken and kept:
            form.renew(version=kept.version)
    text = request.GET.get("suche", "")[:200]
    shown = {
        "form": form, "page": page, "text": text, "suggested": suggestions(text) if text and page else [],
        "consents": [(SHOWN[shown], CONSENTS[shown]) for shown in CONSENTS], "shown": SHOWN, "languages": LANGUAGES,
    }  # fmt: skip
    return render(request, "teams/profile.html", shown, status=422 if form.errors else 200)


@require_POST
def profile_skills(request: Request) -> HttpResponse:
    change_skills(request, get_object_or_404(Profile, own(request.actor)))
    return redirect("teams:profile")


@require_POST
def profile_withdraw(request: Request) -> HttpResponse:
    found = Profile.objects.filter(own(request.actor)).first()
    if found is not None:
        actions.withdraw(found, by=request.actor, at=timezone.now())
    messages.success(request, _("You do not stand in the expertise pool any more; everything about it is deleted."))
    return redirect("teams:pool")


def questions(request: Request) -> HttpResponse:
    page = asked_both_ways(request.actor, on=timezone.localdate())
    return render(request, "teams/questions.html", {"page": page, "replies": REPLIES, "tones": REPLY_TONES})


@require_POST
def answer_question(request: Request, key: UUID) -> HttpResponse:
    asking = get_object_or_404(Asking, key=key)
    with told(request, _("Thank you. Whoever asked is told; nobody else.")):
        answer(asking, joins=request.POST.get("antwort") == "ja", by=request.actor, at=timezone.now())
    return redirect("teams:questions")


def change_skills(request: Request, found: Profile) -> None:
    """A skill more or less, as the form says."""
    form = SkillForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["word"][0]) if "word" in form.errors else _("There is no such skill."))
        return
    add, drop, word = (form.cleaned_data[name] for name in ("add", "drop", "word"))
    with told(request):
        if drop is not None:
            actions.drop_skill(found, drop, by=request.actor, at=timezone.now())
        elif add is not None or word:
            actions.add_skill(found, skill=add, word=word, by=request.actor, at=timezone.now())


def _expert(request: Request, key: UUID, form: QuestionForm) -> HttpResponse:
    found = queries.expert(key, request.actor, on=timezone.localdate())
    if found is None:
        raise Http404
    is_own = Profile.objects.filter(own(request.actor), key=key).exists()
    teams = () if is_own else queries.to_ask_for(key, request.actor, team=request.GET.get("team", "")[:120])
    page = {"line": found, "form": form, "is_own": is_own, "teams": teams, "standings": STANDINGS}
    return render(request, "teams/expert.html", page, status=422 if form.errors else 200)
