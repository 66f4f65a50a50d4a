"""What a person fills in to change words, names, places, posts and rules of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio, WrittenDateField, YearField

from .labels import CONCEPTS, NOTE_KINDS, RULES, THEME_ROLES
from .models import Body, BudgetCycle, Person, Post, Strategy, Unit


class SaidForm(forms.Form):
    """What a person says, as the arguments of the action; without fields it asks only whether."""

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class StartsForm(SaidForm):
    """From a day on: what held before ends then and stays readable."""

    starts_on = DayField(label=_("Valid from"), help_text=_("What held until then stays readable for earlier days."))


class TermForm(StartsForm):
    concept = forms.ChoiceField(label=_("Concept"), choices=[(key, one) for key, (one, _many) in CONCEPTS.items()])
    singular = NameField(label=_("One"), limit=120, help_text=_("For example Zukunftsthema"))
    plural = NameField(label=_("Several"), limit=120, help_text=_("For example Zukunftsthemen"))
    short = NameField(label=_("Short form"), limit=60, required=False)
    field_order = ["concept", "singular", "plural", "short", "starts_on"]


class RuleForm(StartsForm):
    key = forms.ChoiceField(label=_("Rule"), choices=list(RULES.items()))
    value = forms.IntegerField(label=_("Value"), min_value=1, max_value=100)
    field_order = ["key", "value", "starts_on"]


class ThemeNameForm(StartsForm):
    name = NameField(label=_("New name"))
    field_order = ["name", "starts_on"]


class UnitNameForm(StartsForm):
    name = NameField(label=_("New name"))
    short = NameField(label=_("Short form"), limit=40)
    field_order = ["name", "short", "starts_on"]


class PlaceForm(StartsForm):
    parent = forms.ModelChoiceField(Unit.objects.order_by("name"), label=_("Belongs to"))
    field_order = ["parent", "starts_on"]


class AppointForm(StartsForm):
    person = forms.ModelChoiceField(
        Person.objects.order_by("name"), label=_("Person"), help_text=_("Public pages show the post, never the person.")
    )
    field_order = ["person", "starts_on"]


class SeatForm(StartsForm):
    post = forms.ModelChoiceField(Post.objects.order_by("title"), label=_("Post"))
    chairs = forms.BooleanField(
        label=_("Chairs the circle"), required=False, help_text=_("The chair of the post before ends then.")
    )
    field_order = ["post", "chairs", "starts_on"]


class EndForm(SaidForm):
    ends_on = DayField(label=_("Ends on"), help_text=_("From this day on the rights of the post are gone."))


# -- a theme


class NoLongerForm(SaidForm):
    ends_on = DayField(label=_("Ends on"), help_text=_("Until then it stays readable."))


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A post, named with its unit: several units have a head."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Post.objects.select_related("unit").order_by("title", "unit__name"), **options)

    def label_from_instance(self, post: Any) -> str:
        return f"{post.title} ({post.unit.short})"


class ThemeRoleForm(StartsForm):
    role = forms.ChoiceField(label=_("Role"), choices=list(THEME_ROLES.items()), widget=Radio)
    post = PostField(label=_("Post"))
    field_order = ["role", "post", "starts_on"]


class ThemeBodyForm(StartsForm):
    body = forms.ModelChoiceField(Body.objects.order_by("name"), label=_("Body"))
    field_order = ["body", "starts_on"]


class BudgetCycleForm(SaidForm):
    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"), help_text=_("In a budget for one year the same as the first."))


class BudgetLineForm(SaidForm):
    cycle = forms.ModelChoiceField(BudgetCycle.objects.order_by("-first_year"), label=_("Budget"))
    code = NameField(label=_("Number of the line"), limit=60)
    title = NameField(label=_("Title"))


class StrategyForm(SaidForm):
    name = NameField(label=_("Name"))
    valid_from = WrittenDateField(label=_("Valid from"), required=False)
    valid_to = WrittenDateField(label=_("Valid until"), required=False)


class StrategyGoalForm(SaidForm):
    strategy = forms.ModelChoiceField(Strategy.objects.order_by("name"), label=_("Strategy"))
    code = NameField(label=_("Number of the goal"), limit=40, required=False)
    text = NameField(label=_("Goal"), limit=300)


class ThemeNoteForm(SaidForm):
    kind = forms.ChoiceField(label=_("Appears under"), choices=list(NOTE_KINDS.items()), widget=Radio)
    text = ProseField(label=_("Text"), limit=2000, rows=3)
    change = ProseField(
        label=_("What changed"),
        required=False,
        limit=2000,
        rows=2,
        help_text=_("For example what it took the place of."),
    )
