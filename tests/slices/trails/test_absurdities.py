"""A finding becomes an inquiry; with the unit's consent it becomes an absurdity, and later its mended twin."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from querwerk.intake.forms.asking import opened
from querwerk.intake.models import Inquiry
from querwerk.journal.actions import NOBODY, Refused
from querwerk.journal.models import Entry
from querwerk.outbox.kinds import written as letter
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account, Placement, Unit
from querwerk.trails.actions import absurdities, findings
from querwerk.trails.mails import KINDS
from querwerk.trails.models import Absurdity, Finding, Trail
from querwerk.trails.queries.absurdities import consents
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff

from .people import AT, a_trail, employee, published, released

pytestmark = pytest.mark.django_db
SENTENCE = "Ein Dienstreiseantrag über 12 Euro geht durch 11 Hände"
FIGURES = {"hands": 11, "handovers": 10}
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'></svg>"


def sent() -> dict[str, str]:
    """What a form for an inquiry says besides the words."""
    return {"kind": "advice", "superior": "not_wanted", "opened": opened(timezone.now()), "tun": "senden"}


@pytest.fixture
def ayse() -> Account:
    return employee()


@pytest.fixture
def carla() -> Account:
    return staff()


@pytest.fixture
def head() -> Account:
    """Heads the office that the finding is about."""
    return holder("gerda", "office_head", "Amtsleitung")[0]


@pytest.fixture
def office(head: Account) -> Unit:
    return Unit.objects.get(slug="amt-gerda")


@pytest.fixture
def trail(ayse: Account) -> Trail:
    return released(as_actor(ayse))


def found(trail: Trail, by: Account, **said: Any) -> Finding:
    words = {"sentence": SENTENCE, "absurd": "", "figures": FIGURES, "picture": PICTURE, **said}
    trail.refresh_from_db()
    return findings.note_finding(trail.slug, **words, version=trail.version, by=as_actor(by), at=AT)


def asked(trail: Trail, by: Account, unit: Unit) -> Absurdity:
    finding = found(trail, by)
    return absurdities.ask_consent(finding.pk, sentence=SENTENCE, text="", unit=unit, by=as_actor(by), at=AT)


def done(action: Any, absurdity: Absurdity, by: Account, **said: Any) -> Absurdity:
    """One step of somebody who has read it as it stands."""
    absurdity.refresh_from_db()
    action(absurdity.slug, **said, version=absurdity.version, by=as_actor(by), at=AT)
    absurdity.refresh_from_db()
    return absurdity


def shown(trail: Trail, ayse: Account, head: Account, carla: Account, office: Unit) -> Absurdity:
    absurdity = done(absurdities.agree, asked(trail, ayse, office), head)
    return done(absurdities.publish, absurdity, carla)


def refusal(action: Any, *about: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence


def events() -> list[str]:
    wanted = ("consent", "absurdity", "finding")
    names = Entry.objects.order_by("seq").values_list("event", flat=True)
    return [name.removeprefix("trails.") for name in names if any(word in name for word in wanted)]


# -- findings


def test_a_finding_keeps_figures_and_picture_of_its_day(trail: Trail, ayse: Account) -> None:
    finding = found(trail, ayse)
    assert (finding.sentence, finding.figures, finding.picture, finding.found_on) == (
        SENTENCE, FIGURES, PICTURE, date(2026, 11, 22),
    )  # fmt: skip
    assert events() == ["finding_noted"]


def test_only_those_who_work_on_the_trail_write_findings(trail: Trail, ayse: Account, carla: Account) -> None:
    other = employee("emil")
    assert refusal(found, trail, other).startswith("Einen Laufweg ändert nur, wer ihn")
    assert [found(trail, by).trail for by in (ayse, carla)] == [trail, trail]
    assert refusal(found, a_trail(as_actor(ayse)), carla) == "Unter dieser Adresse gibt es keinen Laufweg."


def test_a_finding_without_a_sentence_or_about_a_person_is_refused(trail: Trail, ayse: Account) -> None:
    assert refusal(found, trail, ayse, sentence=" ") == "Bitte sagen Sie es in einem Satz."
    assert refusal(found, trail, ayse, sentence="Bei Frau Muster liegt alles").startswith("Das liest sich wie eine")
    assert Finding.objects.count() == 0


def test_a_finding_is_deleted_until_it_is_on_its_way(trail: Trail, ayse: Account, head: Account, office: Unit) -> None:
    absurdity = asked(trail, ayse, office)
    pk, by = absurdity.finding_id, {"by": as_actor(ayse), "at": AT}
    assert refusal(findings.drop_finding, pk, **by).startswith("Dieser Fund ist auf dem Weg zu allen")
    done(absurdities.refuse, absurdity, head)
    findings.drop_finding(pk, **by)
    assert (Finding.objects.count(), Absurdity.objects.count()) == (0, 0)
    assert refusal(findings.drop_finding, pk, **by) == "Diesen Fund gibt es nicht mehr."


def test_over_the_page_a_finding_takes_what_the_trail_shows_today(client: Client, trail: Trail, ayse: Account) -> None:
    sign_in(client, ayse)
    address = f"/laufwege/{trail.slug}/funde/neu/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"sentence": "", "version": trail.version}).status_code == 422
    assert client.post(address, {"sentence": SENTENCE, "version": trail.version}).status_code == 302
    finding = Finding.objects.get()
    assert (finding.figures["hands"], finding.figures["handovers"]) == (2, 1)
    assert finding.picture.startswith("<svg ")
    assert "Antrag stellen" in finding.picture
    assert SENTENCE in client.get(f"/laufwege/{trail.slug}/").content.decode()


# -- a finding becomes an inquiry


def test_a_finding_becomes_an_inquiry_with_its_picture(client: Client, trail: Trail, ayse: Account) -> None:
    emil, finding = employee("emil"), found(trail, ayse, absurd="Elf Unterschriften.")
    address = f"/laufwege/{trail.slug}/funde/{finding.pk}/anfrage/"
    sign_in(client, emil)  # whoever reads the trail may ask
    page = client.get(address).content.decode()
    assert SENTENCE in page
    said = {"title": SENTENCE, "concern": "Elf Unterschriften.", "sponsor": "Personalamt", **sent()}
    assert client.post(address, said).status_code == 302
    inquiry = Inquiry.objects.get()
    assert (inquiry.picture, inquiry.origin, inquiry.sponsor, inquiry.asker.account) == (
        PICTURE, finding.thread, "Personalamt", "emil",
    )  # fmt: skip
    page = client.get(f"/anfragen/{inquiry.pk}/").content.decode()
    assert f'href="/laufwege/{trail.slug}/"' in page
    assert PICTURE in page
    assert f"/anfragen/{inquiry.pk}/" in client.get(f"/laufwege/{trail.slug}/").content.decode()
    sign_in(client, ayse)
    assert f"/anfragen/{inquiry.pk}/" not in client.get(f"/laufwege/{trail.slug}/").content.decode()


def test_an_inquiry_does_not_lead_to_a_trail_its_reader_does_not_see(client: Client, ayse: Account) -> None:
    draft = a_trail(as_actor(ayse))
    finding = found(draft, ayse)
    said = {"title": SENTENCE, "concern": "Elf.", **sent()}
    assert sign_in(client, ayse).post(f"/laufwege/{draft.slug}/funde/{finding.pk}/anfrage/", said).status_code == 302
    number = Inquiry.objects.get().pk
    assert draft.slug in client.get(f"/anfragen/{number}/").content.decode()
    assert draft.slug not in sign_in(client, staff()).get(f"/anfragen/{number}/").content.decode()


def test_findings_are_the_business_of_the_house(client: Client, ayse: Account, carla: Account) -> None:
    trail = published(as_actor(ayse), as_actor(carla))
    finding = found(trail, ayse)
    for address in (f"/laufwege/{trail.slug}/", f"/laufwege/{trail.slug}/funde/{finding.pk}/anfrage/"):
        assert SENTENCE not in client.get(address).content.decode()
    assert SENTENCE in sign_in(client, employee("emil")).get(f"/laufwege/{trail.slug}/").content.decode()


# -- with the consent of the unit


def test_asked_agreed_published_mended(
    trail: Trail, ayse: Account, head: Account, carla: Account, office: Unit
) -> None:
    absurdity = shown(trail, ayse, head, carla, office)
    assert (absurdity.showing, absurdity.consent_on, absurdity.consent_post, absurdity.published_on) == (
        "published", date(2026, 11, 22), "Amtsleitung", date(2026, 11, 22),
    )  # fmt: skip
    mended = {"sentence": "Seit März sind es nur noch 4 Hände", "figures": {"hands": 4}, "picture": ""}
    done(absurdities.mend, absurdity, carla, **mended)
    assert (absurdity.mended_on, absurdity.mended_figures) == (date(2026, 11, 22), {"hands": 4})
    assert events() == [
        "finding_noted", "consent_asked", "consent_given", "absurdity_published", "absurdity_mended",
    ]  # fmt: skip


def test_who_agrees_is_nowhere_but_in_the_erasable_row(
    trail: Trail, ayse: Account, head: Account, office: Unit
) -> None:
    absurdity = done(absurdities.agree, asked(trail, ayse, office), head)
    entry = Entry.objects.get(event="trails.consent_given")
    said = json.dumps([entry.facts, entry.post, entry.reason, *map(str, vars(absurdity).values())])
    assert [name for name in ("gerda", "Gerda") if name in said.replace("Amt gerda", "")] == []
    assert entry.person.account == "gerda"  # type: ignore[attr-defined]


def test_consent_is_the_unit_s_own(trail: Trail, ayse: Account, carla: Account, head: Account, office: Unit) -> None:
    department = make_unit("Dezernat 5", kind="department")
    Placement.objects.create(unit=office, parent=department, valid_from=date(2020, 1, 1))
    deputy = _in(department, "bernd", "deputy_mayor")
    stranger = holder("hans", "office_head", "Andere Amtsleitung")[0]
    absurdity = asked(trail, ayse, office)
    for other in (ayse, carla, stranger, employee("emil")):
        assert refusal(done, absurdities.agree, absurdity, other) == "Ihre Stelle hat dieses Recht nicht."
    assert [len(consents(as_actor(one))) for one in (ayse, head, deputy, stranger, carla)] == [1, 1, 1, 0, 1]
    assert consents(NOBODY) == ()
    assert done(absurdities.agree, absurdity, deputy).consent_post == "Posten"


def test_a_department_that_no_longer_has_the_unit_does_not_agree_for_it(
    trail: Trail, ayse: Account, head: Account, office: Unit
) -> None:
    department = make_unit("Dezernat 5", kind="department")
    Placement.objects.create(unit=office, parent=department, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    deputy, absurdity = _in(department, "bernd", "deputy_mayor"), asked(trail, ayse, office)
    assert refusal(done, absurdities.agree, absurdity, deputy) == "Ihre Stelle hat dieses Recht nicht."


def _in(unit: Unit, username: str, role: str) -> Account:
    account, post = holder(username, role)
    post.unit = unit
    post.save()
    return account


def test_nobody_agrees_to_what_they_asked_for(ayse: Account, head: Account, carla: Account, office: Unit) -> None:
    own = released(as_actor(head), "Eigener Antrag")
    absurdity = asked(own, head, office)
    assert refusal(done, absurdities.agree, absurdity, head).startswith("Sie haben selbst um diese Zustimmung")
    absurdity.refresh_from_db()
    assert (absurdity.showing, absurdity.version) == ("asked", 1)


def test_nobody_publishes_what_they_asked_for(trail: Trail, ayse: Account, head: Account, office: Unit) -> None:
    carla, clara = staff(), staff("clara")
    absurdity = done(absurdities.agree, asked(trail, carla, office), head)
    assert refusal(done, absurdities.publish, absurdity, carla).startswith("Sie haben selbst darum gebeten")
    assert done(absurdities.publish, absurdity, clara).showing == "published"


def test_without_consent_nothing_is_published(trail: Trail, ayse: Account, carla: Account, office: Unit) -> None:
    absurdity = asked(trail, ayse, office)
    assert refusal(done, absurdities.publish, absurdity, carla).startswith("Dieser Schritt passt nicht")
    for wrong in ({"showing": "published"}, {"showing": "agreed"}, {"consent_on": date(2026, 1, 1)},
                  {"consent_post": "Amtsleitung"}, {"published_on": date(2026, 1, 1)},
                  {"mended_on": date(2026, 1, 1)}, {"mended_sentence": "Besser."}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Absurdity.objects.filter(pk=absurdity.pk).update(**wrong)


def test_consent_taken_back_is_gone_from_the_public_page_at_once(
    client: Client, trail: Trail, ayse: Account, head: Account, carla: Account, office: Unit
) -> None:
    absurdity = shown(trail, ayse, head, carla, office)
    address = f"/absurditaeten/{absurdity.slug}/"
    assert [client.get(address).status_code, client.get(address).status_code] == [200, 200]
    done(absurdities.refuse, absurdity, head)
    assert (absurdity.consent_on, absurdity.consent_post, absurdity.published_on) == (None, "", None)
    assert client.get(address).status_code == 404
    assert SENTENCE not in client.get("/absurditaeten/").content.decode()
    again = absurdities.ask_consent(
        absurdity.finding_id, sentence="Freundlicher", text="", unit=office, by=as_actor(ayse), at=AT
    )
    assert (again.pk, again.slug, again.sentence, again.showing) == (
        absurdity.pk, absurdity.slug, "Freundlicher", "asked",
    )  # fmt: skip


def test_the_staff_unit_takes_it_back_and_the_consent_stays(
    trail: Trail, ayse: Account, head: Account, carla: Account, office: Unit
) -> None:
    absurdity = done(absurdities.take_down, shown(trail, ayse, head, carla, office), carla)
    assert (absurdity.showing, absurdity.published_on, absurdity.consent_post) == ("agreed", None, "Amtsleitung")
    assert refusal(done, absurdities.take_down, absurdity, carla).startswith("Dieser Schritt passt nicht")
    assert done(absurdities.publish, absurdity, carla).showing == "published"


def test_a_draft_is_nobody_s_business_so_no_unit_is_asked(ayse: Account, head: Account, office: Unit) -> None:
    assert refusal(asked, a_trail(as_actor(ayse)), ayse, office).startswith("Bitte geben Sie den Laufweg zuerst")


def test_of_two_at_once_the_second_reads_again(trail: Trail, ayse: Account, head: Account, office: Unit) -> None:
    absurdity = asked(trail, ayse, office)
    seen = {"version": absurdity.version, "by": as_actor(head), "at": AT}
    absurdities.refuse(absurdity.slug, **seen)
    assert refusal(absurdities.agree, absurdity.slug, **seen) == "Jemand war schneller. Bitte lesen Sie es noch einmal."
    assert refusal(absurdities.ask_consent, absurdity.finding_id, sentence="Herr Muster wartet", text="", unit=office,
                   by=as_actor(ayse), at=AT).startswith("Das liest sich wie eine Person")  # fmt: skip


def test_only_what_is_published_is_mended(trail: Trail, ayse: Account, carla: Account, office: Unit) -> None:
    absurdity = asked(trail, ayse, office)
    said = {"sentence": "Besser.", "figures": {}, "picture": ""}
    assert refusal(done, absurdities.mend, absurdity, carla, **said) == "Das ist nicht veröffentlicht."


# -- mails


def test_the_unit_is_asked_by_mail_and_the_author_hears_the_answer(
    trail: Trail, ayse: Account, head: Account, office: Unit
) -> None:
    absurdity = done(absurdities.agree, asked(trail, ayse, office), head)
    done(absurdities.refuse, absurdity, head)
    sent = [(mail.kind, mail.to) for mail in Mail.objects.order_by("pk")]
    assert sent == [
        ("trails.consent_asked", head), ("trails.consent_given", ayse), ("trails.consent_refused", ayse),
    ]  # fmt: skip
    for mail in Mail.objects.order_by("pk"):
        text = letter(KINDS[mail.kind], mail.words).text
        assert SENTENCE in text
        assert [name for name in ("ayse", "Ayse", "gerda ", "Gerda") if name in text.replace("Amt gerda", "")] == []
    asking, given, _ = Mail.objects.order_by("pk")
    assert not KINDS[asking.kind].may_receive(head, asking.words)  # it has been answered
    assert [KINDS[given.kind].may_receive(who, given.words) for who in (ayse, head, None)] == [True, False, False]


def test_without_a_head_the_one_above_is_asked(trail: Trail, ayse: Account) -> None:
    office, department = make_unit("Standesamt"), make_unit("Dezernat 5", kind="department")
    Placement.objects.create(unit=office, parent=department, valid_from=date(2020, 1, 1))
    deputy = _in(department, "bernd", "deputy_mayor")
    asked(trail, ayse, office)
    assert [mail.to for mail in Mail.objects.all()] == [deputy]


# -- pages


def test_the_pages_say_no_person_and_count_the_statements(
    client: Client, trail: Trail, ayse: Account, head: Account, carla: Account, office: Unit
) -> None:
    absurdity = shown(trail, ayse, head, carla, office)
    pages = ["/absurditaeten/", f"/absurditaeten/{absurdity.slug}/", "/absurditaeten/export.csv",
             "/absurditaeten/export.json", "/absurditaeten/?behoben=nein&seite=9"]  # fmt: skip
    for page in pages:
        text = client.get(page).content.decode()
        assert SENTENCE in text
        assert [word for word in ("ayse", "Ayse", "Gerda", "Amtsleitung", "carla") if word in text] == []
    assert SENTENCE not in client.get("/absurditaeten/?behoben=ja").content.decode()
    assert client.get("/absurditaeten/export.exe").status_code == 404
    mended = {"sentence": "Nur noch 4 Hände", "figures": {"hands": 4}, "picture": "<svg class='nachher'></svg>"}
    done(absurdities.mend, absurdity, carla, **mended)
    text = client.get(f"/absurditaeten/{absurdity.slug}/").content.decode()
    assert [part in text for part in ("Nur noch 4 Hände", PICTURE, "<svg class='nachher'></svg>")] == [True] * 3
    assert json.loads(client.get("/absurditaeten/export.json?behoben=ja").content)["absurdities"][0][
        "mended_figures"
    ] == {"hands": 4}


def test_consent_over_the_page(client: Client, trail: Trail, ayse: Account, head: Account, office: Unit) -> None:
    finding = found(trail, ayse)
    address = f"/laufwege/{trail.slug}/funde/{finding.pk}/zustimmung/"
    sign_in(client, ayse)
    assert client.post(address, {"sentence": "", "unit": ""}).status_code == 422
    assert client.post(address, {"sentence": SENTENCE, "text": "Eins.", "unit": office.pk}).status_code == 302
    absurdity = Absurdity.objects.get()
    there = f"/absurditaeten/{absurdity.slug}"
    said = {"version": absurdity.version}
    assert client.get(f"{there}/zustimmung/").status_code == 200
    assert client.post(f"{there}/einheit/zustimmen/", said).status_code == 404
    sign_in(client, employee("emil"))
    assert client.get(f"{there}/zustimmung/").status_code == 404
    sign_in(client, head)
    assert "Ist Ihre Einheit einverstanden?" in client.get(f"{there}/zustimmung/").content.decode()
    assert client.post(f"{there}/stabsstelle/veroeffentlichen/", said).status_code == 404
    assert client.post(f"{there}/einheit/veroeffentlichen/", said).status_code == 404
    assert client.post(f"{there}/einheit/zustimmen/", said).status_code == 302
    sign_in(client, staff())
    for step in ("zustimmen", "gibt-es-nicht"):
        assert client.post(f"{there}/stabsstelle/{step}/", {"version": 2}).status_code == 404
    assert client.post(f"{there}/stabsstelle/veroeffentlichen/", {"version": 2}).status_code == 302
    assert client.post(f"{there}/behoben/", {"version": 3, "sentence": ""}).status_code == 422
    assert client.post(f"{there}/behoben/", {"version": 3, "sentence": "Nur noch 2"}).status_code == 302
    absurdity.refresh_from_db()
    assert (absurdity.showing, absurdity.mended_figures["hands"]) == ("published", 2)
    assert absurdity.mended_picture.startswith("<svg ")
