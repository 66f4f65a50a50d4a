"""How forms look: one renderer for KERN UX, for every form of the house."""

from __future__ import annotations

from django.forms import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateInput,
    Form,
    IntegerField,
    MultipleChoiceField,
    RadioSelect,
    Textarea,
)
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _


class KernRenderer(TemplatesSetting):
    """Renders forms through the house's own Jinja templates (``kern/``)."""

    form_template_name = "kern/form.html"
    field_template_name = "kern/field.html"


class SimilarForm(Form):
    """What somebody wants to say; the words may be as many or as few as they are."""

    title = CharField(label=_("In one sentence: what is it about?"), required=False)
    text = CharField(label=_("What is the matter?"), widget=Textarea(attrs={"rows": 6}), required=False)


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
