"""What the staff unit fills in: a period, and what a project says for it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField

from ..labels import PARTS


class PeriodForm(forms.Form):
    """A new reporting period."""

    label = NameField(limit=40, label=_("Name of the period"), help_text=_("For example 2026"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), help_text=_("The report shows what was known on this day."))


class StatementForm(forms.Form):
    """What a project says for a period; one part is enough."""

    state = ProseField(label=PARTS["state"][0], help_text=PARTS["state"][1], required=False, rows=4)
    successes = ProseField(label=PARTS["successes"][0], help_text=PARTS["successes"][1], required=False, rows=4)
    lessons = ProseField(label=PARTS["lessons"][0], help_text=PARTS["lessons"][1], required=False, rows=4)
    outlook = ProseField(label=PARTS["outlook"][0], help_text=PARTS["outlook"][1], required=False, rows=4)
    needs = ProseField(label=PARTS["needs"][0], help_text=PARTS["needs"][1], required=False, rows=4)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
