"""What the staff unit fills in about its own desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, VersionedForm
from querwerk.structure.models import Post


class RoomForm(forms.Form):
    """How much room somebody has, by their own word."""

    days = forms.TypedChoiceField(
        label=_("Free days a week"), coerce=int, choices=[(number, str(number)) for number in range(6)]
    )
    until = DayField(label=_("Until"))
    note = NameField(
        label=_("Note"), limit=200, required=False, help_text=_("For example: gladly for moderation. Nothing private.")
    )

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class StandardAnswerForm(VersionedForm):
    """A text that is needed again and again."""

    title = NameField(label=_("Title"), limit=120, help_text=_("Only the staff unit reads it."))
    text = ProseField(
        label=_("Text"), limit=5000, rows=10,
        help_text=_("{title}, {number} and {alias} are filled in from the inquiry when you insert the text."),
    )  # fmt: skip


class NamedPostForm(forms.Form):
    """The post for one place."""

    post = forms.ModelChoiceField(
        Post.objects.select_related("unit").order_by("title", "unit__short"), label=_("Post"), required=False,
        empty_label=_("nobody"),
    )  # fmt: skip

    def __init__(self, *args: Any, task: str, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.place = task, place

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "task": self.task, "place": self.place}
