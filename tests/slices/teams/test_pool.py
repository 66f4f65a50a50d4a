"""The expertise pool: joined by one's own word, seen as far as one wishes, left without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from querwerk.journal.actions import NOBODY, Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.privacy.actions.erase import leave
from querwerk.privacy.queries.own import held
from querwerk.privacy.queries.traces import who_is
from querwerk.structure.models import Account
from querwerk.teams.actions.pool import Outsider, Said, add_skill, drop_skill, keep_outsider, offer, withdraw
from querwerk.teams.actions.questions import About, answer, ask
from querwerk.teams.labels import CONSENTS
from querwerk.teams.lifecycle import MOST_SKILLS, Shown
from querwerk.teams.mails import KINDS
from querwerk.teams.models import Asking, Offer, Profile, Skill, Spoken, Term
from querwerk.teams.queries.pool import PER_PAGE, Wanted, expert, find, own_page
from querwerk.teams.queries.questions import questions
from tests.slices.delivery.people import as_actor, holder, leaves, staff

from .pool import NOW, from_outside, listed, profile_of

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def carla() -> Account:
    return staff()


def names(actor: Actor, on: date = DAY, **said: str) -> list[str]:
    """Who is found, by name in the order of the alphabet: the page's own order is drawn by lot."""
    return sorted(line.name for line in find(actor, Wanted.read(said), on=on).lines)


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


# -- joining and leaving


def test_nobody_is_listed_without_consent_and_its_words_are_kept() -> None:
    account, _post = holder("ayse", "employee")
    said, by = Said(20, Shown.HOUSE, "Ich moderiere gern.", ("de", "tr")), as_actor(account)
    assert refusal(offer, said, consents=False, version=0, by=by, at=NOW)[1] == "consents"
    assert Profile.objects.count() == 0
    profile = offer(said, consents=True, version=0, by=by, at=NOW)
    assert (profile.consent_on, profile.consent) == (DAY, str(CONSENTS[Shown.HOUSE]))
    assert sorted(profile.spoken.values_list("language", flat=True)) == ["de", "tr"]


def test_who_sees_it_is_agreed_to_anew_when_it_changes() -> None:
    account = listed("ayse", shown=Shown.ASKED)
    by, kept = as_actor(account), profile_of(account)
    offer(Said(30, Shown.ASKED), consents=False, version=kept.version, by=by, at=NOW)  # control: nothing else does
    wider = Said(30, Shown.HOUSE)
    assert refusal(offer, wider, consents=False, version=kept.version + 1, by=by, at=NOW)[1] == "consents"
    offer(wider, consents=True, version=kept.version + 1, by=by, at=NOW + timedelta(days=3))
    assert profile_of(account).consent_on == DAY + timedelta(days=3)
    with pytest.raises(Overtaken):
        offer(wider, consents=False, version=1, by=by, at=NOW)


def test_withdrawing_deletes_everything_at_once(carla: Account) -> None:
    account = listed("ayse", "Imkerei", languages=("de",))
    ask(profile_of(account), About("Bienen aufs Rathaus?"), by=as_actor(carla), at=NOW)
    assert names(as_actor(carla), q="Imkerei") == ["Ayse"]
    withdraw(profile_of(account), by=as_actor(account), at=NOW)
    assert names(as_actor(carla), q="Imkerei") == []
    left = [table.objects.count() for table in (Profile, Offer, Spoken, Asking, Skill, Term)]
    assert left == [0] * 6
    mail = Mail.objects.get(kind="teams.asked")
    assert not KINDS["teams.asked"].may_receive(account, mail.words)  # a mail that still waits is not sent


def test_the_journal_knows_that_somebody_joined_and_left_not_as_which_post() -> None:
    account = listed("ayse", "Imkerei")
    withdraw(profile_of(account), by=as_actor(account), at=NOW)
    entries = list(Entry.objects.order_by("seq").values_list("event", "post", "unit", "facts"))
    assert entries == [
        ("teams.profile_listed", "", "", {}),
        ("teams.profile_changed", "", "", {}),
        ("teams.profile_withdrawn", "", "", {}),
    ]


