"""What the staff unit fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import ProseField


class AnswerForm(forms.Form):
    """What the staff unit says to whoever asked."""

    answer = ProseField(label=_("Answer"), limit=5000, rows=5, help_text=_("Whoever asked gets it by mail."))
