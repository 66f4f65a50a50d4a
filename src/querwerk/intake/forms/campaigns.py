"""What the staff unit fills in for a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio, VersionedForm


class CampaignForm(forms.Form):
    """A question, its time and its readers."""

    title = NameField(label=_("Title"), limit=120, help_text=_("For example: Less paper in 100 days"))
    question = ProseField(
        label=_("Question"),
        limit=3000,
        rows=4,
        help_text=_("What you would like to know, and what happens with the ideas."),
    )
    public = forms.TypedChoiceField(
        label=_("Whom do you ask?"),
        widget=Radio,
        choices=[("haus", _("people in the house")), ("alle", _("everybody, also without a log-in"))],
        coerce=lambda whom: whom == "alle",
        initial="haus",
    )
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(
        label=_("Last day"), help_text=_("Who is writing on this day may still hand in on the next working day.")
    )

    def said(self) -> dict[str, Any]:
        """What was filled in, as the arguments of the action."""
        return dict(self.cleaned_data)


class ChangeCampaignForm(CampaignForm, VersionedForm):
    """The same for a campaign that exists."""
