"""A team comes about by the word of everybody in it; with a first dated step its idea leaves the sprint."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from querwerk.journal.actions import Refused
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.sprints.actions import ideas
from querwerk.sprints.lifecycle import Exit
from querwerk.structure.models import Account, Unit
from querwerk.teams.actions import forming
from querwerk.teams.lifecycle import Part, Standing, State
from querwerk.teams.models import Membership, Team

from .people import AT, NEXT_WEEK, TODAY, a_team, an_idea, as_actor, office, place_of, staff, works

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return office()


@pytest.fixture
def ayse(unit: Unit) -> Account:
    return works("ayse", unit)


@pytest.fixture
def guel(unit: Unit) -> Account:
    return works("guel", unit)


def test_nobody_is_in_a_team_before_they_say_yes(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel, agreed=False)
    assert set(team.memberships.values_list("standing", "number")) == {("asked", None)}
    assert sorted(Mail.objects.filter(kind="teams.place_asked").values_list("to__username", flat=True)) == [
        "ayse",
        "guel",
    ]
    with pytest.raises(Refused):
        forming.agree(place_of(team, ayse), by=as_actor(guel), at=AT)
    forming.agree(place_of(team, ayse), by=as_actor(ayse), at=AT)
    assert place_of(team, ayse).standing == Standing.AGREED


def test_who_forms_a_team_and_names_themself_has_said_yes(ayse: Account) -> None:
    idea, _farid = an_idea()
    farid = Account.objects.get(username="farid")
    team = forming.form_team(idea, name="Schalter", lead=farid, members=[ayse], by=as_actor(farid), at=AT)
    assert (place_of(team, farid).standing, place_of(team, ayse).standing) == ("agreed", "asked")


def test_only_who_leads_through_the_sprint_or_the_staff_unit_forms_a_team(ayse: Account, guel: Account) -> None:
    idea, _farid = an_idea()
    with pytest.raises(Refused):
        forming.form_team(idea, name="Schalter", lead=ayse, by=as_actor(ayse), at=AT)
    assert forming.form_team(idea, name="Schalter", lead=ayse, by=as_actor(staff()), at=AT).state == State.FORMING


def test_an_idea_has_one_team(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    a_team(idea, farid, ayse, agreed=False)
    with pytest.raises(Refused):
        forming.form_team(idea, name="Noch eins", lead=guel, by=farid, at=AT)


def test_a_team_begins_with_a_lead_and_a_second_person_and_a_day_ahead(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel, agreed=False)
    forming.agree(place_of(team, ayse), by=as_actor(ayse), at=AT)
    with pytest.raises(Refused):
        forming.take_first_step(team, first_step="Anruf", first_step_on=NEXT_WEEK, by=as_actor(ayse), at=AT)
    forming.agree(place_of(team, guel), by=as_actor(guel), at=AT)
    with pytest.raises(Refused) as refused:
        forming.take_first_step(team, first_step="Anruf", first_step_on=TODAY, by=as_actor(ayse), at=AT)
    assert refused.value.field == "first_step_on"
    forming.take_first_step(team, first_step="Anruf", first_step_on=NEXT_WEEK, by=as_actor(ayse), at=AT)
    idea.refresh_from_db()
    team.refresh_from_db()
    assert (idea.way_out, idea.first_step, team.state) == (Exit.TEAM, "Anruf", State.WORKING)


def test_an_idea_whose_team_can_no_longer_begin_is_open_again(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel)
    forming.take_first_step(team, first_step="Anruf", first_step_on=NEXT_WEEK, by=as_actor(ayse), at=AT)
    forming.leave(place_of(team, guel), by=as_actor(guel), at=AT)
    idea.refresh_from_db()
    assert idea.way_out == Exit.OPEN
    with pytest.raises(ideas.StillOpen):
        ideas.close_sprint(idea.sprint, by=farid, at=AT)


def test_somebody_asks_to_join_an_open_position_and_the_lead_answers_with_a_word(ayse: Account, unit: Unit) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse)
    lead, hasan, ida = as_actor(ayse), works("hasan", unit), works("ida", unit)
    opening = forming.open_position(
        team, needs="Jemand, der Formulare baut", wish=forming.Wish(20, NEXT_WEEK), by=lead, at=AT
    )
    wanting = forming.ask_to_join(team, opening=opening, words="Das kann ich.", by=as_actor(hasan), at=AT)
    assert (wanting.standing, wanting.share) == (Standing.REQUESTED, 20)
    assert Mail.objects.filter(kind="teams.join_asked").values_list("to__username", flat=True)[0] == "ayse"
    forming.accept(team, wanting.pk, words="Willkommen!", by=lead, at=AT)
    assert place_of(team, hasan).standing == Standing.AGREED
    other = forming.ask_to_join(team, by=as_actor(ida), at=AT)
    with pytest.raises(Refused) as refused:
        forming.turn_down(team, other.pk, words=" ", by=lead, at=AT)
    assert refused.value.field == "words"
    forming.turn_down(team, other.pk, words="Diesmal nicht.", by=lead, at=AT)
    assert place_of(team, ida).standing == Standing.REFUSED


def test_a_closed_position_takes_nobody(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse)
    opening = forming.open_position(team, needs="Zeichnen", by=as_actor(ayse), at=AT)
    forming.close_position(team, opening.pk, by=as_actor(ayse), at=AT)
    opening.refresh_from_db()
    with pytest.raises(Refused):
        forming.ask_to_join(team, opening=opening, by=as_actor(guel), at=AT)


def test_a_team_has_five_places_and_says_so_to_the_sixth(ayse: Account, unit: Unit) -> None:
    idea, farid = an_idea()
    four = [works(f"m{number}", unit) for number in range(4)]
    team, late = a_team(idea, farid, ayse, *four), works("sechs", unit)
    asking = forming.ask_to_join(team, by=as_actor(late), at=AT)
    with pytest.raises(Refused):
        forming.accept(team, asking.pk, by=as_actor(ayse), at=AT)
    assert sorted(team.memberships.exclude(number=None).values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_the_database_itself_keeps_places_few_and_leads_single(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel)
    broken = (
        {"number": place_of(team, ayse).number}, {"number": 6}, {"number": None}, {"part": Part.LEAD.value},
        {"standing": Standing.LEFT.value},
    )  # fmt: skip
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=place_of(team, guel).pk).update(**change)


def test_experts_from_outside_stand_beside_the_places_and_need_no_release(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    expert = Account.objects.create_user("expertin", kind=Account.Kind.EXTERNAL, email="e@uni.example")
    team = a_team(idea, farid, ayse)
    place = forming.ask(team, account=expert, by=as_actor(ayse), at=AT)
    forming.agree(place, by=as_actor(expert), at=AT)
    place = place_of(team, expert)
    assert (place.part, place.standing, place.number) == (Part.EXPERT, Standing.RELEASED, None)
    with pytest.raises(Refused):  # a lead and an expert are no two people of the house
        forming.take_first_step(team, first_step="Anruf", first_step_on=NEXT_WEEK, by=as_actor(ayse), at=AT)


def test_the_lead_is_handed_over_within_the_team(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel)
    forming.hand_over_lead(team, place_of(team, guel).pk, by=as_actor(ayse), at=AT)
    assert (place_of(team, ayse).part, place_of(team, guel).part) == (Part.MEMBER, Part.LEAD)
    with pytest.raises(Refused):
        forming.hand_over_lead(team, place_of(team, ayse).pk, by=as_actor(ayse), at=AT)


def test_a_team_ends_with_thanks_to_everybody_and_ranks_nobody(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel)
    with pytest.raises(Refused):
        forming.end_team(team, thanks=" ", by=as_actor(ayse), at=AT)
    forming.end_team(team, thanks="Danke!", learned="Früher fragen.", by=as_actor(ayse), at=AT)
    team = Team.objects.get(pk=team.pk)
    assert (team.state, team.ended_on, team.learned, team.idea) == (State.ENDED, TODAY, "Früher fragen.", None)
    assert set(team.memberships.values_list("standing", "number")) == {("left", None)}
    assert sorted(Mail.objects.filter(kind="teams.thanks").values_list("to__username", flat=True)) == ["ayse", "guel"]


def test_who_says_no_stands_in_no_list_not_even_by_post(ayse: Account, guel: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse, guel, agreed=False)
    forming.decline(place_of(team, guel), by=as_actor(guel), at=AT)
    entry = Entry.objects.get(event="teams.place_declined")
    assert (entry.post, entry.unit) == ("", "")
    formed = Entry.objects.get(event="teams.formed")  # the negative control: a lead acts as a post
    assert formed.post == farid.post
