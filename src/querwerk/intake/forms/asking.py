"""What is filled in by whoever asks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField
from querwerk.structure.models import Unit


class AskForm(forms.Form):
    """What somebody asks the staff unit."""

    title = NameField(
        label=_("In one sentence: what is it about?"), limit=200,
        help_text=_("For example: a travel claim of 12 euros passes through 11 hands."),
    )  # fmt: skip
    concern = ProseField(
        label=_("What is the matter?"), limit=5000, rows=6,
        help_text=_("What you see every day, and what it costs. Posts and offices, please, no names."),
    )  # fmt: skip
    outcome = ProseField(
        label=_("What should come of it?"), limit=2000, rows=3, required=False,
        help_text=_("How you would know that it is solved."),
    )  # fmt: skip
    sponsor = NameField(
        label=_("Who stands behind it?"), limit=200, required=False,
        help_text=_("A post, a team or an office, if they agree. Leave it empty if you ask for yourself alone."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"),
        label=_("Which unit is it about?"),
        required=False,
        empty_label=_("no particular one"),
    )
