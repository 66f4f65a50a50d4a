"""T4 for teams: two accept the last place at once, somebody leaves or is released while others decide."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from querwerk.journal.actions import Refused
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.sprints.actions import ideas
from querwerk.sprints.models import Idea, Sprint
from querwerk.structure.models import Account, Post
from querwerk.teams.actions import forming, releases
from querwerk.teams.lifecycle import Answer
from querwerk.teams.models import Membership, Release, Standin, Team
from tests.at_once import in_between, together

from .people import AT, NEXT_WEEK, SPRING, TODAY, a_team, an_idea, as_actor, office, place_of, post_of, works

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Does all of them at the same moment, each with a connection of its own, and says how each ended."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        ready.wait()
        try:
            deed()
        except (Refused, OperationalError) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_two_who_take_the_last_place_at_once_leave_five_in_the_team() -> None:
    unit = office()
    lead = works("ayse", unit)
    idea, farid = an_idea()
    team = a_team(idea, farid, lead, *(works(f"m{number}", unit) for number in range(3)))
    late = [works(f"spaet{number}", unit) for number in range(4)]
    places = [forming.ask_to_join(team, by=as_actor(one), at=AT) for one in late]
    by = as_actor(lead)
    ends = at_once(*(lambda pk=place.pk: forming.accept(team, pk, by=by, at=AT) for place in places))
    assert ends.count("done") == 1
    assert sorted(Membership.objects.exclude(number=None).values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Account.objects.filter(memberships__standing="agreed").count() == 5


@pytest.mark.parametrize("ends", [False, True], ids=["somebody leaves", "the team ends"])
def test_an_idea_loses_its_team_while_another_idea_is_written_down(ends: bool) -> None:
    unit = office()
    lead, member = works("ayse", unit), works("bilge", unit)
    idea, farid = an_idea()
    team, by = a_team(idea, farid, lead, member), as_actor(lead)
    forming.take_first_step(team, first_step="Treffen", first_step_on=NEXT_WEEK, by=by, at=AT)
    place = place_of(team, member)
    deeds = [
        lambda: forming.leave(place, by=as_actor(member), at=AT),
        lambda: forming.end_team(team, thanks="Danke!", by=by, at=AT),
    ]
    told = in_between(
        Sprint.objects.filter(pk=idea.sprint_id),
        lambda: ideas.note_idea(idea.sprint, title="Noch eine", by=farid, at=AT),
        deeds[ends],
    )
    assert told == "done"
    assert list(Idea.objects.order_by("pk").values_list("way_out", flat=True)) == ["open", "open"]


def test_a_superior_names_who_acts_for_them_while_they_answer() -> None:
    unit = office()
    gerda, vera = works("gerda", unit, Post.Role.OFFICE_HEAD), works("vera", unit)
    lead, member = works("ayse", unit), works("bilge", unit)
    idea, farid = an_idea()
    place, by = place_of(a_team(idea, farid, lead, member), member), as_actor(gerda)
    (release,) = releases.ask_release(place, share=20, begins_on=NEXT_WEEK, ends_on=SPRING, by=as_actor(member), at=AT)
    told = in_between(
        Release.objects.all(),
        lambda: releases.answer_release(
            release, answer=Answer.YES, unbound=True, version=release.version, by=by, at=AT
        ),
        lambda: releases.name_standin(
            post_of(gerda), standin=post_of(vera), begins_on=TODAY, ends_on=SPRING, by=by, at=AT
        ),
    )
    assert told == "done"
    assert (Release.objects.get().answer, Standin.objects.count()) == (Answer.YES, 1)


def test_a_release_that_is_answered_twice_at_once_is_answered_once() -> None:
    unit = office()
    gerda, lead, member = works("gerda", unit, Post.Role.OFFICE_HEAD), works("ayse", unit), works("bilge", unit)
    idea, farid = an_idea()
    place, by = place_of(a_team(idea, farid, lead, member), member), as_actor(gerda)
    (release,) = releases.ask_release(place, share=20, begins_on=NEXT_WEEK, ends_on=SPRING, by=as_actor(member), at=AT)
    yes = partial(releases.answer_release, release, answer=Answer.YES, unbound=True, version=1, by=by, at=AT)
    no = partial(releases.answer_release, release, answer=Answer.NO, reason="Keine Zeit.", version=1, by=by, at=AT)
    assert sorted(together(yes, no)) == ["Das ist schon beantwortet.", "done"]
    assert Entry.objects.filter(event="teams.release_answered").count() == 1
    assert Mail.objects.filter(kind="teams.release_answered").count() == 1


def test_an_idea_that_is_parked_while_its_team_is_formed_waits_for_nobody_in_a_circle() -> None:
    lead = works("ayse", office())
    for _round in range(3):
        idea, farid = an_idea(f"Idee {_round}", Sprint.objects.first())
        told = together(
            partial(ideas.park, idea, reason="Kein Geld.", by=farid, at=AT),
            partial(forming.form_team, idea, name="Schalter", lead=lead, by=farid, at=AT),
        )
        idea.refresh_from_db()
        assert (told[0], idea.way_out) == ("done", "parked")
        assert Team.objects.filter(idea=idea).count() == (told[1] == "done")
