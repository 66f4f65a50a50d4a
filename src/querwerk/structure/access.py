"""Who may do what to the line, the themes and the house's own words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Verb, thing

LINE = thing(_("line organisation"), everybody="LR", staff_unit="LRE", administrator="LR")
THEME = thing(
    _("theme"),
    model="structure.Theme",
    everybody="LR",
    staff_unit="LRE",
)
VOCABULARY = thing(_("words and rules of the house"), everybody="R", staff_unit="RE")

DOORS = {
    "structure:unit": Door(LINE, Verb.READ),
    "structure:roles": Door(LINE, Verb.READ),
    "structure:take_seat": Door(LINE, Verb.EDIT),
    "structure:leave_seat": Door(LINE, Verb.EDIT),
    "structure:sources": Door(VOCABULARY, Verb.READ),
    "structure:vocabulary": Door(VOCABULARY, Verb.EDIT),
    "structure:rules": Door(VOCABULARY, Verb.EDIT),
    "structure:units": Door(LINE, Verb.EDIT),
    "structure:themes": Door(THEME, Verb.EDIT),
    "structure:posts": Door(LINE, Verb.EDIT),
    "structure:vacate": Door(LINE, Verb.EDIT),
    "structure:keep": Door(LINE, Verb.EDIT),
    "structure:theme": Door(THEME, Verb.EDIT),
    "structure:say": Door(THEME, Verb.EDIT),
    "structure:say_about": Door(THEME, Verb.EDIT),
}
