"""Two days to compare."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Window(forms.Form):
    """From a day to a day; the later one must not lie before the earlier one."""

    seit = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    bis = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("seit"), cleaned.get("bis")
        if since and until and since > until:
            self.add_error("bis", _("The second day lies before the first."))
        return cleaned

    @property
    def days(self) -> tuple[date, date] | None:
        """The two days, once they are sound."""
        return (self.cleaned_data["seit"], self.cleaned_data["bis"]) if self.is_valid() else None
