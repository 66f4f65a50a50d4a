"""What is filled in for a release: the question of the person, the answer of the line, who acts for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, ProseField, Radio, VersionedForm
from querwerk.structure.models import Post

from ..labels import ANSWERS
from ..lifecycle import Answer


class AskReleaseForm(forms.Form):
    """The person asks their line."""

    share = forms.IntegerField(
        label=_("Share of the working time in percent"), min_value=1, max_value=100,
        help_text=_("Twenty percent are one day a week."),
    )  # fmt: skip
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AnswerForm(VersionedForm):
    """The line answers."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[(answer.value, ANSWERS[answer]) for answer in Answer], widget=Radio
    )
    share = forms.IntegerField(
        label=_("Share released in percent"), min_value=1, max_value=100, required=False,
        help_text=_("These three fields only count if you release a part of what was asked."),
    )  # fmt: skip
    begins_on = DayField(label=_("Released from"), required=False)
    ends_on = DayField(label=_("Released until"), required=False)
    reason = ProseField(
        label=_("Reason"), limit=2000, rows=3, required=False,
        help_text=_("Needed for a no and for less than was asked. The person reads it."),
    )  # fmt: skip
    unbound = forms.BooleanField(
        label=_("I know: in the group the person is not bound by instructions."), required=False,
        help_text=_("The rule paper of the cross-structure says so. It stands on the sheet of the release."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "answer": Answer(self.cleaned_data["answer"])}


class StandinForm(forms.Form):
    """Who acts for a superior who is away."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("For which post?"), empty_label=None)
    standin = forms.ModelChoiceField(
        Post.objects.order_by("title"), label=_("Which post acts for it?"), required=False,
        empty_label=_("nobody: the next superior up the line"),
    )  # fmt: skip
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def offer(self, posts: Sequence[Post]) -> None:
        """The posts the superior holds."""
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Post.objects.filter(pk__in=[post.pk for post in posts]).order_by("title")
        choice = self.fields["standin"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Post.objects.select_related("unit").order_by("title", "pk")
        choice.label_from_instance = lambda obj: f"{obj.title} ({obj.unit.short})"  # type: ignore[method-assign]

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
