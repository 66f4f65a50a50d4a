"""The verbs of an idea campaign: open, change, end; and whether it still takes an idea."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record, remembered
from querwerk.search.actions import index
from querwerk.structure.actions.change import free_slug
from querwerk.structure.exchange.words import slug_of

from .. import rules
from ..lifecycle import Window
from ..models import Campaign
from ..queries.campaigns import document, window_of

_FIELDS = ("title", "question", "public", "opens_on", "closes_on")
_RESERVED = {"neu"}


def open_campaign(
    *, title: str, question: str, public: bool, opens_on: date, closes_on: date, by: Actor, at: datetime
) -> Campaign:
    """The staff unit asks a question to the house or to everybody, for a time."""
    _refuse(by, title, question, opens_on, closes_on)
    if closes_on < timezone.localdate(at):
        raise Refused(_("The last day lies in the past: nobody could answer."), field="closes_on")
    campaign = Campaign(title=title.strip(), question=question.strip(), public=public, opens_on=opens_on,
                        closes_on=closes_on)  # fmt: skip
    campaign.slug = free_slug(Campaign, slug_of(title, 100) or "aktion", besides=_RESERVED)
    facts = {field: [None, _plain(getattr(campaign, field))] for field in _FIELDS}
    with remembered(Event("intake.campaign_opened", campaign.thread, facts=facts), by=by, at=at):
        campaign.save()
        index([document(campaign)])
    return campaign


def change_campaign(
    slug: str,
    *,
    version: int,
    title: str,
    question: str,
    public: bool,
    opens_on: date,
    closes_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Other words, another time, other readers. What was said to it already stays."""
    _refuse(by, title, question, opens_on, closes_on)
    said = {"title": title.strip(), "question": question.strip(), "public": public, "opens_on": opens_on,
            "closes_on": closes_on}  # fmt: skip
    with transaction.atomic():
        campaign = _locked(slug)
        if campaign.version != version:
            raise Overtaken(_("Somebody else has changed it meanwhile. Please read it again."))
        facts = {
            field: [_plain(getattr(campaign, field)), _plain(value)]
            for field, value in said.items()
            if getattr(campaign, field) != value
        }
        if not facts:
            return
        for field, value in said.items():
            setattr(campaign, field, value)
        campaign.version += 1
        campaign.save()
        index([document(campaign)])
        record(Event("intake.campaign_changed", campaign.thread, facts=facts), by=by, at=at)


def end_campaign(slug: str, *, by: Actor, at: datetime) -> None:
    """Ends a campaign with this day; who is writing keeps the time of grace."""
    if not rules.may_run_campaigns(by):
        raise Refused(_("Only the staff unit may do this."))
    today = timezone.localdate(at)
    with transaction.atomic():
        campaign = _locked(slug)
        if not campaign.opens_on <= today < campaign.closes_on:
            raise Refused(_("This campaign is not open, or ends today anyway."))
        facts = {"closes_on": [campaign.closes_on.isoformat(), today.isoformat()]}
        campaign.closes_on = today
        campaign.version += 1
        campaign.save()
        record(Event("intake.campaign_ended", campaign.thread, facts=facts), by=by, at=at)


def refuse_closed(campaign: Campaign | None, *, opened_at: datetime | None, at: datetime) -> None:
    """Refuses an idea to a campaign that does not take it: before its time, after it, or after the time of grace."""
    if campaign is None:
        return
    now = window_of(campaign, on=timezone.localdate(at))
    if now is Window.COMING:
        raise Refused(_("This campaign has not begun yet."))
    was_open = opened_at is not None and campaign.opens_on <= timezone.localdate(opened_at) <= campaign.closes_on
    if now is Window.OVER or (now is Window.GRACE and not was_open):
        raise Refused(
            _("The campaign ended on %(day)s. Your idea is not lost: choose “not to a campaign”, and it goes into the "
              "permanent box.")
            % {"day": f"{campaign.closes_on:%d.%m.%Y}"},
            field="campaign",
        )  # fmt: skip


def is_over(campaign: Campaign, *, at: datetime) -> bool:
    """Whether its last day has passed."""
    return campaign.closes_on < timezone.localdate(at)


def _refuse(by: Actor, title: str, question: str, opens_on: date, closes_on: date) -> None:
    if not rules.may_run_campaigns(by):
        raise Refused(_("Only the staff unit may do this."))
    if not title.strip():
        raise Refused(_("Please give it a title."), field="title")
    if not question.strip():
        raise Refused(_("Please say what is asked."), field="question")
    if closes_on < opens_on:
        raise Refused(_("It cannot end before it begins."), field="closes_on")


def _locked(slug: str) -> Campaign:
    campaign = Campaign.objects.select_for_update().filter(slug=slug).first()
    if campaign is None:
        raise Refused(_("This campaign no longer exists."))
    return campaign


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
