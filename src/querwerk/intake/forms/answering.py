"""What the staff unit fills in about one inquiry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio, VersionedForm
from querwerk.structure.models import Unit

from ..labels import HELPED, SHOWN
from ..models import StandardAnswer


class StepForm(VersionedForm):
    """A verb that needs no more than to be said. ``text`` is the field a standard answer goes into."""

    text = ""


class WrittenForm(StepForm):
    """A text to whoever asked, perhaps begun with a standard answer."""

    standard = forms.ChoiceField(label=_("Standard answer"), required=False)

    def know(self, thing: Sequence[StandardAnswer]) -> None:
        """The standard answers of the house; without any there is nothing to choose."""
        if not thing:
            del self.fields["standard"]
            return
        choices = [("", _("none")), *((str(one.pk), one.title) for one in thing)]
        self.fields["standard"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "standard"}


class QuestionForm(WrittenForm):
    """A question back."""

    text = "question"
    question = ProseField(
        label=_("Question"), limit=5000, rows=4, help_text=_("Whoever asked reads it and answers here.")
    )


class AnswerForm(WrittenForm):
    """What the staff unit says to whoever asked."""

    text = "answer"
    answer = ProseField(label=_("Answer"), limit=5000, rows=5, help_text=_("Whoever asked gets it by mail."))


class DeclineForm(WrittenForm):
    """Why not."""

    text = "answer"
    answer = ProseField(
        label=_("Reason"), limit=5000, rows=5,
        help_text=_("Why it does not work, and what might work instead. Whoever asked gets it by mail."),
    )  # fmt: skip


class AcceptForm(StepForm):
    """What comes first."""

    next_step = NameField(
        label=_("Next step"), limit=200, help_text=_("For example: a talk to clarify who has to be there.")
    )
    next_on = DayField(label=_("By"))


class ReferForm(StepForm):
    """To which unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"), label=_("Unit"), empty_label=_("please choose"),
        help_text=_("Whoever asked is asked first. Only with their consent does the head of the unit read it."),
    )  # fmt: skip


class PlanForm(StepForm):
    """The day."""

    planned_on = DayField(label=_("Day"))


class HoldForm(StepForm):
    """The day it took place."""

    held_on = DayField(label=_("Day"))


class PublishForm(StepForm):
    """What came of it, for others."""

    headline = NameField(label=_("Headline"), limit=200)
    result = ProseField(
        label=_("What came of it"), limit=5000, rows=6,
        help_text=_("In your own words. No names, and nothing from which one could tell who asked."),
    )  # fmt: skip
    shown = forms.ChoiceField(
        label=_("Who may read it?"), choices=[(k.value, w) for k, w in SHOWN.items()], widget=Radio
    )


class UnitAnswerForm(forms.Form):
    """What the head of a unit answers."""

    answer = ProseField(label=_("Answer"), limit=5000, rows=6, help_text=_("Whoever asked gets it by mail."))


class ConsentForm(forms.Form):
    """Yes or no, by the button that is pressed."""

    consented = forms.TypedChoiceField(choices=[("ja", "ja"), ("nein", "nein")], coerce=lambda word: word == "ja")


class FollowUpForm(forms.Form):
    """Two short questions."""

    days = forms.IntegerField(widget=forms.HiddenInput)
    helped = forms.ChoiceField(label=_("Did it help?"), choices=[(k.value, w) for k, w in HELPED.items()], widget=Radio)
    said = ProseField(
        label=_("What is different now, or what do you still miss?"), limit=2000, rows=3, required=False,
        help_text=_("The staff unit reads it, without your name."),
    )  # fmt: skip
