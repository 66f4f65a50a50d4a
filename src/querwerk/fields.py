"""What people type, as form fields: names, prose, written dates, days; each says in a sentence what it cannot take."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import dates, texts, uploads

#: The longest text of a sheet: some twenty pages.
PROSE_LIMIT = 20_000

_SENTENCES = {
    "control": _("“%(field)s” contains characters that cannot be printed. Please type it anew."),
    "hidden": _("“%(field)s” contains invisible characters that turn the reading direction. Please type it anew."),
    "long": _("“%(field)s” is too long: at most %(limit)s characters."),
    "markup": _("“%(field)s” must not contain HTML. Please write it in plain words."),
    "formula": _("“%(field)s” must not begin with =, +, - or @: spreadsheets would take it for a formula."),
    "date": _("We do not understand “%(value)s” as a date. Write for example 31.12.2027, 3/2027, 2. Quartal 2027."),
    "empty": _("“%(name)s” is empty. Please choose the file again."),
    "large": _("“%(name)s” is too large: at most 10 MB."),
    "kind": _("“%(name)s” is no picture (PNG, JPEG, WebP) and no PDF, whatever its name says."),
    "pixels": _("“%(name)s” has too many pixels: at most 40 million. Please make the picture smaller."),
    "moving": _("“%(name)s” moves. Please choose a still picture."),
    "broken": _("“%(name)s” is damaged or cut off. Please open it on your computer and save it anew."),
    "active": _("“%(name)s” holds active parts (scripts, forms or enclosed files). Please print it into a new PDF."),
    "locked": _(
        "“%(name)s” is protected by a password or against changes. So we cannot take out who made it. Please "
        "save it without protection, or as a picture."
    ),
    "signed": _(
        "“%(name)s” is signed electronically, and the signature says who signed. Please print it into a new PDF."
    ),
    "heavy": _("“%(name)s” is built in such a way that reading it takes too much. Please print it into a new PDF."),
    "year": _("The year must lie between %(first)s and %(last)s."),
}
_FIRST_YEAR, _LAST_YEAR = 1990, 2150


class NameField(forms.CharField):
    """One line of visible characters."""

    def __init__(self, *, limit: int = 200, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
        self.widget.attrs.setdefault("maxlength", str(limit))

    def to_python(self, value: Any) -> str:
        return _fit(texts.name, str(value or ""), self.limit, self.label)


class ProseField(forms.CharField):
    """Several lines of Markdown."""

    widget = forms.Textarea

    def __init__(self, *, limit: int = PROSE_LIMIT, rows: int = 6, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
        self.widget.attrs["rows"] = str(rows)

    def to_python(self, value: Any) -> str:
        return _fit(texts.prose, str(value or ""), self.limit, self.label)


class WrittenDateField(forms.CharField):
    """A date as people write it, turned into the canonical form (:func:`querwerk.dates.from_words`)."""

    default_help = _("For example 31.12.2027, 3/2027, March 2027, Q2 2027, autumn 2027 or after 2027")

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": self.default_help, **options})
        self.widget.attrs.update(autocomplete="off", maxlength="60")

    def to_python(self, value: Any) -> str:
        text = _fit(texts.name, str(value or ""), 200, self.label)
        if not text:
            return ""
        try:
            written = dates.from_words(text)
            first = dates.parse(written).first
        except ValueError:
            raise ValidationError(_SENTENCES["date"] % {"value": text[:60]}) from None
        if not _FIRST_YEAR <= first.year <= _LAST_YEAR or len(written) > 40:
            raise ValidationError(_SENTENCES["year"] % {"first": _FIRST_YEAR, "last": _LAST_YEAR})
        return written

    def prepare_value(self, value: Any) -> Any:
        return spoken(value) if isinstance(value, str) else value


class DayField(forms.DateField):
    """A calendar day, picked or typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1990-01-01", "max": "2150-12-31"})
        super().__init__(
            **{"widget": widget, "input_formats": ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"], "localize": False, **options}
        )

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(_SENTENCES["year"] % {"first": _FIRST_YEAR, "last": _LAST_YEAR})
        return day


class YearField(forms.IntegerField):
    """A calendar year."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=_FIRST_YEAR, max_value=_LAST_YEAR, **options)


class Radio(forms.RadioSelect):
    """One of a few, all in sight."""

    template_name = "kern/choices.html"
    option_template_name = "kern/choice.html"


class Checks(forms.CheckboxSelectMultiple):
    """Several of a few, all in sight."""

    template_name = "kern/choices.html"
    option_template_name = "kern/choice.html"


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """Several things of the house. A number too large for the database is no choice, like any other wrong one."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            said = str(value[0])[:40]
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": said}) from None


class UploadField(forms.FileField):
    """A picture or a document from outside, as the house may keep it (:func:`querwerk.uploads.read`)."""

    def __init__(self, *, traceless: bool = False, **options: Any) -> None:
        self.traceless = traceless
        accepted = ",".join(uploads.TYPES.values())
        super().__init__(**{"widget": forms.FileInput(attrs={"accept": accepted}), "allow_empty_file": True, **options})

    def clean(self, data: Any, initial: Any = None) -> uploads.Upload | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return uploads.read(sent.name, sent.read(), traceless=self.traceless)
        except uploads.Unfit as unfit:
            raise ValidationError(_SENTENCES[unfit.code] % {"name": sent.name[:80]}) from None


class VersionedForm(forms.Form):
    """A form that remembers which version of its thing the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def know(self, thing: Any) -> None:
        """Learns what it is about, before it is shown or read: some choices depend on it."""

    def said(self) -> dict[str, Any]:
        """What the person said, as the arguments of the action."""
        return dict(self.cleaned_data)

    def renew(self, **seen: int) -> None:
        """Keeps every word typed and knows the newest version now: sent again, it counts."""
        data = cast(QueryDict, self.data).copy()
        for name, value in seen.items():
            data[name] = str(value)
        self.data = data

    def refuse(self, sentence: str, field: str) -> None:
        """Shows the refusal of an action beside the field it is about."""
        self.add_error(field if field in self.fields else None, sentence)


def spoken(written: str) -> str:
    """A canonical date as a person would type it; anything else unchanged."""
    try:
        return dates.in_words(written, get_language() or "de")
    except ValueError:
        return written


def _fit(clean: Any, text: str, limit: int, label: Any) -> str:
    try:
        return str(clean(text, limit=limit))
    except texts.Unfit as unfit:
        raise ValidationError(_SENTENCES[unfit.code] % {"field": label or "", "limit": limit}) from None
