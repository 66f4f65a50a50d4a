"""Who may ask the staff unit for help, and who answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

from .lifecycle import State
from .models import Campaign, Inquiry

#: An inquiry is read by whoever asked and by the staff unit; nobody above them is told, nobody at all who asked.
INQUIRY = thing(
    _("inquiry to the staff unit"),
    model="intake.Inquiry",
    paths={Scope.OWN: "asker__account"},
    signed_in="LR_o",
    staff="C LR_o",
    staff_unit="CLREX",
    partner="",
    system="",
)
#: What one asked oneself, drafts too. Ideas may come from everybody with a log-in.
OWN_INQUIRY = thing(
    _("inquiry or idea of one's own"),
    model="intake.Inquiry",
    paths={Scope.OWN: "asker__account"},
    signed_in="C RED_o",
    partner="",
    system="",
)
#: Without a log-in: whoever writes is known to nobody, whoever holds the code comes back.
BOX = thing(_("box for what is asked without a name, and the way back by code"), everybody="R")
CAMPAIGN = thing(_("idea campaign, public"), everybody="LR")
HOUSE_CAMPAIGN = thing(
    _("idea campaign of the house"), model="intake.Campaign", staff="R", staff_unit="RCE", auditor="R"
)


def inquiry(number: int, **_: Any) -> QuerySet[Inquiry]:
    """The inquiry that an address names; a draft has not been asked yet."""
    return Inquiry.objects.exclude(state=State.DRAFT).filter(pk=number)


def own(number: int, **_: Any) -> QuerySet[Inquiry]:
    """The inquiry or draft of one's own that an address names."""
    return Inquiry.objects.filter(pk=number)


def campaign(slug: str, **_: Any) -> QuerySet[Campaign]:
    """The campaign that an address names."""
    return Campaign.objects.filter(slug=slug)


DOORS = {
    "intake:list": Door(INQUIRY, Verb.LIST),
    "intake:export": Door(INQUIRY, Verb.EXPORT),
    "intake:ask": Door(INQUIRY, Verb.CREATE),
    "intake:inquiry": Door(INQUIRY, Verb.READ, inquiry),
    "intake:step": Door(INQUIRY, Verb.EDIT, inquiry),
    "intake:file": Door(INQUIRY, Verb.READ, inquiry),
    # -- whoever asks, with a log-in
    "intake:own_idea": Door(OWN_INQUIRY, Verb.CREATE),
    "intake:draft": Door(OWN_INQUIRY, Verb.EDIT, own),
    "intake:draft_file": Door(OWN_INQUIRY, Verb.READ, own),
    "intake:say": Door(OWN_INQUIRY, Verb.EDIT, own),
    "intake:withdraw": Door(OWN_INQUIRY, Verb.WITHDRAW, own),
    # -- whoever asks, without one
    "intake:idea": Door(BOX, Verb.READ),
    "intake:ask_unnamed": Door(BOX, Verb.READ),
    "intake:come_back": Door(BOX, Verb.READ),
    "intake:by_code": Door(BOX, Verb.READ),
    "intake:file_by_code": Door(BOX, Verb.READ),
    # -- campaigns
    "intake:campaigns": Door(CAMPAIGN, Verb.LIST),
    "intake:campaign": Door(CAMPAIGN, Verb.READ),
    "intake:open_campaign": Door(HOUSE_CAMPAIGN, Verb.CREATE),
    "intake:change_campaign": Door(HOUSE_CAMPAIGN, Verb.EDIT, campaign),
    "intake:end_campaign": Door(HOUSE_CAMPAIGN, Verb.EDIT, campaign),
}
