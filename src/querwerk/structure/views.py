"""Pages of the line and of the sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.journal.actions import Refused
from querwerk.journal.request import Request

from . import actions, queries
from .forms import AppointForm, EndForm, PlaceForm, RuleForm, TermForm, ThemeNameForm, UnitNameForm
from .labels import CONCEPTS, RULES, SOURCE_KINDS, UNIT_KINDS
from .models import Assignment, Post, Theme, Unit
from .queries import source_lines


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "structure/sources.html", {"lines": source_lines(), "kinds": SOURCE_KINDS})


def unit(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.unit_page(slug, on=timezone.localdate())
    if found is None:
        target = queries.moved_to("unit", slug)
        if target is None:
            raise Http404
        return redirect("structure:unit", target, permanent=True)
    return render(request, "structure/unit.html", {"unit": found, "kinds": UNIT_KINDS})


# -- kept by the staff unit


def vocabulary(request: Request) -> HttpResponse:
    form = TermForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and _said(request, form, actions.coin_term, _("The word is stored.")):
        return redirect("structure:vocabulary")
    words = {key: one for key, (one, _many) in CONCEPTS.items()}
    page = {"form": form, "spells": queries.terms(), "words_of": words, "title": _("Vocabulary")}
    lead = _("What the house calls its concepts, and since when. Pages about earlier days keep the earlier words.")
    return _page(request, "structure/spells.html", form, {**page, "lead": lead, "submit": _("Coin a word")})


def rules(request: Request) -> HttpResponse:
    form = RuleForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and _said(request, form, actions.set_house_rule, _("The rule is stored.")):
        return redirect("structure:rules")
    page = {"form": form, "spells": queries.rules(), "words_of": RULES, "title": _("Rules of the house")}
    lead = _("Numbers the house has agreed on, and since when.")
    return _page(request, "structure/spells.html", form, {**page, "lead": lead, "submit": _("Set the rule")})


def units(request: Request) -> HttpResponse:
    page = {"title": _("Units"), "kept": queries.kept_units(), "verbs": ("einheit-umbenennen", "einheit-einordnen")}
    return render(request, "structure/kept.html", {**page, "titles": _titles()})


def themes(request: Request) -> HttpResponse:
    page = {"title": _("Names of themes"), "kept": queries.kept_themes(), "verbs": ("thema-umbenennen",)}
    return render(request, "structure/kept.html", {**page, "titles": _titles()})


def posts(request: Request) -> HttpResponse:
    return render(request, "structure/posts.html", {"posts": queries.kept_posts(on=timezone.localdate())})


def vacate(request: Request, pk: int) -> HttpResponse:
    held = get_object_or_404(Assignment.objects.select_related("post__unit", "person"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    done = _("The assignment has ended.")
    if request.method == "POST" and _said(request, form, actions.end_assignment, done, held):
        return redirect("structure:posts")
    page = {"form": form, "title": _("End the assignment"), "about": held.post.title, "back": "structure:posts"}
    return _page(request, "structure/keep.html", form, page)


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
        _("Rename the unit"), _("The unit has a new name."), Unit, UnitNameForm, actions.rename_unit, "structure:units"
    ),
    "einheit-einordnen": _Keep(
        _("Move the unit"), _("The unit has a new place."), Unit, PlaceForm, actions.place_unit, "structure:units"
    ),
    "thema-umbenennen": _Keep(
        _("Rename the theme"),
        _("The theme has a new name."),
        Theme,
        ThemeNameForm,
        actions.rename_theme,
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
    if request.method == "POST" and _said(request, form, chosen.action, chosen.done, thing):
        return redirect(chosen.back)
    page = {"form": form, "title": chosen.title, "about": thing.name, "back": chosen.back}
    return _page(request, "structure/keep.html", form, page)


def _appoint(request: Request, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("unit"), slug=slug)
    form = AppointForm(request.POST or None, initial={"starts_on": timezone.localdate()})

    def action(**said: Any) -> None:
        actions.appoint(post=post, **said)

    if request.method == "POST" and _said(request, form, action, _("The post is filled.")):
        return redirect("structure:posts")
    page = {"form": form, "title": _("Fill the post"), "about": post.title, "back": "structure:posts"}
    return _page(request, "structure/keep.html", form, page)


def _said(request: Request, form: Any, action: Callable[..., Any], done: Any, *about: Model) -> bool:
    """Whether the verb was said; a refusal stands beside the field it is about."""
    if not form.is_valid():
        return False
    try:
        action(*about, **form.said(), by=request.actor, at=timezone.now())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return False
    messages.success(request, str(done))
    return True


def _page(request: Request, template: str, form: forms.Form, page: dict[str, Any]) -> HttpResponse:
    return render(request, template, page, status=422 if form.errors else 200)


def _titles() -> dict[str, Any]:
    return {slug: verb.title for slug, verb in _VERBS.items()}
