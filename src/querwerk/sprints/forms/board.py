"""What is filled in at a board: cards, groups, a list, the round of votes, the timer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from querwerk.fields import NameField, ProseField, VersionedForm

from ..exchange.lines import TITLE_LIMIT
from ..lifecycle import CARD_LIMIT, MOST_DOTS, MOST_LINES

_NO_GROUP = _("without a group")
#: A pasted list: some hundred cards with room to spare.
_PASTE_LIMIT = 1_000_000


class CardForm(forms.Form):
    """A new card."""

    text = ProseField(label=_("Your card"), limit=CARD_LIMIT, rows=2, help_text=_("One thought on one card."))
    group = forms.TypedChoiceField(label=_("Group"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, groups: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        there = [(str(pk), title) for pk, title in groups]
        group: Any = self.fields["group"]
        group.choices = [("", _NO_GROUP), *there]
        group.error_messages["invalid_choice"] = _("This group was taken away meanwhile. Please choose another one.")


class WordsForm(VersionedForm):
    """A card in other words."""

    text = ProseField(label=_("Words of the card"), limit=CARD_LIMIT, rows=4)


class GroupForm(forms.Form):
    """The name of a new group."""

    title = NameField(label=_("Name of the group"), limit=TITLE_LIMIT)


class RenameForm(VersionedForm):
    """Another name for a group."""

    title = NameField(label=_("Name of the group"), limit=TITLE_LIMIT)


class PasteForm(forms.Form):
    """A list from paper."""

    text = ProseField(
        label=_("Your list"), limit=_PASTE_LIMIT, rows=12,
        help_text=format_lazy(
            _("One line is one card. A line that begins with # begins a group. At most {most} lines at once."),
            most=MOST_LINES,
        ),
    )  # fmt: skip


class VotingForm(forms.Form):
    """A round of votes."""

    dots = forms.IntegerField(label=_("Dots for each person"), min_value=1, max_value=MOST_DOTS, initial=3)
    several = forms.BooleanField(label=_("Several dots may go to one card"), required=False, initial=True)
    minutes = forms.IntegerField(
        label=_("Minutes until the bell"), min_value=1, max_value=240, required=False,
        help_text=_("Empty: you ring it yourself."),
    )  # fmt: skip


class TimerForm(forms.Form):
    """A timer for whatever is done now."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240, initial=5)