def test_a_profile_is_nobody_elses_to_change(carla: Account) -> None:
    account = listed("ayse", "Imkerei")
    kept, skill = profile_of(account), Skill.objects.get()
    boss = as_actor(holder("gerda", "office_head")[0])
    for other in (as_actor(carla), boss, NOBODY):
        for action, said in (
            (withdraw, {}),
            (add_skill, {"word": "Faulheit"}),
        ):
            with pytest.raises(Refused):
                action(kept, **said, by=other, at=NOW)
        with pytest.raises(Refused):
            drop_skill(kept, skill.pk, by=other, at=NOW)
    drop_skill(kept, skill.pk, by=as_actor(account), at=NOW)  # control
    assert Offer.objects.count() == 0


def test_a_guest_from_outside_keeps_their_own_profile() -> None:
    emma = Account.objects.create(username="emma", email="emma@x.example", kind="external")
    listed("emma", "Stadtplanung")
    assert names(as_actor(holder("ayse", "employee")[0]), q="Stadtplanung") == ["emma"]
    assert own_page(as_actor(emma), on=DAY) is not None


def test_skills_end_somewhere() -> None:
    account = listed("ayse", *[f"Wort {number}" for number in range(MOST_SKILLS)])
    assert "40" in refusal(add_skill, profile_of(account), word="zu viel", by=as_actor(account), at=NOW)[0]


def test_the_same_skill_twice_is_one() -> None:
    account = listed("ayse", "Imkerei", "imkerei", " Imkerei ")
    assert (Offer.objects.count(), Skill.objects.count()) == (1, 1)
    assert profile_of(account).offers.count() == 1


