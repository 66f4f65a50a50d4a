"""Forms for texts on their way: writing, handing on, checking, releasing; and for internal notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, ProseField, VersionedForm

from ..queries.drafts import invitable
from .sheet import MARKDOWN


class SubmitForm(VersionedForm):
    """Nothing to say but the step itself."""


class CheckForm(VersionedForm):
    """``base`` is the text on the sheet that the person saw beside the draft."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WriteForm(CheckForm):
    text = ProseField(label=_("Text"), required=False, rows=14, help_text=MARKDOWN)


class ReturnForm(VersionedForm):
    comment = ProseField(
        label=_("What is to be changed?"), limit=2000, rows=3, help_text=_("Only those who work on the text read this.")
    )


class ReleaseForm(CheckForm):
    publish_on = DayField(
        label=_("Appears on"), required=False, help_text=_("Empty: at once. A later day: when that day begins.")
    )


class InviteForm(VersionedForm):
    post = forms.ModelChoiceField(invitable(), label=_("Post"), help_text=_("Whoever holds it may read the text."))

    def said(self) -> dict[str, Any]:
        return {"post": self.cleaned_data["post"]}


class NoteForm(forms.Form):
    text = ProseField(label=_("Note"), limit=4000, rows=4)
