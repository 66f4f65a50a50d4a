"""What a person fills in to change words, names, places, posts and rules of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField

from .labels import CONCEPTS, RULES
from .models import Person, Unit


class StartsForm(forms.Form):
    """From a day on: what held before ends then and stays readable."""

    starts_on = DayField(label=_("Valid from"), help_text=_("What held until then stays readable for earlier days."))

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


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


class EndForm(forms.Form):
    ends_on = DayField(label=_("Ends on"), help_text=_("From this day on the rights of the post are gone."))

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
