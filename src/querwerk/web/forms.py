"""How forms look (one renderer for KERN UX, for every form of the house), and the form of the log-in."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.forms import CharField, PasswordInput, TextInput
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class KernRenderer(TemplatesSetting):
    """Renders forms through the house's own Jinja templates (``kern/``)."""

    form_template_name = "kern/form.html"
    formset_template_name = "kern/formset.html"
    field_template_name = "kern/field.html"


class LogInForm(AuthenticationForm):
    """Name and password. A wrong name, a wrong password and a closed account get the same answer."""

    _REFUSED = _("Name and password do not fit together. Please check both; capital letters matter.")

    username = UsernameField(label=_("User name"), widget=TextInput(attrs={"autocapitalize": "none"}))
    password = CharField(
        label=_("Password"), strip=False, widget=PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {"invalid_login": _REFUSED, "inactive": _REFUSED}
