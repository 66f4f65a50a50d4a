"""Who may do what: the one table, collected from the slices. An address without a row stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Thing, Verb, thing

PAGE = thing(_("published page"), everybody="LRX")
DESK = thing(_("my desk"), signed_in="R", partner="", system="")

#: Who accounts for the house reads what was done in it; :mod:`.log` says which slices each role sees.
LOG = thing(_("log of the house"), staff_unit="LRX", administrator="LRX", auditor="LRX")
CHECKPOINT = thing(_("checksum of the journal"), everybody="RX")
#: How dense units cooperate: papers and projects counted, small units joined.
COOPERATION = thing(_("cooperation between units"), staff="LRX", auditor="LRX")
#: What alike entries and the search show of the house to everybody who works in it.
HOUSE_ENTRY = thing(_("entry that the house shares"), staff="R")
FOLLOWING = thing(
    _("entry one follows"), model="web.Follow", paths={Scope.OWN: "account__username"},
    signed_in="CLD_o", partner="", system="",
)  # fmt: skip

#: What came of what, from an inquiry to a finished project: of each station only what its own rules show.
WAY = thing(_("whole way of a thing, from station to station"), everybody="R")
#: How many matters came how far; for everybody a year that is over, small groups joined.
FUNNEL = thing(_("funnel from inquiry to delivery, exact"), staff_unit="LRX")

DOORS = {
    "similar": Door(PAGE, Verb.READ),
    "following": Door(FOLLOWING, Verb.LIST),
    "follow": Door(FOLLOWING, Verb.CREATE),
    "home": Door(PAGE, Verb.READ),
    "style_guide": Door(PAGE, Verb.READ),
    "search": Door(PAGE, Verb.READ),
    "who_may": Door(PAGE, Verb.READ),
    "who_may_export": Door(PAGE, Verb.EXPORT),
    "imprint": Door(PAGE, Verb.READ),
    "privacy": Door(PAGE, Verb.READ),
    "accessibility": Door(PAGE, Verb.READ),
    "security_txt": Door(PAGE, Verb.EXPORT),
    "robots_txt": Door(PAGE, Verb.EXPORT),
    "desk": Door(DESK, Verb.READ),
    "log": Door(LOG, Verb.LIST),
    "log_export": Door(LOG, Verb.EXPORT),
    "checkpoint": Door(CHECKPOINT, Verb.EXPORT),
    "whole_way": Door(WAY, Verb.READ, hidden=True),
    "funnel": Door(PAGE, Verb.READ),
    "funnel_export": Door(PAGE, Verb.EXPORT),
    "funnel_exact": Door(FUNNEL, Verb.LIST),
    "funnel_exact_export": Door(FUNNEL, Verb.EXPORT),
    "cooperation": Door(COOPERATION, Verb.LIST),
    "cooperation_export": Door(COOPERATION, Verb.EXPORT),
}


def parts(name: str) -> list[ModuleType]:
    """The module of a name in every slice that has one: the shell first, then the latest slice."""
    slices = [app.name for app in apps.get_app_configs() if app.name.startswith("querwerk.")]
    return [import_module(f"{folder}.{name}") for folder in slices if find_spec(f"{folder}.{name}")]


def _collected() -> dict[str, Door]:
    doors = dict(DOORS)
    for part in reversed(parts("access")):
        if part.__name__ != __name__:
            doors |= part.DOORS
    return doors


#: The name of every address -> its door; the slices in the order of the thread.
TABLE: Mapping[str, Door] = _collected()


def things() -> list[Thing]:
    """Every thing that a door leads to or a rule asks about, in the order of the table."""
    found: dict[Thing, None] = dict.fromkeys(door.thing for door in TABLE.values())
    for part in parts("access"):
        found |= dict.fromkeys(one for one in vars(part).values() if isinstance(one, Thing))
    return list(found)
