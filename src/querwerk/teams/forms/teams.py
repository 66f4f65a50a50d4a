"""What is filled in to form a team, to join it, and to end it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querwerk.fields import Checks, DayField, NameField, ProseField, Radio, SeveralField
from querwerk.structure.models import Account

from ..actions.forming import Wish
from ..labels import PARTS
from ..lifecycle import Part
from ..queries.teams import askable


class LogInField(NameField):
    """The log-in name of somebody who can be asked to join."""

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        found = askable(username__iexact=name.strip())
        if found is None:
            raise ValidationError(
                _("Nobody in the house can be asked under this name. Please check how it is written.")
            )
        return found


class WishForm(forms.Form):
    """How much time, from when until when."""

    share = forms.IntegerField(
        label=_("Share of the working time in percent"), min_value=1, max_value=100, required=False,
        help_text=_("Twenty percent are one day a week. Leave it empty if it is not known yet."),
    )  # fmt: skip
    begins_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)

    def said(self) -> dict[str, Any]:
        """What was filled in, with the time as one wish."""
        said = dict(self.cleaned_data)
        wish = Wish(said.pop("share", None), said.pop("begins_on", None), said.pop("ends_on", None))
        return {**said, "wish": wish}


class FormTeamForm(forms.Form):
    """A team for an idea: some of those who sit in the sprint, or others by their log-in name."""

    name = NameField(label=_("Name of the team"), limit=120)
    purpose = ProseField(
        label=_("What does the team set out to do?"), limit=2000, rows=3, required=False,
        help_text=_("Everybody in the house can read it, so that others find the team and join."),
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        Account.objects.none(), label=_("Who leads it?"), required=False, empty_label=_("not known yet")
    )
    members = SeveralField(
        Account.objects.none(), label=_("Who else is asked?"), required=False, widget=Checks,
        help_text=_("Each of them gets a mail and says yes or no. Up to five people make a team."),
    )  # fmt: skip
    other = LogInField(
        label=_("Somebody who was not there (log-in name)"), limit=150, required=False,
        help_text=_("Further people can be asked on the page of the team."),
    )  # fmt: skip

    def offer(self, seated: Any, names: dict[int, str]) -> None:
        """Those who sit in the sprint, by name."""
        for key in ("lead", "members"):
            field = self.fields[key]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = seated
            field.label_from_instance = lambda obj: names[obj.pk]  # type: ignore[method-assign]

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        other = said.pop("other")
        members = [*said["members"], *([other] if other else [])]
        return {**said, "members": [one for one in members if one != said["lead"]]}


class AskFoundForm(WishForm):
    """The lead asks somebody found in the expertise pool."""

    part = forms.ChoiceField(
        label=_("As what?"), choices=[(part.value, PARTS[part]) for part in (Part.MEMBER, Part.LEAD)],
        initial=Part.MEMBER.value, widget=Radio, help_text=_("Who comes from outside joins as an expert."),
    )  # fmt: skip
    words = ProseField(label=_("A few words"), limit=1000, rows=3, required=False)
    field_order = ["part", "words"]

    def said(self) -> dict[str, Any]:
        said = super().said()
        return {**said, "part": Part(said["part"])}


class AskForm(AskFoundForm):
    """The lead asks somebody."""

    account = LogInField(
        label=_("Log-in name"), limit=150,
        help_text=_("Of somebody in the house, or of an expert from outside with a log-in."),
    )  # fmt: skip
    field_order = ["account", "part", "words"]


class OpeningForm(WishForm):
    """What the team still needs."""

    needs = NameField(label=_("What is needed?"), limit=200, help_text=_("A skill, a post, a piece of work."))
    field_order = ["needs"]


class JoinForm(WishForm):
    """Somebody asks to join."""

    words = ProseField(
        label=_("What would you like to bring?"), limit=1000, rows=3, required=False,
        help_text=_("The lead of the team reads it. Your superior learns of it only when you ask for a release."),
    )  # fmt: skip
    field_order = ["words"]


class PartnerForm(forms.Form):
    """An organization that works with the team."""

    organization = NameField(
        label=_("Organization"), limit=200, help_text=_("An association, a company, a university. No person, please.")
    )
    brings = NameField(label=_("What does it bring?"), limit=300, required=False)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class FirstStepForm(forms.Form):
    """What the team does first."""

    first_step = NameField(
        label=_("The first step"), limit=300, help_text=_("Small enough to be done: a call, a visit, a sketch.")
    )
    first_step_on = DayField(label=_("On which day?"), help_text=_("A day in the future."))

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EndForm(forms.Form):
    """The closing word."""

    thanks = ProseField(
        label=_("Closing word and thanks"), limit=2000, rows=4, help_text=_("Everybody in the team gets it by mail.")
    )
    learned = ProseField(
        label=_("What was learned?"), limit=4000, rows=4, required=False,
        help_text=_("About the matter and the way of working; about nobody in person."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WordsForm(forms.Form):
    """A word with an answer."""

    words = ProseField(label=_("A word with it"), limit=1000, rows=3, required=False)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AgreeForm(forms.Form):
    """The person says yes."""

    named = forms.BooleanField(
        label=_("My name may stand with the result of the sprint and with the team"), required=False,
        help_text=_("Without this, only your unit stands there. You can change it at any time."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PlainForm(forms.Form):
    """One button."""

    def said(self) -> dict[str, Any]:
        return {}
