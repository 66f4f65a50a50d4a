"""What pages read of idea campaigns: ideas are counted, never people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.workdays import workdays_after

from ..lifecycle import State, Window, window
from ..models import Campaign, Inquiry
from ..rules import campaigns_visible_to, may_run_campaigns

#: So long after its end a campaign is still offered in the form, to say clearly that it is over.
_REMEMBERED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in a list or on its page; ``days_left`` counts today, ``ideas`` what has been handed in."""

    slug: str
    title: str
    question: str
    public: bool
    opens_on: date
    closes_on: date
    grace_until: date
    window: Window
    days_left: int
    ideas: int


@dataclass(frozen=True, slots=True)
class Campaigns:
    """All campaigns the reader sees, by where they stand; ``runs`` for who opens them."""

    now: tuple[CampaignLine, ...]
    coming: tuple[CampaignLine, ...]
    past: tuple[CampaignLine, ...]
    runs: bool


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """One campaign, and what became of its ideas: how many stand where."""

    line: CampaignLine
    version: int
    states: tuple[tuple[State, int], ...]
    runs: bool


def grace_until(closes_on: date) -> date:
    """The next working day after the end: until then whoever was writing may still hand in."""
    return workdays_after(closes_on, 1, settings.LAND)


def window_of(campaign: Campaign, *, on: date) -> Window:
    """Where a campaign stands on a day."""
    return window(campaign.opens_on, campaign.closes_on, grace_until(campaign.closes_on), on=on)


def campaigns(actor: Actor, *, on: date) -> Campaigns:
    """The campaigns an actor may see, the newest first."""
    rows = list(campaigns_visible_to(actor).order_by("-opens_on", "-pk"))
    handed_in = Inquiry.objects.exclude(state=State.DRAFT).filter(campaign__in=[row.pk for row in rows])
    ideas = Counter(handed_in.values_list("campaign", flat=True))
    lines = [_line(row, ideas[row.pk], on=on) for row in rows]
    by_window = {one: tuple(line for line in lines if line.window is one) for one in Window}
    past = (*by_window[Window.GRACE], *by_window[Window.OVER])
    return Campaigns(by_window[Window.OPEN], by_window[Window.COMING][::-1], past, may_run_campaigns(actor))


def campaign_page(slug: str, actor: Actor, *, on: date) -> CampaignPage | None:
    """One campaign, if the actor may see it."""
    found = campaigns_visible_to(actor).filter(slug=slug).first()
    if found is None:
        return None
    handed_in = Inquiry.objects.exclude(state=State.DRAFT).filter(campaign=found)
    counted = Counter(handed_in.values_list("state", flat=True))
    states = tuple((state, counted[state.value]) for state in State if counted[state.value])
    return CampaignPage(_line(found, sum(counted.values()), on=on), found.version, states, may_run_campaigns(actor))


def campaigns_to_write_to(actor: Actor, *, on: date) -> QuerySet[Campaign]:
    """The campaigns a form offers: those that run, and those that ended not long ago."""
    lately = campaigns_visible_to(actor).filter(opens_on__lte=on, closes_on__gte=on - _REMEMBERED)
    return lately.order_by("-closes_on", "title")


def document(campaign: Campaign) -> Doc:
    """What can be found of a campaign: of a public one by everybody, of the house's in the house."""
    return Doc("campaign", campaign.slug, campaign.title, summary=campaign.question, house=not campaign.public)


def _line(row: Campaign, ideas: int, *, on: date) -> CampaignLine:
    return CampaignLine(
        slug=row.slug, title=row.title, question=row.question, public=row.public, opens_on=row.opens_on,
        closes_on=row.closes_on, grace_until=grace_until(row.closes_on), window=window_of(row, on=on),
        days_left=max(0, (row.closes_on - on).days + 1), ideas=ideas,
    )  # fmt: skip
