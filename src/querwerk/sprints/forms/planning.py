"""What is said about a sprint as a whole."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.fields import Checks, DayField, NameField, ProseField, Radio, SeveralField, VersionedForm
from querwerk.intake.models import Inquiry
from querwerk.structure.models import Unit

from ..actions.planning import Details
from ..labels import JOININGS
from ..labels.library import format_words
from ..lifecycle import Joining
from ..models import Format, FormatBlock
from .choices import TitledField

_BLOCKS = Prefetch("blocks", FormatBlock.objects.order_by("day", "position"))


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

    field_order = ("inquiries", "title", "question", "format", "on", "begins")
    inquiries = SeveralField(
        Inquiry.objects.none(), label=_("Which inquiries does it take up?"), required=False, widget=Checks,
        help_text=_("They count as planned from now on, and whoever asked hears of it."),
    )  # fmt: skip
    format = TitledField(
        Format.objects.filter(put_aside=False).prefetch_related(_BLOCKS),
        called=lambda one: format_words(one, one.blocks.all()).title, label=_("Format"), required=False,
        empty_label=_("without: I write the agenda myself"),
        help_text=_("Fills the agenda; everything in it can be changed afterwards."),
    )  # fmt: skip
    on = DayField(label=_("First day"))
    begins = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Empty: when the format usually begins."),
    )  # fmt: skip

    def offer(self, inquiries: QuerySet[Inquiry]) -> PlanForm:
        """Learns which inquiries wait for a sprint."""
        cast(SeveralField, self.fields["inquiries"]).queryset = inquiries
        if not inquiries.exists():
            del self.fields["inquiries"]
        return self

    def when(self) -> dict[str, Any]:
        """The day, the format, what is taken up."""
        said = {name: self.cleaned_data[name] for name in ("on", "begins", "format")}
        return {**said, "inquiries": [one.pk for one in self.cleaned_data.get("inquiries") or ()]}


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
