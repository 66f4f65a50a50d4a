"""One theme, kept by the staff unit: who answers for it, who treats it, what carries it, what it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.journal.request import Request

from .. import forms
from ..actions import house, themes
from ..labels import NOTE_KINDS, THEME_ROLES
from ..models import BudgetLine, Theme, ThemeBody, ThemeNote, ThemeRole
from ..queries import Recorded, recorded
from .saying import page_of, said


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of a theme's page: about the theme, about one row of it (``rows``), or about the whole house."""

    title: Any
    done: Any
    form: type[forms.SaidForm]
    action: Callable[..., Any]
    rows: type[Model] | None = None
    of_house: bool = False
    lead: Any = ""


def _serve(theme: Theme, **words: Any) -> None:
    house.add_strategy_goal(theme=theme, **words)


_VERBS = {
    "rolle-zuordnen": _Verb(
        _("Assign a role"), _("The role is assigned."), forms.ThemeRoleForm, themes.assign_theme_role,
        lead=_("One post answers for a theme: a new one ends the one before. Officers may be several."),
    ),
    "rolle-beenden": _Verb(
        _("End the role"), _("The role has ended."), forms.NoLongerForm, themes.end_theme_role, rows=ThemeRole
    ),
    "gremium-verknuepfen": _Verb(
        _("Link a body"), _("The body is linked."), forms.ThemeBodyForm, themes.link_body_to_theme
    ),
    "gremium-loesen": _Verb(
        _("End the link"), _("The link has ended."), forms.NoLongerForm, themes.unlink_body_from_theme, rows=ThemeBody
    ),
    "haushaltsstelle-ergaenzen": _Verb(
        _("Add a budget line"), _("The budget line is added."), forms.BudgetLineForm, themes.add_budget_line
    ),
    "haushaltsstelle-entfernen": _Verb(
        _("Remove the budget line"), _("The budget line is removed."), forms.SaidForm, themes.remove_budget_line,
        rows=BudgetLine, lead=_("The page no longer shows it; the journal keeps that it stood here."),
    ),
    "haushalt-anlegen": _Verb(
        _("Add a budget"), _("The budget is added."), forms.BudgetCycleForm, house.add_budget_cycle, of_house=True,
        lead=_("A budget or double budget that lines of all themes can belong to."),
    ),
    "strategieziel-ergaenzen": _Verb(
        _("Add a strategy goal"), _("The goal is added."), forms.StrategyGoalForm, _serve,
        lead=_("This theme becomes its home; projects of every theme can be linked to it."),
    ),
    "strategie-anlegen": _Verb(
        _("Add a strategy"), _("The strategy is added."), forms.StrategyForm, house.add_strategy, of_house=True,
        lead=_("It can then be chosen in all themes."),
    ),
    "eintrag-ergaenzen": _Verb(
        _("Add an entry"), _("The entry is added."), forms.ThemeNoteForm, themes.add_theme_note
    ),
    "eintrag-zuruecknehmen": _Verb(
        _("Take back the entry"), _("The entry is taken back."), forms.SaidForm, themes.withdraw_theme_note,
        rows=ThemeNote, lead=_("The page no longer shows it; the journal keeps that it stood here."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: what is on record, what can be added, what can be said about one entry."""

    key: str
    title: Any
    kinds: Mapping[Any, Any]
    add: tuple[str, ...]
    about: str = ""

    def lines(self, said: list[Recorded]) -> list[Recorded]:
        order = list(self.kinds)
        return sorted((one for one in said if one.kind in self.kinds), key=lambda one: order.index(one.kind))

    def verb_about(self, one: Recorded) -> str:
        """The verb an entry can still take: what has ended or stands in a source takes none."""
        stays = one.valid_to is not None or (self.key == "wofuer" and not one.own)
        return "" if stays or not self.about else self.about


_SECTIONS = (
    Section("zustaendig", _("Who answers for it"), THEME_ROLES, ("rolle-zuordnen",), "rolle-beenden"),
    Section("gremien", _("Treated in"), {"body": ""}, ("gremium-verknuepfen",), "gremium-loesen"),
    Section(
        "haushalt", _("Budget lines"), {"budget": ""}, ("haushaltsstelle-ergaenzen", "haushalt-anlegen"),
        "haushaltsstelle-entfernen",
    ),
    Section(
        "strategien", _("Serves strategies"), {"strategy_goal": ""}, ("strategieziel-ergaenzen", "strategie-anlegen"),
    ),
    Section("wofuer", _("What it is for"), NOTE_KINDS, ("eintrag-ergaenzen",), "eintrag-zuruecknehmen"),
)  # fmt: skip
_SECTION_OF = {verb: section.key for section in _SECTIONS for verb in (*section.add, section.about)}


def theme(request: Request, slug: str) -> HttpResponse:
    found = get_object_or_404(Theme, slug=slug)
    page = {"theme": found, "said": recorded(found), "sections": _SECTIONS, "verbs": _VERBS}
    return render(request, "structure/theme.html", page)


def say(request: Request, slug: str, verb: str, pk: int | None = None) -> HttpResponse:
    """One verb about a theme, one row of it, or the house it belongs to."""
    chosen = _VERBS.get(verb)
    if chosen is None or (chosen.rows is None) != (pk is None):
        raise Http404
    found = get_object_or_404(Theme, slug=slug)
    row = get_object_or_404(chosen.rows, pk=pk, theme=found) if chosen.rows else None
    about = () if chosen.of_house else (row or found,)
    day = timezone.localdate()
    form = chosen.form(request.POST if request.method == "POST" else None, initial={"starts_on": day, "ends_on": day})
    back = f"{reverse('structure:theme', args=[slug])}#{_SECTION_OF[verb]}"
    if request.method == "POST" and said(request, form, chosen.action, chosen.done, *about):
        return redirect(back)
    way = [(found.name, reverse("structure:theme", args=[slug]))]
    over = _row_in_words(row) if row else found.name
    page = {"form": form, "title": chosen.title, "about": over, "lead": chosen.lead, "back": back, "way": way}
    return page_of(request, "structure/keep.html", form, page)


def _row_in_words(row: Any) -> str:
    if isinstance(row, ThemeRole):
        return f"{THEME_ROLES[ThemeRole.Role(row.role)]}: {row.post.title}"
    return str(row.body.name if isinstance(row, ThemeBody) else row)
