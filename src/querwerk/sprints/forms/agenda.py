"""Blocks and days of an agenda."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, VersionedForm

from ..labels import EFFECTS
from ..labels.library import card_words
from ..models import MethodCard
from .choices import TitledField


class BlockForm(VersionedForm):
    """A block of a day."""

    method = TitledField(
        MethodCard.objects.filter(put_aside=False), called=lambda card: card_words(card).title, label=_("Method"),
        required=False, empty_label=_("none"),
    )  # fmt: skip
    title = NameField(
        label=_("What happens"), limit=120, required=False,
        help_text=_("May stay empty if you choose a method: then the block is called like it."),
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60, initial=30)
    note = ProseField(label=_("Note"), limit=2000, rows=3, required=False)


class NewBlockForm(BlockForm):
    """A block, and on which day."""

    day = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=99)


class DayForm(VersionedForm):
    """When a day takes place."""

    on = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class EffectForm(forms.Form):
    """What a method brought."""

    effect = forms.ChoiceField(label=_("Did it work?"), choices=[(key.value, word) for key, word in EFFECTS.items()])
    brought = NameField(
        label=_("What did it bring, in one sentence?"), limit=300, required=False,
        help_text=_("About the matter, not about people: everybody reads it on the card of the method."),
    )  # fmt: skip
