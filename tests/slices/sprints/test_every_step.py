"""T3: every state of a sprint with every verb about its ideas and its result; what is allowed is written down here."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.sprints.actions import ideas
from querwerk.sprints.actions import result as results
from querwerk.sprints.lifecycle import Showing, State
from querwerk.sprints.models import Idea, Result, Sprint

from .people import AT, TODAY, TOMORROW, a_sprint, as_actor, facilitating, holder, staff

pytestmark = pytest.mark.django_db

#: verb -> the states in which it does something
ALLOWED = {
    "note": {State.RUNNING},
    "change": {State.RUNNING},
    "park": {State.RUNNING},
    "leave": {State.RUNNING},
    "take up": {State.RUNNING},
    "close": {State.RUNNING},
    "outlook": {State.RUNNING, State.CLOSED},
    "publish": {State.CLOSED},
    "take back": {State.PUBLISHED},
}
#: verb -> the state it leads to
LEADS = {"close": State.CLOSED, "publish": State.PUBLISHED, "take back": State.CLOSED}


def verbs(sprint: Sprint, idea: Idea, farid: Actor, carla: Actor, version: int) -> dict[str, Callable[[], object]]:
    return {
        "note": lambda: ideas.note_idea(sprint, title="Neu", by=farid, at=AT),
        "change": lambda: ideas.change_idea(idea, title="Anders", text="", version=1, by=farid, at=AT),
        "park": lambda: ideas.park(idea, reason="Ein anderer Grund", by=farid, at=AT),
        "leave": lambda: ideas.leave_with_team(idea, first_step="Anruf", first_step_on=TOMORROW, by=farid, at=AT),
        "take up": lambda: ideas.take_up(idea, by=farid, at=AT),
        "close": lambda: ideas.close_sprint(sprint, by=farid, at=AT),
        "outlook": lambda: results.write_outlook(sprint, outlook="Bald", version=version, by=farid, at=AT),
        "publish": lambda: results.publish_result(sprint, showing=Showing.EVERYBODY, version=version, by=carla, at=AT),
        "take back": lambda: results.take_result_back(sprint, version=version, by=carla, at=AT),
    }


@pytest.mark.parametrize(("state", "verb"), [*product(State, ALLOWED)])
def test_each_verb_in_each_state_does_what_the_table_says_and_nothing_else(state: State, verb: str) -> None:
    sprint = a_sprint()
    farid, carla = facilitating(sprint, holder("farid", "employee")[0]), as_actor(staff())
    idea = Idea.objects.create(
        sprint=sprint, title="Idee", way_out="parked", parked_because="Kein Geld", noted_on=TODAY
    )
    Sprint.objects.filter(pk=sprint.pk).update(state=state, cancelled_because="Niemand hatte Zeit.")
    version = 0
    if state == State.PUBLISHED:
        version = Result.objects.create(sprint=sprint, showing="house", released_on=TODAY).version
    before = Entry.objects.count()
    deed = verbs(sprint, idea, farid, carla, version)[verb]
    if state in ALLOWED[verb]:
        deed()
        assert Entry.objects.count() == before + 1
        assert Sprint.objects.get(pk=sprint.pk).state == LEADS.get(verb, state)
    else:
        with pytest.raises(Refused):
            deed()
        assert (Entry.objects.count(), Sprint.objects.get(pk=sprint.pk).state) == (before, state)
        assert Idea.objects.get(pk=idea.pk) == idea and Idea.objects.count() == 1
