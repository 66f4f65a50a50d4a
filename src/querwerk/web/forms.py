"""How forms look: one renderer for KERN UX, for every form of the house."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class KernRenderer(TemplatesSetting):
    """Renders forms through the house's own Jinja templates (``kern/``)."""

    form_template_name = "kern/form.html"
    formset_template_name = "kern/formset.html"
    field_template_name = "kern/field.html"
