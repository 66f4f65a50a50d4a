"""An idea leaves its sprint with a team and a first dated step, or is parked with a reason: there is no third way."""

from __future__ import annotations

import pytest

from querwerk.journal.actions import Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.sprints.actions import ideas
from querwerk.sprints.lifecycle import Exit, State
from querwerk.sprints.models import Idea, Sprint

from .people import AT, TODAY, TOMORROW, a_sprint, as_actor, facilitating, holder, seated, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return a_sprint()


@pytest.fixture
def farid(sprint: Sprint) -> Actor:
    return facilitating(sprint, holder("farid", "employee")[0])


def noted(sprint: Sprint, by: Actor, title: str = "Ein Schalter für alles") -> Idea:
    return ideas.note_idea(sprint, title=title, text="Wer kommt, wird nicht weitergeschickt.", by=by, at=AT)


def test_who_leads_through_a_sprint_writes_its_ideas_down(sprint: Sprint, farid: Actor) -> None:
    idea = noted(sprint, farid)
    assert (idea.title, idea.way_out, idea.noted_on) == ("Ein Schalter für alles", Exit.OPEN, TODAY)
    assert list(Entry.objects.filter(thread=idea.thread).values_list("event", flat=True)) == ["sprints.idea_noted"]


def test_who_takes_part_writes_ideas_down_too(sprint: Sprint) -> None:
    guest = holder("gast", "employee")[0]
    seated(sprint, guest)
    assert noted(sprint, as_actor(guest)).sprint == sprint


def test_who_has_no_seat_or_leads_another_sprint_writes_none_down(sprint: Sprint) -> None:
    elsewhere = facilitating(a_sprint("Ein anderer Sprint"), holder("fremd", "employee")[0])
    for actor in (as_actor(holder("neu", "employee")[0]), as_actor(staff()), elsewhere):
        with pytest.raises(Refused):
            noted(sprint, actor)
    assert not Idea.objects.exists()


@pytest.mark.parametrize("state", ["planned", "announced", "closed", "published", "cancelled"])
def test_ideas_belong_to_a_sprint_that_runs(state: str, sprint: Sprint, farid: Actor) -> None:
    Sprint.objects.filter(pk=sprint.pk).update(state=state, cancelled_because="Niemand hatte Zeit.")
    with pytest.raises(Refused):
        noted(sprint, farid)


def test_an_idea_can_be_said_in_other_words_but_not_over_those_of_somebody_else(sprint: Sprint, farid: Actor) -> None:
    idea = noted(sprint, farid)
    ideas.change_idea(idea, title="Ein Schalter", text="", version=1, by=farid, at=AT)
    ideas.change_idea(idea, title="Ein Schalter", text="", version=1, by=farid, at=AT)  # sent twice
    with pytest.raises(Overtaken):
        ideas.change_idea(idea, title="Zwei Schalter", text="", version=1, by=farid, at=AT)
    idea.refresh_from_db()
    assert (idea.title, idea.version) == ("Ein Schalter", 2)


def test_parking_needs_a_reason_and_says_it_openly(sprint: Sprint, farid: Actor) -> None:
    idea = noted(sprint, farid)
    with pytest.raises(Refused) as refused:
        ideas.park(idea, reason="  ", by=farid, at=AT)
    assert refused.value.field == "reason"
    parked = ideas.park(idea, reason="Im Haushalt 2027 ist dafür kein Geld.", by=farid, at=AT)
    assert (parked.way_out, parked.parked_because) == (Exit.PARKED, "Im Haushalt 2027 ist dafür kein Geld.")


def test_the_first_step_needs_words_and_a_day_ahead(sprint: Sprint, farid: Actor) -> None:
    idea = noted(sprint, farid)
    for step, day, field in (("", TOMORROW, "first_step"), ("Termin mit dem Amt", TODAY, "first_step_on")):
        with pytest.raises(Refused) as refused:
            ideas.leave_with_team(idea, first_step=step, first_step_on=day, by=farid, at=AT)
        assert refused.value.field == field
    left = ideas.leave_with_team(idea, first_step="Termin mit dem Amt", first_step_on=TOMORROW, by=farid, at=AT)
    assert (left.way_out, left.first_step_on) == (Exit.TEAM, TOMORROW)


def test_an_idea_with_a_team_is_not_parked_and_a_parked_one_can_be_taken_up_again(sprint: Sprint, farid: Actor) -> None:
    idea = ideas.leave_with_team(noted(sprint, farid), first_step="Anruf", first_step_on=TOMORROW, by=farid, at=AT)
    with pytest.raises(Refused):
        ideas.park(idea, reason="Doch nicht", by=farid, at=AT)
    with pytest.raises(Refused):
        ideas.take_up(idea, by=farid, at=AT)
    ideas.lose_team(idea, by=farid, at=AT)
    ideas.park(idea, reason="Doch nicht", by=farid, at=AT)
    assert ideas.lose_team(idea, by=farid, at=AT).way_out == Exit.PARKED
    again = ideas.take_up(idea, by=farid, at=AT)
    assert (again.way_out, again.parked_because, again.first_step) == (Exit.OPEN, "", "Anruf")


def test_a_sprint_does_not_close_while_an_idea_is_open_and_names_each_of_them(sprint: Sprint, farid: Actor) -> None:
    first, second, third = (noted(sprint, farid, title) for title in ("Erste", "Zweite", "Dritte"))
    ideas.park(second, reason="Später", by=farid, at=AT)
    with pytest.raises(ideas.StillOpen) as refused:
        ideas.close_sprint(sprint, by=farid, at=AT)
    assert refused.value.ideas == [(first.pk, "Erste"), (third.pk, "Dritte")]
    sprint.refresh_from_db()
    assert sprint.state == State.RUNNING


def test_a_sprint_closes_when_every_idea_has_a_reason_or_a_team(sprint: Sprint, farid: Actor) -> None:
    """With teams: tests/slices/teams/test_exit.py."""
    for title in ("Erste", "Zweite"):
        ideas.park(noted(sprint, farid, title), reason="Später", by=farid, at=AT)
    assert ideas.close_sprint(sprint, by=farid, at=AT).state == State.CLOSED
    entry = Entry.objects.get(thread=sprint.thread, event="sprints.closed")
    assert entry.facts == {"state": ["running", "closed"], "ideas": [None, {"team": 0, "parked": 2}]}
    with pytest.raises(Refused):
        ideas.close_sprint(sprint, by=farid, at=AT)


def test_who_only_takes_part_does_not_close_a_sprint(sprint: Sprint) -> None:
    guest = holder("gast", "employee")[0]
    seated(sprint, guest)
    with pytest.raises(Refused):
        ideas.close_sprint(sprint, by=as_actor(guest), at=AT)
