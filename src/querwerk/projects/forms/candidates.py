"""The theme of each idea that leaves a sprint with a team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querwerk.structure.models import Theme

from .lifecycle import themes


class ClosingForm(forms.Form):
    """One choice an idea; the theme of one without can be chosen later."""

    def offer(self, ideas: Sequence[tuple[int, str]], suggested: int | None) -> None:
        """A field for each idea with a team."""
        for pk, title in ideas:
            self.fields[f"theme_{pk}"] = forms.ModelChoiceField(
                themes(), label=title, required=False, initial=suggested, empty_label=_("choose the theme later")
            )

    def said(self) -> dict[int, Theme | None]:
        """idea -> theme"""
        return {int(name.rpartition("_")[2]): theme for name, theme in self.cleaned_data.items()}


class ThemeForm(forms.Form):
    """The theme of one idea, chosen after its sprint has closed."""

    theme = forms.ModelChoiceField(themes(), label=_("Theme"))

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
