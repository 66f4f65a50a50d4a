"""Method cards and formats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField

from ..actions.library import Card, Planned
from ..labels import PURPOSES
from ..labels.library import card_words
from ..models import FormatBlock, MethodCard

_LINE = re.compile(r"(\d{1,4})\s+(\S.*)")
_NEXT_DAY = re.compile(r"(tag|day)\b.{0,20}", re.IGNORECASE)


class CardForm(forms.Form):
    """What stands on a card."""

    title = NameField(label=_("Title"), limit=120)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[(key.value, word) for key, word in PURPOSES.items()])
    when_to_use = ProseField(label=_("When to use it"), limit=2000, rows=3)
    minutes_from = forms.IntegerField(label=_("Minutes, at least"), min_value=1, max_value=1440)
    minutes_to = forms.IntegerField(label=_("Minutes, at most"), min_value=1, max_value=1440)
    people_from = forms.IntegerField(label=_("People, at least"), min_value=1, max_value=500)
    people_to = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=500)
    material = ProseField(label=_("Material"), limit=1000, rows=2, required=False)
    steps = ProseField(label=_("Steps"), limit=4000, rows=8, help_text=_("One step a line, numbered: 1. 2. 3."))
    yields = ProseField(label=_("What it yields"), limit=1000, rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def card(self) -> Card:
        return Card(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class FormatForm(forms.Form):
    """A format, its agenda as lines; ``blocks`` are those it has already: one called as before keeps its card."""

    title = NameField(label=_("Title"), limit=120)
    summary = ProseField(label=_("What it is for"), limit=1000, rows=3)
    begins = forms.TimeField(
        label=_("Begins at"), initial="09:00", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    agenda = ProseField(
        label=_("Agenda, one block a line"), limit=10_000, rows=14,
        help_text=_("Minutes, then what happens: “30 Silent writing”. A line “Day 2” begins the next day. What is"
                    " called like a method card gets that card."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *said: Any, blocks: Iterable[FormatBlock] = (), **options: Any) -> None:
        super().__init__(*said, **options)
        self.kept = {(block.day, block.title): block.method for block in blocks if block.method}

    def clean_agenda(self) -> list[Planned]:
        cards = {title.casefold(): card for card in MethodCard.objects.all()
                 for title in (card.title, card_words(card).title)}  # fmt: skip
        found: list[Planned] = []
        day = 1
        for line in filter(None, map(str.strip, self.cleaned_data["agenda"].splitlines())):
            if _NEXT_DAY.fullmatch(line):
                day = day + 1 if any(block.day == day for block in found) else day
                continue
            said = _LINE.fullmatch(line)
            if said is None or not 1 <= int(said[1]) <= 1440:
                raise ValidationError(
                    _("We do not understand “%(line)s”. Please begin with the minutes."), params={"line": line[:60]}
                )
            called = said[2][:120]
            method = self.kept.get((day, called)) or cards.get(called.casefold())
            found.append(Planned(day, int(said[1]), called, method))
        return found
