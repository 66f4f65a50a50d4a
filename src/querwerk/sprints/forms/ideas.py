"""What is filled in about ideas."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField, VersionedForm


class NoteForm(forms.Form):
    """An idea in a few words."""

    title = NameField(label=_("The idea in a few words"), limit=200)
    text = ProseField(
        label=_("What is it about?"), limit=4000, rows=4, required=False,
        help_text=_("For whom is it good, and how would one notice? Posts and units, please, no names."),
    )  # fmt: skip


class ChangeForm(VersionedForm, NoteForm):
    """The same in other words."""


class ParkForm(forms.Form):
    """Why an idea rests."""

    reason = ProseField(
        label=_("Why is the idea parked?"), limit=2000, rows=3,
        help_text=_("Everybody reads it with the result: what is missing, or what would have to change."),
    )  # fmt: skip
