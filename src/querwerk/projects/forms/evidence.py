"""What a person fills in to settle two sources that disagree."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import ProseField

from ..labels import DECISIONS
from ..models import Contradiction

_HINT = _("One or two sentences that everybody may read: they stand beside both statements.")


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Which statement counts?"),
        choices=[(value, DECISIONS[value]) for value in Contradiction.Decision if value != Contradiction.Decision.OPEN],
        widget=forms.RadioSelect,
    )
    reason = ProseField(label=_("Reason"), help_text=_HINT, limit=2000, rows=3)


class ReopenForm(forms.Form):
    reason = ProseField(label=_("Reason"), help_text=_HINT, limit=2000, rows=3)
