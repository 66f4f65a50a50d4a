"""What is filled in about profiles, questions, and the needs of a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querwerk.fields import Checks, DayField, NameField, ProseField, Radio, VersionedForm
from querwerk.outbox.rules import is_address

from ..actions.pool import Outsider, Said
from ..insights.proposal import Wish
from ..labels import SHARE_CHOICES, SHOWN, languages
from ..lifecycle import MOST_NEEDS, Shown
from ..models import Profile


class _Offered(VersionedForm):
    """What anybody in the pool says about themself."""

    about = ProseField(
        label=_("In a few words"), limit=600, rows=3, required=False,
        help_text=_("What you like to do and would like to contribute. No grades, no certificates."),
    )  # fmt: skip
    share = forms.TypedChoiceField(
        label=_("Share of working time"), choices=SHARE_CHOICES, coerce=int, initial=10,
        help_text=_(
            "So much you would like to give to something beyond your post, if your superior releases you. For whoever "
            "may not see your name, proposals count you only with 5, 20 or 50 %, so that your share cannot be found "
            "out."
        ),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=languages, required=False, widget=Checks,
        help_text=_("Those you would work in."),
    )  # fmt: skip


class ProfileForm(_Offered):
    """One's own profile."""

    shown = forms.ChoiceField(
        label=_("Who sees the profile?"), choices=[(shown.value, word) for shown, word in SHOWN.items()], widget=Radio,
        initial=Shown.ASKED.value,
    )  # fmt: skip
    consents = forms.BooleanField(
        label=_("I agree to what stands under “What I agree to” for this choice."), required=False,
        help_text=_("Needed when you join, and when you change who sees the profile."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        words = self.cleaned_data
        offered = Said(words["share"], Shown(words["shown"]), words["about"], tuple(words["languages"]))
        return {"said": offered, "consents": words["consents"], "version": words["version"]}


class OutsiderForm(_Offered):
    """An outside expert, who has agreed."""

    name = NameField(label=_("Name"))
    organisation = NameField(label=_("Organisation"), help_text=_("For example a university, an association."))
    address = forms.EmailField(
        label=_("Mail address"), max_length=254, help_text=_("Questions go there; no page shows it.")
    )
    consent_on = DayField(label=_("Agreed on"), help_text=_("The day on which the person agreed to be listed."))
    shown = forms.ChoiceField(
        label=_("Who sees the profile?"), widget=Radio, initial=Shown.HOUSE.value,
        choices=[(shown.value, SHOWN[shown]) for shown in (Shown.HOUSE, Shown.TEAMS)],
    )  # fmt: skip
    field_order = ("name", "organisation", "address", "consent_on")

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not is_address(address):
            raise ValidationError(_("To this address no mail can be sent."))
        return address

    def said(self) -> dict[str, Any]:
        words = self.cleaned_data
        who = Outsider(words["name"], words["organisation"], words["address"], words["consent_on"])
        offered = Said(words["share"], Shown(words["shown"]), words["about"], tuple(words["languages"]))
        return {"who": who, "said": offered, "version": words["version"]}


def initial_of(profile: Profile | None) -> dict[str, Any]:
    """What a form of a profile begins with."""
    if profile is None:
        return {"version": 0}
    names = ("about", "share", "shown", "version", "name", "organisation", "address", "consent_on")
    languages = list(profile.spoken.values_list("language", flat=True))
    return {**{name: getattr(profile, name) for name in names}, "languages": languages}


class SkillForm(forms.Form):
    """A skill of the list, or a word of one's own; or one to take away."""

    add = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    drop = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    word = NameField(label=_("Skill"), limit=120, required=False)


class QuestionForm(forms.Form):
    """What people are asked for."""

    words = ProseField(
        label=_("Your question"), limit=2000, rows=4,
        help_text=_("What it is about, how much time it takes, from when until when."),
    )  # fmt: skip


class WishForm(forms.Form):
    """Which team is looked for."""

    bedarf = ProseField(
        label=_("What is needed? One skill a line"), limit=2000, rows=5, required=False,
        help_text=_("At most 8 lines, for example: moderation, procurement law, programming."),
    )  # fmt: skip
    suche = NameField(
        label=_("Look a skill up"), required=False,
        help_text=_("Shows what people of the pool offer under a word; choose from it, or go on without."),
    )  # fmt: skip
    einheiten = forms.IntegerField(label=_("From at least how many units?"), min_value=1, max_value=5, initial=2)
    groesse = forms.IntegerField(label=_("At most how many people?"), min_value=2, max_value=5, initial=5)
    anteil = forms.TypedChoiceField(
        label=_("Share of time of each"), choices=SHARE_CHOICES, coerce=int, initial=5,
        help_text=_(
            "Only who offers at least that much is proposed. Whoever stays unnamed counts with 5, 20 or 50 %, "
            "whichever they offer at least: with more than 50 % only people with names are found."
        ),
    )  # fmt: skip
    entscheidung = forms.BooleanField(
        label=_("At least one of them may decide"), required=False,
        help_text=_("Heads of offices, deputy mayors and the mayor; that follows from the post."),
    )  # fmt: skip

    def clean_bedarf(self) -> tuple[str, ...]:
        needs = {" ".join(line.split())[:200]: None for line in self.cleaned_data["bedarf"].splitlines()}
        found = tuple(line for line in needs if line)
        if len(found) > MOST_NEEDS:
            raise ValidationError(_("At most %(most)s skills at once.") % {"most": MOST_NEEDS})
        return found

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if said.get("einheiten", 0) > said.get("groesse", 5):
            self.add_error("einheiten", _("People can come from at most as many units as there are people."))
        return said

    def wish(self) -> Wish:
        words = self.cleaned_data
        return Wish(words["bedarf"], words["groesse"], words["einheiten"], words["entscheidung"], words["anteil"])
