"""How forms look (one renderer for KERN UX, for every form of the house), and the form of the log-in."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.forms import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateInput,
    Form,
    IntegerField,
    MultipleChoiceField,
    PasswordInput,
    RadioSelect,
    Textarea,
    TextInput,
)
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _


class KernRenderer(TemplatesSetting):
    """Renders forms through the house's own Jinja templates (``kern/``)."""

    form_template_name = "kern/form.html"
    field_template_name = "kern/field.html"


class LogInForm(AuthenticationForm):
    """Name and password. A wrong name, a wrong password and a closed account get the same answer."""

    _REFUSED = _("Name and password do not fit together. Please check both; capital letters matter.")

    username = UsernameField(label=_("User name"), widget=TextInput(attrs={"autocapitalize": "none"}))
    password = CharField(
        label=_("Password"), strip=False, widget=PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {"invalid_login": _REFUSED, "inactive": _REFUSED}


class SpecimenForm(Form):
    """One field of each kind, as the style guide shows them: empty, filled, with errors."""

    _LIGHTS = [("green", _("On track")), ("yellow", _("Slipping")), ("red", _("Needs attention"))]

    name = CharField(label=_("Name"), help_text=_("A few words that people recognise."), max_length=80)
    end = DateField(label=_("End"), widget=DateInput(attrs={"type": "date"}))
    posts = IntegerField(label=_("Posts"), min_value=0, required=False)
    state = ChoiceField(label=_("State"), choices=_LIGHTS)
    light = ChoiceField(label=_("Traffic light"), choices=_LIGHTS, widget=RadioSelect)
    channels = MultipleChoiceField(
        label=_("Channels"),
        choices=[("web", _("Web page")), ("letter", _("Letter")), ("meeting", _("Meeting"))],
        widget=CheckboxSelectMultiple,
        required=False,
    )
    reason = CharField(label=_("Reason"), widget=Textarea(attrs={"rows": 4}), required=False)
    agreed = BooleanField(label=_("The mayors' conference has agreed"), required=False)
