"""What is filled in to invite people, to come as a guest, and about consent."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField
from querwerk.outbox.rules import is_address

from ..labels import ABOUTS
from ..lifecycle import CODE_LENGTH, MOST_CODES, About

_MOST = 100


class InviteForm(forms.Form):
    """Mail addresses, one a line."""

    addresses = ProseField(
        label=_("Mail addresses, one a line"), limit=10_000, rows=5,
        help_text=_("Who has an account here gets an invitation; everybody else gets a guest code of their own."),
    )  # fmt: skip

    def clean_addresses(self) -> list[str]:
        found = [line.strip().rstrip(",;") for line in self.cleaned_data["addresses"].splitlines()]
        wanted = list(dict.fromkeys(address.casefold() for address in found if address))
        for address in wanted:
            if not is_address(address):
                raise ValidationError(_("“%(word)s” is no mail address."), params={"word": address[:80]})
        if len(wanted) > _MOST:
            raise ValidationError(_("At most %(most)s addresses at once."), params={"most": _MOST})
        return wanted


class FacilitatorForm(forms.Form):
    """Who else leads through it."""

    address = forms.EmailField(label=_("Mail address of a person of the house"), max_length=200)


class CodesForm(forms.Form):
    """How many codes to print."""

    count = forms.IntegerField(label=_("How many codes?"), min_value=1, max_value=MOST_CODES, initial=1)


class GuestForm(forms.Form):
    """The code of a guest."""

    code = forms.CharField(
        label=_("Your code"), max_length=40,
        help_text=_("%(length)s signs. Dashes, spaces and capital letters do not matter.") % {"length": CODE_LENGTH},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


class GuestNameForm(forms.Form):
    """How a guest is called."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    name = NameField(
        label=_("How may the others call you?"), limit=60,
        help_text=_("A first name will do. The people of this sprint see it, nobody else."),
    )  # fmt: skip


class ConsentWordingForm(forms.Form):
    """What the house asks for."""

    about = forms.ChoiceField(label=_("What for"), choices=[(key.value, word) for key, word in ABOUTS.items()])
    wording = ProseField(label=_("Wording"), limit=2000, rows=4)

    def said(self) -> tuple[About, str]:
        return About(self.cleaned_data["about"]), self.cleaned_data["wording"]
