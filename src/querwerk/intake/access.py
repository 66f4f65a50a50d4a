"""Who may ask the staff unit for help, and who answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import CharField, Q, QuerySet, UUIDField, Value
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Role, Scope, Seal, Verb, thing
from querwerk.structure.models import Assignment, Post
from querwerk.structure.queries import valid_on

from .lifecycle import Secrecy, State
from .models import Campaign, Inquiry, NamedPost, Opinion, Referral, StandardAnswer

#: In the reach of those who hold one of the two posts that the house names for what is confidential.
CONFIDENTIAL = uuid.uuid5(uuid.NAMESPACE_DNS, "confidential.querwerk.invalid")

#: An inquiry is read by whoever asked and by the staff unit; nobody above them is told, nobody at all who asked.
INQUIRY = thing(
    _("inquiry to the staff unit"),
    model="intake.Inquiry",
    paths={Scope.OWN: "asker__account"},
    seal=Seal(Q(secrecy=Secrecy.CONFIDENTIAL.value), CONFIDENTIAL),
    signed_in="LR_o",
    staff="C LR_o",
    staff_unit="CLREX LR_o",
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


#: With the consent of whoever asked, the head of one unit reads and answers.
REFERRAL = thing(
    _("inquiry referred to a unit"),
    model="intake.Referral",
    paths={
        Scope.OFFICE: ("unit__thread", Q(consented=True)),
        Scope.DEPARTMENT: ("unit__thread", Q(consented=True)),
    },
    office_head="LRE_a",
    deputy_mayor="LRE_d",
)
ANSWERING = thing(
    _("how inquiries are answered: what waits, standard answers, named posts"), staff_unit="LRE", auditor="R_k"
)
#: A post of the house that is asked for an opinion about an idea; whoever holds it reads that idea, not of whom it is.
OPINION = thing(
    _("opinion on an idea"),
    model="intake.Opinion",
    paths={
        Scope.OWN: (
            "post__assignments__person__account__username",
            Q(post__assignments__valid_to__isnull=True),
        )
    },
    signed_in="LE_o",
    partner="",
    system="",
)
PROCEDURE_SEEN = thing(_("ideas before the decision, for the staff council"), auditor="LA")
RESULT = thing(_("what came of an inquiry"), everybody="LR")
HOUSE_RESULT = thing(_("what came of an inquiry, shown in the house"), staff="R")


def held_by(person: Any, *, on: Any) -> list[QuerySet[Any, Any]]:
    """Role and key of who holds a post that the house has named for what is confidential (as in structure)."""
    named = NamedPost.objects.filter(task=NamedPost.Task.CONFIDENTIAL, post__role=Post.Role.STAFF_UNIT).values("post")
    held = Assignment.objects.filter(valid_on(on), person=person, post__in=named).order_by()
    nothing = Value("", CharField())
    role, key = Value(Role.STAFF_UNIT.value, CharField()), Value(CONFIDENTIAL, UUIDField())
    return [held.values_list(role, nothing, nothing, key)]


def inquiry(number: int, **_: Any) -> QuerySet[Inquiry]:
    """The inquiry that an address names; a draft has not been asked yet."""
    return Inquiry.objects.exclude(state=State.DRAFT).filter(pk=number)


def own(number: int, **_: Any) -> QuerySet[Inquiry]:
    """The inquiry or draft of one's own that an address names."""
    return Inquiry.objects.filter(pk=number)


def referral(pk: int, **_: Any) -> QuerySet[Referral]:
    """The referral that an address names."""
    return Referral.objects.filter(pk=pk)


def opinion(pk: int, **_: Any) -> QuerySet[Opinion]:
    """The opinion that an address names."""
    return Opinion.objects.filter(pk=pk)


def standard_answer(pk: int, **_: Any) -> QuerySet[StandardAnswer]:
    """The standard answer that an address names."""
    return StandardAnswer.objects.filter(pk=pk, archived_on=None)


def campaign(slug: str, **_: Any) -> QuerySet[Campaign]:
    """The campaign that an address names."""
    return Campaign.objects.filter(slug=slug)


DOORS = {
    "intake:list": Door(INQUIRY, Verb.LIST),
    "intake:export": Door(INQUIRY, Verb.EXPORT),
    "intake:ask": Door(INQUIRY, Verb.CREATE),
    "intake:inquiry": Door(INQUIRY, Verb.READ, inquiry),
    "intake:step": Door(INQUIRY, Verb.EDIT, inquiry),
    # -- answering
    "intake:contact": Door(INQUIRY, Verb.EDIT, inquiry),
    "intake:referrals": Door(REFERRAL, Verb.LIST),
    "intake:referral": Door(REFERRAL, Verb.EDIT, referral),
    "intake:stand": Door(ANSWERING, Verb.READ),
    "intake:room": Door(ANSWERING, Verb.EDIT),
    "intake:library": Door(ANSWERING, Verb.LIST),
    "intake:new_standard_answer": Door(ANSWERING, Verb.EDIT),
    "intake:standard_answer": Door(ANSWERING, Verb.EDIT, standard_answer),
    "intake:archive_standard_answer": Door(ANSWERING, Verb.EDIT, standard_answer),
    "intake:named": Door(ANSWERING, Verb.EDIT),
    "intake:results": Door(RESULT, Verb.LIST),
    "intake:result": Door(RESULT, Verb.READ),
    # -- idea management by rule
    "intake:procedure": Door(INQUIRY, Verb.EDIT, inquiry),
    "intake:procedure_step": Door(INQUIRY, Verb.EDIT, inquiry),
    "intake:criteria": Door(ANSWERING, Verb.EDIT),
    "intake:archive_criterion": Door(ANSWERING, Verb.EDIT),
    "intake:opinions": Door(OPINION, Verb.LIST),
    "intake:opinion": Door(OPINION, Verb.EDIT, opinion),
    "intake:council": Door(PROCEDURE_SEEN, Verb.LIST),
    "intake:council_say": Door(PROCEDURE_SEEN, Verb.APPROVE),
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
