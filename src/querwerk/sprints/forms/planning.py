"""What is said about a sprint as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio, VersionedForm
from querwerk.structure.models import Unit

from ..actions.planning import Details
from ..labels import JOININGS
from ..lifecycle import Joining


class DetailsForm(forms.Form):
    """What it is about, where, for whom."""

    title = NameField(label=_("Title"), limit=120, help_text=_("What people read in their calendar."))
    question = ProseField(
        label=_("Question"), limit=2000, rows=3,
        help_text=_("What shall be answered when you go home? One question, in words everybody understands."),
    )  # fmt: skip
    place = NameField(
        label=_("Place"), required=False, help_text=_("Room, house number, and how to find it. It may stay open.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, initial=20)
    joining = forms.ChoiceField(
        label=_("Who may join"),
        choices=[(key.value, word) for key, word in JOININGS.items()],
        initial=Joining.HOUSE.value,
        widget=Radio,
    )
    audience = NameField(
        label=_("For whom"), limit=300, required=False,
        help_text=_("For example: everybody who works with travel requests, whatever their post."),
    )  # fmt: skip
    bring = ProseField(label=_("What to bring"), limit=1000, rows=2, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"), label=_("Unit"), required=False, empty_label=_("no particular one"),
        help_text=_("Whose matter it is."),
    )  # fmt: skip

    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in DetailsForm.base_fields})


class PlanForm(DetailsForm):
    """All of it, and when."""

    field_order = ("title", "question", "on", "begins")
    on = DayField(label=_("First day"))
    begins = forms.TimeField(
        label=_("Begins at"), initial="09:00", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


class EditForm(DetailsForm, VersionedForm):
    """All of it said anew."""

    @classmethod
    def of(cls, page: Any) -> dict[str, Any]:
        """What stands there now."""
        said = {name: getattr(page, name) for name in DetailsForm.base_fields if name != "unit"}
        return {**said, "version": page.version}


class StepForm(VersionedForm):
    """Nothing to say but the step itself."""


class CancelForm(VersionedForm):
    """Why it does not take place."""

    reason = ProseField(
        label=_("Why does it not take place?"), limit=1000, rows=3,
        help_text=_("Everybody who was invited reads it."),
    )  # fmt: skip
