"""Terms: what was kept long enough goes, and nobody's log-in ends without a word a month before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from querwerk.journal.models import Entry
from querwerk.journal.models import Person as Behind
from querwerk.journal.queries import verify
from querwerk.outbox.kinds import kinds, written
from querwerk.outbox.models import Mail
from querwerk.privacy.actions.own_data import stay
from querwerk.privacy.actions.terms import keep_terms
from querwerk.privacy.models import Erasure, Stay
from querwerk.privacy.queries import declared
from querwerk.structure.models import Account, Assignment, Person, Post
from querwerk.web.jobs import JOBS
from tests.factories import make_unit
from tests.people import Actor, invent

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def dilan() -> Account:
    """A resident: a log-in without a post."""
    return Account.objects.create_user("dilan", email="dilan@beispiel.invalid", kind="resident")


def days(now: datetime, *count: int) -> list[datetime]:
    return [now + timedelta(days=one) for one in count]


def test_a_resident_is_told_a_month_before_and_erased_after_it(dilan: Account, now: datetime) -> None:
    for at in days(now, 0, 334):
        keep_terms(at)
    assert not Mail.objects.exists()
    for at in days(now, 335, 336, 364):
        keep_terms(at)
    mail = Mail.objects.get()
    assert (mail.kind, mail.to, mail.words) == ("privacy.ends", dilan, {"day": "2027-11-22"})
    assert "Am 22.11.2027 löschen wir es" in written(kinds()[mail.kind], mail.words).text
    assert Account.objects.filter(username="dilan").exists()
    keep_terms(days(now, 365)[0])
    assert not Account.objects.filter(username="dilan").exists()
    assert [erasure.cause for erasure in Erasure.objects.all()] == ["term"]


def test_who_says_that_they_still_need_it_stays_another_year(dilan: Account, now: datetime) -> None:
    for at in days(now, 0, 340):
        keep_terms(at)
    stay(by=Actor(post="", account="dilan", roles=frozenset({"resident"})), at=days(now, 345)[0])
    for at in days(now, 365, 600):
        keep_terms(at)
    assert Account.objects.filter(username="dilan").exists()
    assert not kinds()["privacy.ends"].may_receive(dilan, {})


def test_a_job_that_was_late_warns_first_and_erases_a_month_later(dilan: Account, now: datetime) -> None:
    keep_terms(now)
    late = now + timedelta(days=500)
    keep_terms(late)
    assert Mail.objects.get().words == {"day": str((late + MONTH).date())}
    keep_terms(late + MONTH - timedelta(days=1))
    assert Account.objects.filter(username="dilan").exists()
    keep_terms(late + MONTH)
    assert not Account.objects.filter(username="dilan").exists()


def test_whoever_holds_a_post_stays_and_half_a_year_longer(now: datetime) -> None:
    post = Post.objects.create(unit=make_unit(), slug="leitung", title="Projektleitung", role="project_lead")
    person = Person.objects.create(name="Ayşe")
    account = Account.objects.create_user("ayse", person=person)
    held = Assignment.objects.create(post=post, person=person, valid_from=now.date())
    Stay.objects.create(account=account, confirmed_on=now.date() - timedelta(days=2000))
    keep_terms(now)
    assert not Mail.objects.exists()
    held.valid_to = now.date() + timedelta(days=1)
    held.save()
    keep_terms(now + timedelta(days=153))
    assert not Mail.objects.exists()
    keep_terms(now + timedelta(days=154))
    assert Mail.objects.get().words == {"day": str(held.valid_to + timedelta(days=183))}


def test_somebody_without_a_log_in_becomes_nameless_half_a_year_after_the_last_post(now: datetime) -> None:
    post = Post.objects.create(unit=make_unit(), slug="leitung", title="Projektleitung", role="project_lead")
    person, other = Person.objects.create(name="Emma"), Person.objects.create(name="Bernd")
    gone = now.date() - timedelta(days=183)
    Assignment.objects.create(post=post, person=person, valid_from=gone - timedelta(days=9), valid_to=gone)
    Assignment.objects.create(post=post, person=other, valid_from=gone)
    keep_terms(now)
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Bernd", "N. N."]


def test_who_stood_behind_an_entry_is_forgotten_after_three_years_and_the_chain_holds(now: datetime) -> None:
    one = invent(1)
    assert Behind.objects.filter(account=one.word).exists()
    keep_terms(now + timedelta(days=3 * 365 - 1))
    assert Behind.objects.filter(account=one.word).exists()
    keep_terms(now + timedelta(days=3 * 365 + 1))
    assert not Behind.objects.filter(account=one.word).exists()
    assert Entry.objects.latest("seq").facts["journal.Person"][1] >= 1
    assert verify().intact


def test_what_a_slice_sees_to_itself_names_a_job_that_exists() -> None:
    named = {line.said.keep.job for line in declared.lines() if line.said.keep.job}
    assert named - {job.name for job in JOBS} == set()
    assert "privacy.terms" in {job.name for job in JOBS}


def test_machines_have_no_term(now: datetime) -> None:
    Account.objects.create_user("dienst", kind="service")
    for at in days(now, 0, 500, 600):
        keep_terms(at)
    assert Account.objects.filter(username="dienst").exists()
    assert not Session.objects.exists()
