"""What people type to come in, and to keep accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.fields import Checks, DayField, NameField
from querwerk.structure.forms import PostField, SaidForm
from querwerk.structure.labels import ACCOUNT_KINDS
from querwerk.structure.models import PRIVILEGED, Account, Post

_PASSWORD_RULE = _("At least 12 characters. Several words in a row are easy to remember and hard to guess.")


class LogInForm(SaidForm):
    """Name and password. A wrong name, a wrong password and a closed account get the same answer."""

    username = forms.CharField(
        label=_("User name or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(SaidForm):
    """A code of the app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


class AddressForm(SaidForm):
    """An address to which a link is sent."""

    address = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )


class NewPasswordForm(SaidForm):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=500,
        help_text=_PASSWORD_RULE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._account = account

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("password") != said.pop("again", None):
            raise ValidationError({"again": _("The two passwords differ.")})
        if "password" not in said:
            return said
        try:
            validate_password(said["password"], self._account)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from None
        return said


class ChangePasswordForm(NewPasswordForm):
    """A new password for who knows the one until now."""

    now = forms.CharField(
        label=_("Password until now"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["now", "password", "again"]


class PasskeyForm(SaidForm):
    """The name of a new passkey; the browser fills in the rest."""

    name = NameField(label=_("Name of the passkey"), limit=80, help_text=_("For example Diensthandy or Stick am Bund"))
    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


# -- keeping accounts


class PostOfReach(SaidForm):
    """Forms that offer the posts within somebody's reach."""

    post = PostField(label=_("Post"))

    def __init__(self, *args: Any, posts: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class InviteForm(PostOfReach):
    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = NameField(label=_("Name"), limit=200, help_text=_("Seen by who keeps accounts; public pages show posts."))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, ACCOUNT_KINDS[kind]) for kind in (Account.Kind.EMPLOYEE, Account.Kind.EXTERNAL)],
    )
    field_order = ["address", "name", "kind", "post"]

    def __init__(self, *args: Any, posts: QuerySet[Post], outside: bool, **options: Any) -> None:
        super().__init__(*args, posts=posts.exclude(role__in=PRIVILEGED), **options)
        if outside:
            self.fields["post"].required = False
        else:
            self.fields["kind"].choices = [(Account.Kind.EMPLOYEE, ACCOUNT_KINDS[Account.Kind.EMPLOYEE])]  # type: ignore[attr-defined]


class GivePostForm(PostOfReach):
    starts_on = DayField(label=_("Valid from"))


class ProposePostForm(GivePostForm):
    reason = NameField(label=_("Reason"), limit=300)


class LockForm(SaidForm):
    reason = NameField(
        label=_("Reason"), limit=300, help_text=_("It is kept in the journal; please name no health matters.")
    )


class ClaimForm(PostOfReach):
    claim = NameField(label=_("Claim"), limit=80, initial="groups", help_text=_("For example groups"))
    value = NameField(label=_("Value"), limit=200, help_text=_("Exactly as the provider sends it"))
    field_order = ["claim", "value", "post"]

    def __init__(self, *args: Any, posts: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, posts=posts.exclude(role__in=PRIVILEGED), **options)


class ServiceForm(PostOfReach):
    name = NameField(label=_("Name of the service"), limit=60, help_text=_("For example Offene Daten"))
    field_order = ["name", "post"]

    def __init__(self, *args: Any, posts: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, posts=posts.exclude(role__in=PRIVILEGED), **options)
        self.fields["post"].required = False
        self.fields["post"].help_text = _("Without a post the service reads what everybody may read.")


class TokenForm(SaidForm):
    account = forms.ModelChoiceField(Account.objects.none(), label=_("Service"))
    name = NameField(label=_("Name of the token"), limit=80)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=366, initial=90)
    scopes = forms.MultipleChoiceField(label=_("What it may read"), widget=Checks)

    def __init__(self, *args: Any, services: QuerySet[Account], scopes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"].queryset = services  # type: ignore[attr-defined]
        self.fields["scopes"].choices = list(scopes.items())  # type: ignore[attr-defined]
