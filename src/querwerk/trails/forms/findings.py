"""What is filled in for a finding, and for an absurdity."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField, VersionedForm
from querwerk.structure.models import Unit


class FindingForm(VersionedForm):
    """What somebody finds."""

    sentence = NameField(
        label=_("In one sentence"), limit=200,
        help_text=_("For example: a travel claim of 12 euros passes through 11 hands."),
    )  # fmt: skip
    absurd = ProseField(
        label=_("What is absurd about it?"), limit=2000, rows=3, required=False,
        help_text=_("Posts and units, please, no names. Figures and picture of today are added by themselves."),
    )  # fmt: skip


class ConsentForm(forms.Form):
    """What everybody would read, and whom it is about."""

    sentence = NameField(
        label=_("The sentence everybody would read"), limit=200,
        help_text=_("Friendly, about the way of the paper, never about those who work on it."),
    )  # fmt: skip
    text = ProseField(
        label=_("A few words to share"), limit=600, rows=3, required=False,
        help_text=_("How it came about, and what you would like instead."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"), label=_("The unit it is about"),
        help_text=_("Its head is asked. Without this consent nobody outside sees it."),
    )  # fmt: skip


class StepForm(VersionedForm):
    """One step of an absurdity."""


class MendForm(VersionedForm):
    """The happy end."""

    sentence = NameField(
        label=_("Since when is it better?"), limit=200,
        help_text=_("For example: since March it takes only 4 hands. Figures and picture of today are added."),
    )  # fmt: skip
