"""What the staff unit fills in to begin a round, and to say when a body meets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import Checks, DayField, NameField, SeveralField
from querwerk.structure.models import Body, Theme


class RoundForm(forms.Form):
    """A round of the staff unit, or one before a body meets: one of the two."""

    body = forms.ModelChoiceField(
        Body.objects.order_by("name"), label=_("Before a body meets"), required=False,
        empty_label=_("no: a round of the staff unit"),
        help_text=_("Asks the projects of the themes it treats, and those that have a date with it."),
    )  # fmt: skip
    meets_on = DayField(label=_("Meets on"), required=False)
    title = NameField(label=_("Name of the round"), required=False, help_text=_("For example Herbstrunde 2026"))
    themes = SeveralField(
        Theme.objects.order_by("position", "name"), label=_("Themes"), required=False, widget=Checks,
        help_text=_("None chosen: all themes."),
    )  # fmt: skip
    due_on = DayField(label=_("Updates by"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        needed = ("meets_on",) if found.get("body") else ("title", "due_on")
        for name in needed:
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        return found


class SessionDayForm(forms.Form):
    """A day on which a body meets."""

    body = forms.ModelChoiceField(Body.objects.order_by("name"), label=_("Body"))
    meets_on = DayField(label=_("Meets on"), help_text=_("The round begins by itself when this day comes near."))