def test_the_database_keeps_profiles_whole() -> None:
    account = listed("ayse")
    kept = profile_of(account)
    for wrong in ({"account": None}, {"consent": ""}, {"share": 0}, {"share": 101}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Profile.objects.filter(pk=kept.pk).update(**wrong)
    Profile.objects.filter(pk=kept.pk).update(share=100)  # control


# -- who sees whom


def test_everybody_is_found_as_far_as_they_wish(carla: Account) -> None:
    for name, shown in (("ayse", Shown.HOUSE), ("bernd", Shown.TEAMS), ("dilan", Shown.ASKED)):
        listed(name, "Moderation", shown=shown)
    reader = as_actor(holder("emil", "employee")[0])
    boss = as_actor(holder("gerda", "office_head")[0])
    resident = Actor(post="", account="rosa", roles=frozenset({"resident"}))
    dilan = as_actor(Account.objects.get(username="dilan"))
    assert names(reader, q="Moderation") == names(boss, q="Moderation") == ["Ayse"]
    assert names(as_actor(carla), q="Moderation") == ["Ayse", "Bernd"]
    assert names(replace(reader, roles=frozenset({"facilitator"})), q="Moderation") == ["Ayse", "Bernd"]
    assert names(dilan, q="Moderation") == ["Ayse", "Dilan"]
    assert names(resident, q="Moderation") == names(NOBODY, q="Moderation") == []
    key = profile_of(Account.objects.get(username="dilan")).key
    assert expert(key, boss, on=DAY) is None
    assert expert(key, dilan, on=DAY) is not None


def test_who_left_the_house_or_is_locked_is_not_found(carla: Account) -> None:
    ayse, bernd, _cem = listed("ayse", "Moderation"), listed("bernd", "Moderation"), listed("cem", "Moderation")
    reader = as_actor(carla)
    assert names(reader, q="Moderation") == ["Ayse", "Bernd", "Cem"]
    leaves(ayse, DAY)
    Account.objects.filter(pk=bernd.pk).update(is_active=False)
    assert names(reader, q="Moderation") == ["Cem"]


def test_nobody_lists_the_pool_or_an_office_of_it(carla: Account) -> None:
    listed("ayse", "Moderation")
    reader = as_actor(holder("gerda", "office_head")[0])
    assert names(reader) == names(reader, einheit="amt-ayse") == names(reader, anteil="10") == []
    assert names(reader, q="Moderation", einheit="amt-ayse") == ["Ayse"]  # control: narrowed by a skill it is found


# -- finding


def test_words_find_other_forms_and_compounds(carla: Account) -> None:
    listed("ayse", "Veranstaltungen moderieren")
    listed("bernd", "Vergaberecht")
    listed("cem", "Leichte Sprache")
    reader = as_actor(carla)
    assert names(reader, q="Veranstaltung") == ["Ayse"]
    assert names(reader, q="Recht") == ["Bernd"]
    assert names(reader, q="leichte Sprachen") == ["Cem"]
    assert names(reader, q="Veranstaltung Recht") == []


@pytest.mark.parametrize("typed", ["ÄRZTE", "ärzte", "Aerzte", "STRASSE", "straße", "Straßenärzte", "Strassen Arzt"])
def test_capitals_umlauts_and_sharp_s_find_the_same_on_every_database(carla: Account, typed: str) -> None:
    listed("ayse", "Straßenärzte begleiten")
    listed("bernd", "Strandkörbe")
    assert names(as_actor(carla), q=typed) == ["Ayse"]


def test_how_many_there_are_is_said_on_every_page(carla: Account) -> None:
    for number in range(PER_PAGE + 1):
        listed(f"p{number}", "Imkerei", shown=Shown.HOUSE if number else Shown.ASKED)
    pages = [find(as_actor(carla), Wanted(text="imkerei", page=page), on=DAY) for page in (1, 2, 3)]
    assert [(len(page.lines), page.total) for page in pages] == [(PER_PAGE, PER_PAGE), (0, PER_PAGE), (0, PER_PAGE)]


def test_words_may_be_held_by_two_skills_of_one_person(carla: Account) -> None:
    listed("ayse", "Vergaberecht", "Moderation")
    assert names(as_actor(carla), q="Recht Moderation") == ["Ayse"]


def test_filters_narrow(carla: Account) -> None:
    listed("ayse", "Moderation", share=10, languages=("tr",))
    listed("bernd", "Moderation", share=50, languages=("de",))
    reader = as_actor(carla)
    assert names(reader, q="Moderation", anteil="20") == ["Bernd"]
    assert names(reader, sprache="tr") == ["Ayse"]
    assert names(reader, q="Moderation", einheit="amt-bernd") == ["Bernd"]
    assert names(reader, q="Moderation", anteil="x", sprache="xx") == ["Ayse", "Bernd"]


def test_another_day_begins_with_somebody_else(carla: Account) -> None:
    for number in range(8):
        listed(f"person{number}", "Moderation")
    wanted, reader = Wanted.read({"q": "Moderation"}), as_actor(carla)
    days = [DAY + timedelta(days=number) for number in range(60)]
    orders = [tuple(line.name for line in find(reader, wanted, on=day).lines) for day in days]
    assert {order[0] for order in orders} == {f"Person{number}" for number in range(8)}
    assert find(reader, wanted, on=DAY).lines[0].name == orders[0][0]  # the same all day long
    assert all(sorted(order) == sorted(orders[0]) for order in orders)


def test_a_page_costs_the_same_with_one_and_with_many(carla: Account) -> None:
    reader, wanted = as_actor(carla), Wanted.read({"q": "Moderation Recht", "sprache": "de"})
    counts = []
    for some in (["a"], ["b", "c", "d"]):
        for name in some:
            listed(name, "Moderation", "Vergaberecht", languages=("de",))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find(reader, wanted, on=DAY)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


# -- outsiders


def test_the_staff_unit_keeps_outsiders_with_the_day_of_their_consent(carla: Account) -> None:
    emma = from_outside("Emma Fern", "Stadtklima", by=carla)
    assert names(as_actor(holder("ayse", "employee")[0]), q="Klima") == ["Emma Fern"]
    line = expert(emma.key, as_actor(carla), on=DAY)
    assert line is not None
    assert (line.unit, line.outside, "hochschule.example" in repr(line)) == ("Hochschule", True, False)
    tomorrow = Outsider("Emma", "HS", "e@hs.example", DAY + timedelta(days=1))
    late = refusal(keep_outsider, None, tomorrow, Said(10), version=0, by=as_actor(carla), at=NOW)
    assert late[1] == "consent_on"
    other = as_actor(holder("ayse2", "employee")[0])
    who = Outsider("Emma", "HS", "e@hs.example", DAY)
    for profile in (None, emma):
        assert refusal(keep_outsider, profile, who, Said(10), version=emma.version, by=other, at=NOW)[1] == ""
    withdraw(emma, by=as_actor(carla), at=NOW)
    assert Profile.objects.count() == 0


# -- questions


def test_a_question_goes_to_one_person_and_the_answer_back(carla: Account) -> None:
    ayse = listed("ayse", "Moderation", shown=Shown.TEAMS)
    ask(profile_of(ayse), About("Zwei Tage im Mai?"), by=as_actor(carla), at=NOW)
    (of_me,) = questions(as_actor(ayse), on=DAY).of_me
    assert (of_me.words, of_me.post, of_me.reply) == ("Zwei Tage im Mai?", "Stabsstelle, Amt carla", "open")
    asking = Asking.objects.get()
    assert refusal(answer, asking, joins=True, by=as_actor(carla), at=NOW)[1] == ""
    answer(asking, joins=True, by=as_actor(ayse), at=NOW)
    (by_me,) = questions(as_actor(carla), on=DAY).by_me
    assert (by_me.name, by_me.reply) == ("Ayse", "yes")
    assert list(Mail.objects.order_by("pk").values_list("kind", "to__username")) == [
        ("teams.asked", "ayse"),
        ("teams.answered", "carla"),
    ]
    assert refusal(answer, asking, joins=False, by=as_actor(ayse), at=NOW)[0].startswith("Sie haben")
    other = questions(as_actor(holder("gerda", "office_head")[0]), on=DAY)
    assert (other.of_me, other.by_me) == ((), ())


def test_who_is_hidden_cannot_be_asked_directly_and_nobody_is_asked_twice(carla: Account) -> None:
    hidden, seen = listed("dilan", "Moderation", shown=Shown.ASKED), listed("ayse", "Moderation")
    by = as_actor(carla)
    assert refusal(ask, profile_of(hidden), About("?"), by=by, at=NOW)[1] == ""
    ask(profile_of(seen), About("Einmal?"), by=by, at=NOW)
    assert refusal(ask, profile_of(seen), About("Noch einmal?"), by=by, at=NOW)[0].startswith("Sie haben schon gefragt")
    assert refusal(ask, profile_of(seen), About("Ich?"), by=as_actor(seen), at=NOW)[0].startswith("Sich selbst")
    assert Asking.objects.count() == 1


def test_an_outsider_is_asked_by_mail_and_answers_by_mail(carla: Account) -> None:
    emma = from_outside("Emma Fern", "Stadtklima", by=carla)
    ask(emma, About("Ein Vortrag?"), by=as_actor(carla), at=NOW)
    mail = Mail.objects.get(kind="teams.asked")
    assert (mail.to, mail.address, mail.words["reply_to"]) == (
        None, "emma@hochschule.example", "carla@stadt.example",
    )  # fmt: skip
    assert KINDS["teams.asked"].may_receive(None, mail.words)
    withdraw(emma, by=as_actor(carla), at=NOW)
    assert not KINDS["teams.asked"].may_receive(None, mail.words)


# -- one's own data


def test_the_export_holds_the_profile_and_erasing_takes_it(carla: Account) -> None:
    ayse = listed("ayse", "Imkerei", languages=("de",))
    ask(profile_of(ayse), About("Bienen?"), by=as_actor(carla), at=NOW)
    tables = {one.model._meta.label for one in held(who_is(ayse))}
    assert {"teams.Profile", "teams.Offer", "teams.Spoken", "teams.Asking"} <= tables
    leave(by=as_actor(ayse), at=NOW)
    assert [table.objects.count() for table in (Profile, Offer, Spoken, Asking)] == [0] * 4
