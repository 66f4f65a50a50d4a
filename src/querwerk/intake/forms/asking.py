"""What is filled in by whoever asks."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from querwerk.fields import DayField, NameField, ProseField, Radio, UploadField
from querwerk.structure.models import Unit

from ..labels import KINDS, SECRECIES, SUPERIORS
from ..lifecycle import FASTEST, Kind, Secrecy, Superior
from ..models import Campaign
from ..queries.desk import confidence_offered

_OPENED = "querwerk.intake.opened"
#: The last thing in each form: a form without it broke off on its way.
SEND, KEEP = "senden", "merken"


def opened(at: datetime) -> str:
    """When a form was opened, and a number that no other one has, signed."""
    return signing.dumps({"at": at.timestamp(), "number": secrets.token_hex(16)}, salt=_OPENED)


def opened_at(token: str) -> datetime | None:
    """When the form of a token was opened; None for one that is not ours."""
    try:
        return datetime.fromtimestamp(signing.loads(token, salt=_OPENED)["at"], UTC)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


class WordsForm(forms.Form):
    """What both forms of asking share. ``version`` is that of the draft which is written on."""

    #: What few need to say; it stands folded below the others.
    aside: ClassVar[tuple[str, ...]] = ()

    opened = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    title = NameField(label=_("In one sentence: what is it about?"), limit=200)
    concern = ProseField(label=_("What is the matter?"), limit=5000, rows=6)
    outcome = ProseField(
        label=_("What should come of it?"), limit=2000, rows=3, required=False,
        help_text=_("How you would know that it is solved."),
    )  # fmt: skip
    alias = NameField(
        label=_("Code name"), limit=80, required=False,
        help_text=_("If you like, how the staff unit may address you. Not your own name."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, at: datetime, **options: Any) -> None:
        options["initial"] = {"opened": opened(at), **(options.get("initial") or {})}
        super().__init__(data, **options)
        self.at = at
        self.sends = self.data.get("tun") == SEND
        if self.is_bound and not self.sends:
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict[str, Any]:
        if self.data.get("tun") not in (SEND, KEEP):
            raise ValidationError(
                _("The form broke off on its way to us. Please look whether all is there, then send it again.")
            )
        if self.opened_at is None:
            self._renew("opened", opened(self.at))
            raise ValidationError(
                _("This form is no longer valid. Your words are still here: please send it once more.")
            )
        return super().clean() or {}

    @property
    def said_more(self) -> bool:
        """Whether something stands in what is folded away."""
        return any(self[name].value() or self[name].errors for name in self.aside)

    @property
    def opened_at(self) -> datetime | None:
        """When the form was opened."""
        return opened_at(self.data.get("opened", ""))

    def said(self) -> dict[str, Any]:
        """What was filled in, as the arguments of the action."""
        form = {"opened", "version", "website"}
        return {name: value for name, value in self.cleaned_data.items() if name not in form}

    def refuse(self, sentence: str, field: str = "") -> None:
        """Shows the refusal of an action beside the field it is about."""
        self.add_error(field if field in self.fields else None, sentence)

    def know_version(self, version: int) -> None:
        """Knows the newest version of a draft now: sent again, it counts."""
        self._renew("version", str(version))

    def _renew(self, name: str, value: str) -> None:
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data


class AskForm(WordsForm):
    """What somebody who works in the house asks the staff unit."""

    field_order = ("kind", "title", "concern", "superior", "secrecy", "alias", "inside")
    aside = ("sufferers", "tried", "outcome", "wanted_by", "people", "unit", "sponsor")

    kind = forms.ChoiceField(
        label=_("What do you wish for?"), widget=Radio, initial=Kind.ADVICE.value,
        choices=[(kind.value, word) for kind, word in KINDS.items() if kind is not Kind.IDEA],
    )  # fmt: skip
    sufferers = ProseField(label=_("Who suffers from it?"), limit=2000, rows=2, required=False,
                           help_text=_("Posts, offices, people who need something from us; no names."))  # fmt: skip
    tried = ProseField(label=_("What has been tried?"), limit=2000, rows=3, required=False)
    wanted_by = DayField(label=_("Until when do you need it?"), required=False)
    people = forms.IntegerField(label=_("How many people take part?"), min_value=1, max_value=100_000, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("name"),
        label=_("Which unit is it about?"),
        required=False,
        empty_label=_("no particular one"),
    )
    sponsor = NameField(
        label=_("Who stands behind it?"), limit=200, required=False,
        help_text=_("A post, a team or an office, if they agree. Leave it empty if you ask for yourself alone."),
    )  # fmt: skip
    superior = forms.ChoiceField(
        label=_("Does your superior know of it?"), widget=Radio, initial=Superior.NOT_WANTED.value,
        choices=[(one.value, word) for one, word in SUPERIORS.items()],
        help_text=_("You need not say why not. The staff unit tells them nothing."),
    )  # fmt: skip
    secrecy = forms.ChoiceField(
        label=_("Who may read it?"), widget=Radio, initial=Secrecy.HOUSE.value,
        choices=[(one.value, word) for one, word in SECRECIES.items()],
    )  # fmt: skip

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        if not confidence_offered() and self.data.get("secrecy") != Secrecy.CONFIDENTIAL:
            del self.fields["secrecy"]  # nothing is left to choose; whoever chose it before is told, not overruled
        self.fields["title"].help_text = _("For example: a travel claim of 12 euros passes through 11 hands.")
        self.fields["concern"].help_text = _(
            "What you see every day, and what it costs. Posts and offices, please, no names."
        )

    def said(self) -> dict[str, Any]:
        """Choices that a draft leaves open stay as they usually are."""
        found = super().said()
        return {name: value for name, value in found.items() if value or name not in ("kind", "superior", "secrecy")}


class IdeaForm(WordsForm):
    """An idea: to the permanent box, or to a campaign."""

    field_order = ("campaign", "title", "concern", "outcome", "alias", "inside")

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("To which campaign?"), required=False, to_field_name="slug",
        empty_label=_("not to a campaign: into the permanent box"),
        error_messages={
            "invalid_choice": _("There is no such campaign (any more). Please choose another, or the permanent box.")
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, campaigns: QuerySet[Campaign], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        if not campaigns.exists() and not self.data.get("campaign"):
            del self.fields["campaign"]
        self.fields["title"].label = _("Your idea in one sentence")
        self.fields["concern"].label = _("What is it about, and how could it work?")
        self.fields["outcome"].label = _("What would be better then?")
        self.fields["outcome"].help_text = ""

    def said(self) -> dict[str, Any]:
        """The words of an idea."""
        return {**super().said(), "kind": Kind.IDEA.value}


class _Unnamed(forms.Form):
    """What stands in a form without a log-in besides: the word that one works here, and a trap for machines."""

    inside = forms.BooleanField(label=_("I work in this administration."), required=False)
    website = forms.CharField(label=_("Please leave this field empty"), required=False, max_length=200,
                              widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))  # fmt: skip

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise ValidationError(_("Please empty this field and send the form again: it is there to catch machines."))
        return ""


def _refuse_fast(form: WordsForm) -> None:
    """Whoever sends a form in the moment they got it is a machine, or pressed twice: sent again, it counts."""
    if form.opened_at is not None and form.at - form.opened_at < FASTEST:
        raise ValidationError(_("That was very fast. Please press the button once more."))


class UnnamedAskForm(AskForm, _Unnamed):
    """An inquiry without a name, by somebody who says that they work in the house."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["inside"].required = self.sends
        self.fields["inside"].error_messages["required"] = _(
            "Inquiries are for people who work here. If you do not, please put your wish forward as an idea."
        )

    def clean(self) -> dict[str, Any]:
        _refuse_fast(self)
        return super().clean()


class UnnamedIdeaForm(IdeaForm, _Unnamed):
    """An idea without a name, by anybody."""

    def clean(self) -> dict[str, Any]:
        _refuse_fast(self)
        return super().clean()


class CodeForm(forms.Form):
    """The code of an inquiry, as somebody has noted it."""

    code = forms.CharField(
        label=_("Your return code"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("26 signs in groups of four. Small or capital letters, with or without hyphens."),
    )  # fmt: skip


class RemarkForm(forms.Form):
    """What whoever asked says to the staff unit."""

    text = ProseField(label=_("Your words to the staff unit"), limit=3000, rows=4)


class FileForm(forms.Form):
    """A file that is laid with an inquiry."""

    file = UploadField(
        traceless=True,
        label=_("Picture or PDF"),
        help_text=_("At most 10 MB. The file name is not kept. What pictures and PDFs hold besides (place, camera, "
                    "author, programs, dates) is taken out. What can be read or seen in them stays."),
    )  # fmt: skip
