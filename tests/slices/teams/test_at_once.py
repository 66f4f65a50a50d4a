"""T4 for joining: two accept the last place at once: one of them does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from querwerk.journal.actions import Refused
from querwerk.structure.models import Account
from querwerk.teams.actions import forming
from querwerk.teams.models import Membership

from .people import AT, a_team, an_idea, as_actor, office, works

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
