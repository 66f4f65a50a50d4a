"""A team comes about: people are asked or ask, each says yes, and with a first dated step the idea has its team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.sprints.actions.ideas import leave_with_team
from querwerk.sprints.lifecycle import Exit
from querwerk.sprints.lifecycle import State as SprintState
from querwerk.sprints.models import Idea
from querwerk.structure.actions.change import free_slug
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import Account

from ..lifecycle import BELONGS, MOVES, Part, Standing, State
from ..mails import tell_asked, tell_lead, tell_person
from ..models import Membership, Opening, Partner, Team
from ..rules import may_form, may_join, visible_to
from .change import (
    can_begin,
    held,
    keep_exit,
    lead_of,
    led,
    lock_exit,
    move,
    own_place,
    told,
    unnamed,
    withdraw_questions,
)

#: Words that are pages of their own below the list of teams.
RESERVED = frozenset({"neu", "plaetze"})


@dataclass(frozen=True, slots=True)
class Wish:
    """How much of whose time, from when until when; nothing of it has to be known yet."""

    share: int | None = None
    begins_on: date | None = None
    ends_on: date | None = None

    def fit(self) -> None:
        """Refuses what ends before it begins, or begins without an end."""
        if self.begins_on and self.ends_on and self.ends_on < self.begins_on:
            raise Refused(_("The last day must not lie before the first."), field="ends_on")


def form_team(
    idea: Idea, *, name: str, purpose: str = "", lead: Account | None, members: Iterable[Account] = (), by: Actor,
    at: datetime,
) -> Team:  # fmt: skip
    """A team for an idea. Everybody is asked; whoever forms it and names themself has said yes by that."""
    if not name.strip():
        raise Refused(_("Please give the team a name."), field="name")
    with transaction.atomic():
        about = Idea.objects.select_for_update(of=("self",)).select_related("sprint").get(pk=idea.pk)
        if not may_form(by, about):
            raise Refused(_("Only those who lead through the sprint form its teams."))
        if about.sprint.state != SprintState.RUNNING or about.way_out == Exit.PARKED:
            raise Refused(_("A team is formed for an idea that is not parked, while its sprint runs."))
        if Team.objects.filter(idea=about).exists():
            raise Refused(_("This idea has a team already."))
        team = Team.objects.create(
            slug=free_slug(Team, slug_of(name, 100) or "team", besides=RESERVED), name=name.strip(),
            purpose=purpose.strip(), idea=about, origin=about.thread, formed_on=timezone.localdate(at),
        )  # fmt: skip
        told(team, "formed", {"state": [None, team.state]}, by=by, at=at)
        asked = {lead: Part.LEAD} if lead else {}
        for account, part in (dict.fromkeys(members, Part.MEMBER) | asked).items():
            _ask(team, account, part, Wish(), by=by, at=at)
    return team


def ask(
    team: Team, *, account: Account, part: Part = Part.MEMBER, words: str = "", wish: Wish | None = None, by: Actor,
    at: datetime,
) -> Membership:  # fmt: skip
    """The lead asks somebody; nobody is in the team before they say yes."""
    wish = wish or Wish()
    wish.fit()
    with led(team.pk, by=by) as found:
        return _ask(found, account, part, wish, words=words.strip(), by=by, at=at)


def agree(place: Membership, *, named: bool = False, by: Actor, at: datetime) -> None:
    """The person says yes, and whether their name may stand with the result."""
    with own_place(place.pk, by=by) as found:
        if found.standing != Standing.ASKED:
            raise Refused(_("You have not been asked, or you have answered already."))
        found.named = named
        move(found, Standing.AGREED, "place_agreed", by=unnamed(by), at=at)
        tell_lead(found, "teams.place_answered", at=at)


def decline(place: Membership, *, words: str = "", by: Actor, at: datetime) -> None:
    """The person says no; they owe nobody a reason."""
    with own_place(place.pk, by=by) as found:
        if found.standing != Standing.ASKED:
            raise Refused(_("You have not been asked, or you have answered already."))
        move(found, Standing.REFUSED, "place_declined", words=words.strip(), by=unnamed(by), at=at)
        tell_lead(found, "teams.place_answered", at=at)


def name_oneself(place: Membership, *, named: bool, by: Actor, at: datetime) -> None:
    """The person wishes to be named with the result, or no longer."""
    with own_place(place.pk, by=by) as found:
        if found.named != named:
            found.named = named
            found.save(update_fields=["named"])
            told(found.team, "naming_changed", {"named": [not named, named]}, by=unnamed(by), at=at)


def leave(place: Membership, *, by: Actor, at: datetime) -> None:
    """The person leaves, or takes back that they asked."""
    with own_place(place.pk, by=by) as found:
        belonged = Standing(found.standing) in BELONGS
        move(found, Standing.LEFT, "place_left", by=unnamed(by), at=at)
        if belonged:
            tell_lead(found, "teams.left", at=at)


def ask_to_join(
    team: Team, *, opening: Opening | None = None, words: str = "", wish: Wish | None = None, by: Actor, at: datetime
) -> Membership:
    """Somebody wants to work in a team."""
    if not may_join(by):
        raise Refused(_("Only those who work in the house can ask to join a team."))
    with held(team.pk) as found:
        if not visible_to(by).filter(pk=found.pk).exists():
            raise Refused(_("This team no longer exists."))
        if opening is not None and (opening.team_id != found.pk or opening.closed_on is not None):
            raise Refused(_("This position is no longer open."), field="opening")
        account = Account.objects.get(username=by.account)
        place = found.memberships.filter(account=account).first() or Membership(
            team=found, account=account, standing=Standing.LEFT.value
        )
        if Standing.REQUESTED not in MOVES[Standing(place.standing)]:
            raise Refused(_("You belong to this team already, or a question is on its way."))
        wanted = wish or (Wish(opening.share, opening.begins_on, opening.ends_on) if opening else Wish())
        wanted.fit()
        place.opening, place.part, place.words = opening, Part.MEMBER.value, words.strip()
        place.share, place.begins_on, place.ends_on = wanted.share, wanted.begins_on, wanted.ends_on
        place.standing = Standing.REQUESTED.value
        place.save()
        told(found, "join_asked", {"standing": [None, place.standing]}, by=unnamed(by), at=at)
        tell_lead(place, "teams.join_asked", at=at)
    return place


def accept(team: Team, place: int, *, words: str = "", by: Actor, at: datetime) -> None:
    """The lead takes somebody in who asked to join."""
    with led(team.pk, by=by) as found:
        asking = _asking(found, place)
        move(asking, Standing.AGREED, "join_accepted", words=words.strip(), by=by, at=at)
        tell_person(asking, "teams.join_answered", at=at)


def turn_down(team: Team, place: int, *, words: str, by: Actor, at: datetime) -> None:
    """The lead says no, with a word."""
    if not words.strip():
        raise Refused(_("Please say a word: whoever asked reads it."), field="words")
    with led(team.pk, by=by) as found:
        asking = _asking(found, place)
        move(asking, Standing.REFUSED, "join_declined", words=words.strip(), by=by, at=at)
        tell_person(asking, "teams.join_answered", at=at)


def take_first_step(team: Team, *, first_step: str, first_step_on: date, by: Actor, at: datetime) -> None:
    """The team is complete and says what it does first, and when: its idea leaves the sprint."""
    with led(team.pk, by=by) as found:
        if found.idea is None:
            raise Refused(_("This team grew from no idea of a sprint."))
        if not can_begin(found):
            raise Refused(
                _("A team begins with a lead and two to five people who have said yes. Until then the idea stays open.")
            )
        leave_with_team(found.idea, first_step=first_step, first_step_on=first_step_on, by=by, at=at)
        before, found.state = found.state, State.WORKING.value
        found.save(update_fields=["state"])
        told(found, "begun", {"state": [before, found.state]}, by=by, at=at)


def hand_over_lead(team: Team, place: int, *, by: Actor, at: datetime) -> None:
    """Somebody else of the team leads it from now on."""
    with led(team.pk, by=by) as found:
        after = found.memberships.filter(pk=place, standing__in=sorted(BELONGS), part=Part.MEMBER.value).first()
        if after is None:
            raise Refused(_("Only somebody who belongs to the team can lead it."))
        before = lead_of(found)
        if before is not None:
            before.part = Part.MEMBER.value
            before.save(update_fields=["part"])
        after.part = Part.LEAD.value
        after.save(update_fields=["part"])
        told(found, "lead_handed_over", {"part": [Part.MEMBER.value, Part.LEAD.value]}, by=by, at=at)


def open_position(team: Team, *, needs: str, wish: Wish | None = None, by: Actor, at: datetime) -> Opening:
    """What the team still needs; everybody in the house can read it and ask to join."""
    if not needs.strip():
        raise Refused(_("Please say what is needed."), field="needs")
    wish = wish or Wish()
    wish.fit()
    with led(team.pk, by=by) as found:
        opening = Opening.objects.create(
            team=found, needs=needs.strip(), share=wish.share, begins_on=wish.begins_on, ends_on=wish.ends_on
        )
        told(found, "position_opened", {"opening": [None, opening.pk]}, by=by, at=at)
    return opening


def close_position(team: Team, opening: int, *, by: Actor, at: datetime) -> None:
    """Somebody has come, or it is no longer needed."""
    with led(team.pk, by=by) as found:
        row = found.openings.filter(pk=opening, closed_on=None).first()
        if row is None:
            raise Refused(_("This position is no longer open."))
        row.closed_on = timezone.localdate(at)
        row.save(update_fields=["closed_on"])
        told(found, "position_closed", {"opening": [row.pk, None]}, by=by, at=at)


def add_partner(team: Team, *, organization: str, brings: str = "", by: Actor, at: datetime) -> Partner:
    """An organization outside the house works with the team."""
    with led(team.pk, by=by) as found:
        if found.partners.filter(organization=organization.strip()).exists():
            raise Refused(_("This partner is named already."), field="organization")
        partner = Partner.objects.create(team=found, organization=organization.strip(), brings=brings.strip())
        told(found, "partner_added", {"partner": [None, partner.organization]}, by=by, at=at)
    return partner


def remove_partner(team: Team, partner: int, *, by: Actor, at: datetime) -> None:
    """An organization no longer works with the team."""
    with led(team.pk, by=by) as found:
        row = found.partners.filter(pk=partner).first()
        if row is None:
            raise Refused(_("This partner is no longer named."))
        told(found, "partner_removed", {"partner": [row.organization, None]}, by=by, at=at)
        row.delete()


def end_team(team: Team, *, thanks: str, learned: str = "", by: Actor, at: datetime) -> None:
    """The team ends with thanks and with what was learned; all places end that day."""
    if not thanks.strip():
        raise Refused(_("Please say a closing word: all who took part read it."), field="thanks")
    with led(team.pk, by=by) as found:
        on, before = timezone.localdate(at), found.state
        found.state, found.ended_on = State.ENDED.value, on
        found.thanks, found.learned = thanks.strip(), learned.strip()
        found.save()
        lock_exit(found)
        belonging = list(found.memberships.filter(standing__in=sorted(BELONGS)).select_related("account"))
        for place in belonging:
            tell_person(place, "teams.thanks", at=at)
        withdraw_questions(found)
        found.memberships.exclude(standing=Standing.REFUSED.value).update(standing=Standing.LEFT.value, number=None)
        found.openings.filter(closed_on=None).update(closed_on=on)
        told(found, "ended", {"state": [before, found.state]}, by=by, at=at)
        keep_exit(found, by=by, at=at)
        if found.idea is not None and found.idea.sprint.state == SprintState.RUNNING:
            found.idea = None  # another team may carry it out; where this one grew from stays
            found.save(update_fields=["idea"])


def _ask(
    team: Team, account: Account, part: Part, wish: Wish, *, words: str = "", by: Actor, at: datetime
) -> Membership:
    """One person is asked; whoever asks themself has said yes."""
    if not account.is_active or account.kind == Account.Kind.SERVICE:
        raise Refused(_("Nobody in the house can be asked under this name."), field="account")
    if account.kind != Account.Kind.EMPLOYEE:
        part = Part.EXPERT
    place = team.memberships.filter(account=account).first() or Membership(
        team=team, account=account, standing=Standing.LEFT.value
    )
    if place.standing == Standing.REFUSED:
        raise Refused(_("This was answered with a no. If the person wants to join after all, they can ask the team."))
    if Standing.ASKED not in MOVES[Standing(place.standing)]:
        raise Refused(_("This person belongs to the team already, or a question is on its way."), field="account")
    place.team, place.part, place.words, place.standing = team, part.value, words, Standing.ASKED.value
    place.share, place.begins_on, place.ends_on = wish.share, wish.begins_on, wish.ends_on
    place.save()
    told(team, "place_asked", {"part": [None, part.value]}, by=by, at=at)
    if account.username == by.account:
        move(place, Standing.AGREED, "place_agreed", by=by, at=at)
    else:
        tell_asked(place, at=at)
    return place


def _asking(team: Team, place: int) -> Membership:
    found = team.memberships.filter(pk=place, standing=Standing.REQUESTED.value).select_related("account").first()
    if found is None:
        raise Refused(_("Somebody was faster: this place is no longer where it was."))
    found.team = team
    return found
