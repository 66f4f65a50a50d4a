"""Forms: switching a feature, confirming that one wants to be erased, looking for a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField


class SwitchOnForm(forms.Form):
    """The consent a feature rests on."""

    consent_on = forms.DateField(
        label=_("Day of the consent"),
        help_text=_("The day on which the staff council has agreed, or the service agreement was signed."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = ProseField(label=_("Note"), help_text=_("For example the number of the agreement."), rows=3, required=False)


class SwitchOffForm(forms.Form):
    """Switching off needs nothing; a reason helps those who come later."""

    note = ProseField(label=_("Reason"), rows=3, required=False)


class LeaveForm(forms.Form):
    """Whoever has a password confirms with it; whoever logs in elsewhere types the user name, a guest their name."""

    def __init__(self, account: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if account.has_usable_password():
            self.fields["proof"] = forms.CharField(
                label=_("Your password"),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        else:
            self.fields["proof"] = forms.CharField(
                label=_("Your name, as it stands beside “Log out”")
                if account.kind == "external"
                else _("Your user name"),
                help_text=_("You log in without a password of this house."),
            )
        self.fields["sure"] = forms.BooleanField(label=_("I want my data to be erased; this cannot be undone."))

    def clean_proof(self) -> str:
        """The password, or the user name, of this very log-in."""
        proof = str(self.cleaned_data["proof"])
        if self.account.has_usable_password():
            fits = self.account.check_password(proof)
        else:
            fits = proof == (self.account.called or self.account.get_username())
        if not fits:
            raise ValidationError(_("This is not right. Nothing was erased."))
        return proof


class BehindForm(forms.Form):
    """One entry of the journal, and why it matters who stood behind it."""

    entry = forms.IntegerField(label=_("Number of the entry"), min_value=1, max_value=2**62)
    reason = NameField(label=_("Reason"), limit=300, help_text=_("It is remembered in the journal, with your post."))


class NameSearchForm(forms.Form):
    """A name to look for in texts."""

    name = NameField(label=_("Name"), limit=80, help_text=_("At least three letters."))
