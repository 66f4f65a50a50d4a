"""Words, rules, units, posts and the names of themes, kept by the staff unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.journal.request import Request

from .. import queries
from ..actions import house, line
from ..actions.themes import rename_theme
from ..forms import AppointForm, EndForm, PlaceForm, RuleForm, TermForm, ThemeNameForm, UnitNameForm
from ..labels import CONCEPTS, RULES
from ..models import Assignment, Post, Theme, Unit
from .saying import page_of, said


def vocabulary(request: Request) -> HttpResponse:
    form = TermForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and said(request, form, house.coin_term, _("The word is stored.")):
        return redirect("structure:vocabulary")
    words = {key: one for key, (one, _many) in CONCEPTS.items()}
    page = {"form": form, "spells": queries.terms(), "words_of": words, "title": _("Vocabulary")}
    lead = _("What the house calls its concepts, and since when. Pages about earlier days keep the earlier words.")
    return page_of(request, "structure/spells.html", form, {**page, "lead": lead, "submit": _("Coin a word")})


def rules(request: Request) -> HttpResponse:
    form = RuleForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and said(request, form, house.set_house_rule, _("The rule is stored.")):
        return redirect("structure:rules")
    page = {"form": form, "spells": queries.rules(), "words_of": RULES, "title": _("Rules of the house")}
    lead = _("Numbers the house has agreed on, and since when.")
    return page_of(request, "structure/spells.html", form, {**page, "lead": lead, "submit": _("Set the rule")})


def units(request: Request) -> HttpResponse:
    page = {"title": _("Units"), "kept": queries.kept_units(), "verbs": ("einheit-umbenennen", "einheit-einordnen")}
    return render(request, "structure/kept.html", {**page, "titles": _titles()})


def themes(request: Request) -> HttpResponse:
    page = {"title": _("Themes"), "kept": queries.kept_themes(), "verbs": ("thema-umbenennen",)}
    page["further"] = "structure:theme"
    return render(request, "structure/kept.html", {**page, "titles": _titles()})


def posts(request: Request) -> HttpResponse:
    return render(request, "structure/posts.html", {"posts": queries.kept_posts(on=timezone.localdate())})


def vacate(request: Request, pk: int) -> HttpResponse:
    held = get_object_or_404(Assignment.objects.select_related("post__unit", "person"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    done = _("The assignment has ended.")
    if request.method == "POST" and said(request, form, line.end_assignment, done, held):
        return redirect("structure:posts")
    page = {
        "form": form,
        "title": _("End the assignment"),
        "about": held.post.title,
        "back": reverse("structure:posts"),
    }
    return page_of(request, "structure/keep.html", form, page)


@dataclass(frozen=True, slots=True)
class _Keep:
    """A verb about one thing of the structure."""

    title: Any
    done: Any
    kind: type[Model]
    form: type[forms.Form]
    action: Callable[..., Any]
    back: str


_VERBS = {
    "einheit-umbenennen": _Keep(
        _("Rename the unit"), _("The unit has a new name."), Unit, UnitNameForm, line.rename_unit, "structure:units"
    ),
    "einheit-einordnen": _Keep(
        _("Move the unit"), _("The unit has a new place."), Unit, PlaceForm, line.place_unit, "structure:units"
    ),
    "thema-umbenennen": _Keep(
        _("Rename the theme"),
        _("The theme has a new name."),
        Theme,
        ThemeNameForm,
        rename_theme,
        "structure:themes",
    ),
}


def keep(request: Request, verb: str, slug: str) -> HttpResponse:
    """One verb about one unit, theme or post."""
    if verb == "posten-besetzen":
        return _appoint(request, slug)
    if (chosen := _VERBS.get(verb)) is None:
        raise Http404
    thing: Any = get_object_or_404(chosen.kind, slug=slug)
    initial = {"name": thing.name, "short": getattr(thing, "short", ""), "starts_on": timezone.localdate()}
    form = chosen.form(request.POST or None, initial=initial)
    if request.method == "POST" and said(request, form, chosen.action, chosen.done, thing):
        return redirect(chosen.back)
    page = {"form": form, "title": chosen.title, "about": thing.name, "back": reverse(chosen.back)}
    return page_of(request, "structure/keep.html", form, page)


def _appoint(request: Request, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("unit"), slug=slug)
    form = AppointForm(request.POST or None, initial={"starts_on": timezone.localdate()})

    def action(**said: Any) -> None:
        line.appoint(post=post, **said)

    if request.method == "POST" and said(request, form, action, _("The post is filled.")):
        return redirect("structure:posts")
    page = {"form": form, "title": _("Fill the post"), "about": post.title, "back": reverse("structure:posts")}
    return page_of(request, "structure/keep.html", form, page)


def _titles() -> dict[str, Any]:
    return {slug: verb.title for slug, verb in _VERBS.items()}
