"""Reminders, escalations and questions asked again, while one worker after the other dies over them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from querwerk.intake.lifecycle import ESCALATION, State
from querwerk.intake.models import FollowUp, NamedPost
from querwerk.journal.models import Entry
from querwerk.journal.queries import position
from querwerk.outbox.models import Mail
from querwerk.structure.models import Post
from querwerk.teams.actions import releases
from querwerk.web.models import Follow
from tests.slices.delivery.people import holder, leaves, staff
from tests.slices.intake.asking import ayse, inquiry, switch_on
from tests.slices.teams.people import a_team, an_idea, as_actor, office, place_of, works

from .postoffice import PostOffice, opened
from .test_worker import ROOT, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torture]
ROUNDS = 60


def something_due() -> None:
    """Three answers that are overdue, three questions to ask again, two releases nobody has answered."""
    now, today = timezone.now(), timezone.localdate()
    staff()
    _bernd, post = holder("bernd", "mayor", "Bürgermeister")
    NamedPost.objects.create(task=NamedPost.Task.OVERDUE, place=1, post=post)
    switch_on(ESCALATION)
    for number in range(3):
        inquiry(title=f"Frage {number}", due_on=today - timedelta(days=40))
        held = inquiry(State.HELD, title=f"Reise {number}")
        Follow.objects.create(account=ayse(), thread=held.thread, kind="inquiry", slug=str(held.pk), since=position())
    FollowUp.objects.filter(days=30).update(due_on=today)
    FollowUp.objects.filter(days=90).update(due_on=today + timedelta(days=365))
    _two_releases(now - timedelta(days=8))
    Mail.objects.all().delete()  # what was written on the way here


def _two_releases(at: datetime) -> None:
    """One is with Gerda; Hanna, who was asked for the other, has left, and Dora above her is asked instead."""
    today = timezone.localdate()
    above = office("Dezernat", kind="department")
    units = [office(name, under=above) for name in ("Bürgeramt", "Bauamt")]
    works("dora", above, Post.Role.DEPUTY_MAYOR)
    heads = [works(name, unit, Post.Role.OFFICE_HEAD) for name, unit in zip(("gerda", "hanna"), units, strict=True)]
    people = [works(name, unit) for name, unit in zip(("bilge", "cem"), units, strict=True)]
    idea, farid = an_idea()
    team = a_team(idea, farid, *people)
    for one in people:
        until = today + timedelta(days=90)
        releases.ask_release(place_of(team, one), share=20, begins_on=today, ends_on=until, by=as_actor(one), at=at)
    leaves(heads[1], today)


@pytest.mark.parametrize("seed", range(3))
def test_workers_that_die_in_the_middle_of_the_calendar_tell_everybody_everything_once(seed: int) -> None:
    something_due()
    post = PostOffice()
    with opened(post) as address:
        command = [sys.executable, "-m", "tests.slices.outbox.dying_calendar", address, str(seed), str(ROUNDS)]
        told = subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, text=True, check=True)
    deaths = Counter(told.stdout.splitlines())
    assert sum(deaths.values()) > ROUNDS // 2, told.stderr
    assert Counter(Mail.objects.values_list("kind", "to__username")) == {
        ("intake.answer_due", "carla"): 3,
        ("intake.answer_overdue", "bernd"): 3,
        ("intake.inquiry_followed_up", "ayse"): 3,
        ("web.followed_moved", "ayse"): 3,
        ("teams.release_reminded", "gerda"): 1,
        ("teams.release_asked", "dora"): 1,
        ("teams.release_reminded", "dora"): 1,
    }
    assert list(Mail.objects.filter(sent_at=None).values("kind", "reason", "reply")) == []
    arrived = Counter(post.identities)
    assert set(arrived) == {f"<{key}@stadt.example>" for key in Mail.objects.values_list("message_id", flat=True)}
    # a mail comes again, under the same name, where a worker died between the server's yes and the note of it
    assert arrived.total() - len(arrived) == deaths["after the message"] + deaths["sent_at"]
    events = Entry.objects.filter(event__in=("intake.inquiry_followed_up", "teams.release_moved_on"))
    assert Counter(events.values_list("event", flat=True)) == {
        "intake.inquiry_followed_up": 3, "teams.release_moved_on": 1,
    }  # fmt: skip
