"""What is filled in about the result of a sprint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import ProseField, Radio, VersionedForm
from querwerk.sprints.labels import SHOWINGS
from querwerk.sprints.lifecycle import Showing


class OutlookForm(VersionedForm):
    """What happens next."""

    outlook = ProseField(
        label=_("What happens next?"), limit=4000, rows=5, required=False,
        help_text=_("Who meets when, what is decided where. Ideas, teams and first steps stand there by themselves."),
    )  # fmt: skip


class PublishForm(VersionedForm):
    """Who may read it."""

    showing = forms.ChoiceField(
        label=_("Who may read the result?"), widget=Radio,
        choices=[(showing.value, SHOWINGS[showing]) for showing in (Showing.HOUSE, Showing.EVERYBODY)],
    )  # fmt: skip
