"""Asking by log-in: what is said, drafts, files and words to and fro, and where it stands."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from querwerk.intake.actions import asking, remarks
from querwerk.intake.lifecycle import Kind, State, to_come
from querwerk.intake.models import Asker, Inquiry, InquiryFile, Remark
from querwerk.intake.queries.asked import way
from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import history
from querwerk.structure.models import Account
from querwerk.uploads import read
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff
from tests.spec.papers import WRITER, laid_open, telling
from tests.spec.test_uploads import PDF, kept, picture

from .forms import WORDS, idea, inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayse() -> Account:
    return holder("ayse", "employee", "Sachbearbeitung")[0]


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


def drafted(account: Account, **said: Any) -> Inquiry:
    return asking.write_draft(**{"title": "Elf", "kind": "sprint", **said}, by=as_actor(account), at=timezone.now())


# -- what is said


def test_everything_that_is_said_is_kept_and_shown(client: Client, ayse: Account) -> None:
    unit = make_unit("Hauptamt")
    said = inquiry(
        kind="sprint", sufferers="Alle im Außendienst", tried="Ein Rundschreiben", outcome="Eine Unterschrift reicht",
        wanted_by="2027-03-01", people="14", unit=str(unit.pk), sponsor="Personalrat", superior="not_informed",
        alias="Rotkehlchen",
    )  # fmt: skip
    answer = sign_in(client, ayse).post("/anfragen/neu/", said)
    found = Inquiry.objects.get()
    assert (found.kind, found.people, found.wanted_by, found.unit, found.superior, found.inside) == (
        "sprint", 14, date(2027, 3, 1), unit, "not_informed", True,
    )  # fmt: skip
    assert Asker.objects.get().alias == "Rotkehlchen"
    text = client.get(answer.headers["Location"]).content.decode()
    for word in ("einen Sprint oder Workshop", "Alle im Außendienst", "Ein Rundschreiben", "Eine Unterschrift reicht",
                 "01.03.2027", "14", "Hauptamt", "Personalrat", "Rotkehlchen"):  # fmt: skip
        assert word in text


def test_the_staff_unit_reads_the_code_name_and_nobody_s_own(client: Client, ayse: Account) -> None:
    client.post("/anfragen/neu/", inquiry())
    sign_in(client, ayse).post("/anfragen/neu/", inquiry(alias="Rotkehlchen"))
    text = sign_in(client, staff()).get(f"/anfragen/{Inquiry.objects.get().pk}/").content.decode()
    said = text.replace("Amt ayse", "")  # her office can be chosen, as any
    assert ("Rotkehlchen" in said, "ayse" in said.lower()) == (True, False)


def test_a_resident_with_a_log_in_has_ideas_and_asks_nothing(client: Client) -> None:
    dilan = Account.objects.create(username="dilan", email="dilan@example.org", kind="resident")
    sign_in(client, dilan)
    assert client.post("/anfragen/neu/", inquiry()).status_code == 404
    answer = client.post("/ideen/mit-konto/", idea(title="Bänke im Schatten"))
    assert "Bänke im Schatten" in client.get(answer.headers["Location"]).content.decode()
    assert "Bänke im Schatten" in client.get("/anfragen/").content.decode()


# -- drafts


def test_a_draft_stands_in_one_s_own_list_and_nowhere_else(client: Client, ayse: Account) -> None:
    sign_in(client, ayse).post("/anfragen/neu/", inquiry(title="Halb fertig", concern="", tun="merken"))
    found = Inquiry.objects.get()
    assert (found.state, Entry.objects.count()) == ("draft", 0)
    assert "Halb fertig" in client.get("/anfragen/").content.decode()
    sign_in(client, staff())
    assert "Halb fertig" not in client.get("/anfragen/").content.decode()
    for path in (f"/anfragen/{found.pk}/", f"/anfragen/entwurf/{found.pk}/"):
        assert (path, client.get(path).status_code) == (path, 404)


def test_a_draft_is_written_on_and_sent(client: Client, ayse: Account) -> None:
    found = drafted(ayse)
    sign_in(client, ayse)
    address = f"/anfragen/entwurf/{found.pk}/"
    assert 'value="Elf"' in client.get(address).content.decode()
    assert client.post(address, inquiry(title="Elf Hände", concern="", tun="merken", version=1)).status_code == 302
    assert client.post(address, inquiry(title="Elf Hände", concern="", version=2)).status_code == 422
    sent = client.post(address, inquiry(title="Elf Hände", version=2))
    assert sent.headers["Location"] == f"/anfragen/{found.pk}/"
    found.refresh_from_db()
    assert (found.state, found.title, found.concern) == ("submitted", "Elf Hände", WORDS["concern"])
    assert list(Entry.objects.values_list("event", "post")) == [("intake.inquiry_received", "")]
    assert client.get(address).status_code == 404  # it is no draft any more


def test_a_draft_that_changed_elsewhere_is_not_overwritten(ayse: Account) -> None:
    found, by = drafted(ayse), as_actor(ayse)
    asking.change_draft(found.pk, version=1, title="Erste", by=by, at=timezone.now())
    with pytest.raises(Overtaken):
        asking.change_draft(found.pk, version=1, title="Zweite", by=by, at=timezone.now())
    assert Inquiry.objects.get().title == "Erste"


def test_nobody_writes_in_the_draft_of_somebody_else(ayse: Account) -> None:
    found = drafted(ayse)
    other = as_actor(holder("gerda", "office_head", "Amtsleitung")[0])
    with pytest.raises(Refused):
        asking.change_draft(found.pk, version=1, title="Fremd", by=other, at=timezone.now())
    with pytest.raises(Refused):
        asking.withdraw(found.pk, by=other, at=timezone.now())
    assert Inquiry.objects.get().title == "Elf"


def test_nothing_is_no_draft(client: Client, ayse: Account) -> None:
    empty = inquiry(title=" ", concern="", tun="merken")
    assert sign_in(client, ayse).post("/anfragen/neu/", empty).status_code == 422
    assert Inquiry.objects.count() == 0


# -- files


def status(client: Client, path: str) -> int:
    answer = client.get(path)
    b"".join(answer)  # reads a file to its end, which closes it
    return int(answer.status_code)


def laid(account: Account, found: Inquiry, content: bytes = PDF) -> None:
    remarks.lay_file(found.pk, file=read("Meier privat.pdf", content), by=as_actor(account), at=timezone.now())


def test_several_files_lie_with_an_inquiry_under_no_name(client: Client, ayse: Account, files: Path) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now())
    sign_in(client, ayse)
    clean = read("Meier privat.pdf", telling(), traceless=True).content
    for sent in (SimpleUploadedFile("Meier privat.pdf", telling()), SimpleUploadedFile("a.png", picture())):
        client.post(f"/anfragen/{found.pk}/ergaenzen/datei/", {"file": sent})
    laid(ayse, found, clean)  # the same once more
    assert list(found.files.order_by("pk").values_list("kind", flat=True)) == ["pdf", "png"]
    answer = client.get(f"/anfragen/{found.pk}/datei/{found.files.get(kind='pdf').pk}/")
    assert (b"".join(answer.streaming_content), "Meier" in str(answer.headers)) == (clean, False)
    assert (WRITER in laid_open(telling()), WRITER in laid_open(clean)) == (True, False)
    assert [entry.event for entry in Entry.objects.order_by("seq")] == [
        "intake.inquiry_received", "intake.file_added", "intake.file_added",
    ]  # fmt: skip


def test_a_file_is_read_by_whoever_reads_the_inquiry(client: Client, ayse: Account, files: Path) -> None:
    found, draft = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now()), drafted(ayse)
    for one in (found, draft):
        laid(ayse, one, PDF + str(one.pk).encode())
    sent, unsent = (InquiryFile.objects.get(inquiry=one).pk for one in (found, draft))
    paths = (f"/anfragen/{found.pk}/datei/{sent}/", f"/anfragen/entwurf/{draft.pk}/datei/{unsent}/")
    read_by = {}
    for name, account in (("ayse", ayse), ("gerda", holder("gerda", "office_head")[0]), ("carla", staff())):
        sign_in(client, account)
        read_by[name] = [status(client, path) for path in paths]
    assert read_by == {"ayse": [200, 200], "gerda": [404, 404], "carla": [200, 404]}
    sign_in(client, ayse)
    assert status(client, f"/anfragen/{found.pk}/datei/{unsent}/") == 404


def test_a_file_is_taken_away_and_goes_with_its_inquiry(
    client: Client, ayse: Account, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = (asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now()) for _ in range(2))
    for one in (first, second):
        laid(ayse, one)
    sign_in(client, ayse)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/anfragen/{first.pk}/ergaenzen/datei-entfernen/", {"datei": first.files.get().pk})
    assert (first.files.count(), len(kept(files))) == (0, 1)  # the other one holds the same
    with django_capture_on_commit_callbacks(execute=True):
        asking.withdraw(second.pk, by=as_actor(ayse), at=timezone.now())
    assert kept(files) == []


def test_a_file_that_is_none_is_refused_with_a_sentence(client: Client, ayse: Account, files: Path) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now())
    sent = SimpleUploadedFile("a.png", b"MZ not a picture")
    answer = sign_in(client, ayse).post(f"/anfragen/{found.pk}/ergaenzen/datei/", {"file": sent})
    assert (answer.status_code, "weder ein Bild" in answer.content.decode()) == (422, True)


def test_eight_files_are_enough(ayse: Account, files: Path) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now())
    for number in range(8):
        laid(ayse, found, PDF + str(number).encode())
    with pytest.raises(Refused):
        laid(ayse, found, PDF + b"9")


# -- words to and fro, and the way


def test_a_question_back_is_answered_on_the_page(client: Client, ayse: Account) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now())
    Remark.objects.create(inquiry=found, side="staff_unit", text="Seit wann?", said_on=timezone.localdate())
    sign_in(client, ayse)
    assert "Die Stabsstelle hat Sie etwas gefragt" in client.get(f"/anfragen/{found.pk}/").content.decode()
    assert client.post(f"/anfragen/{found.pk}/ergaenzen/nachtrag/", {"text": ""}).status_code == 422
    client.post(f"/anfragen/{found.pk}/ergaenzen/nachtrag/", {"text": "Seit 2019."})
    text = client.get(f"/anfragen/{found.pk}/").content.decode()
    assert ("Seit 2019." in text, "Die Stabsstelle hat Sie etwas gefragt" in text) == (True, False)
    last = Entry.objects.latest("seq")
    assert (last.event, last.post, set(last.facts)) == ("intake.remark_added", "", {"number"})


def test_only_whoever_asked_adds_something(client: Client, ayse: Account) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now())
    for account in (holder("gerda", "office_head")[0], staff()):
        answer = sign_in(client, account).post(f"/anfragen/{found.pk}/ergaenzen/nachtrag/", {"text": "x"})
        assert answer.status_code == 404
    assert Remark.objects.count() == 0


def test_after_the_end_nothing_is_added(ayse: Account) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now())
    Inquiry.objects.filter(pk=found.pk).update(state="closed", answer="Ja.", answered_at=timezone.now())
    with pytest.raises(Refused):
        remarks.reply(found.pk, text="Noch etwas", by=as_actor(ayse), at=timezone.now())


def test_the_way_says_what_was_done_where_it_stands_and_what_follows(ayse: Account) -> None:
    now = timezone.now()
    found = asking.ask(**WORDS, by=as_actor(ayse), at=now)
    steps = way(Kind.SPRINT, State.SUBMITTED, history(found.thread, of="intake"))
    assert [(step.state.value, step.place) for step in steps] == [
        ("submitted", "now"), ("acknowledged", "later"), ("accepted", "later"), ("planned", "later"),
        ("held", "later"), ("followed_up", "later"), ("closed", "later"),
    ]  # fmt: skip
    assert steps[0].when == timezone.localdate(now)
    assert to_come(Kind.IDEA, State.CLARIFIED) == (State.ACCEPTED, State.CLOSED)


def test_what_was_skipped_is_not_called_done(ayse: Account) -> None:
    found = asking.ask(**WORDS, by=as_actor(ayse), at=timezone.now() - timedelta(days=1))
    steps = way(Kind.ADVICE, State.DECLINED, history(found.thread, of="intake"))
    assert [(step.state.value, step.place) for step in steps] == [("submitted", "done"), ("declined", "now")]


# -- bad input


def test_a_torn_form_keeps_its_words(client: Client, ayse: Account) -> None:
    form = inquiry(sufferers="Alle im Außendienst")
    del form["tun"]
    answer = sign_in(client, ayse).post("/anfragen/neu/", form)
    assert (answer.status_code, Inquiry.objects.count()) == (422, 0)
    assert "Alle im Außendienst" in answer.content.decode()


def test_a_script_in_each_field_stays_words(client: Client, ayse: Account) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    sign_in(client, ayse)
    for field in ("title", "concern", "sufferers", "tried", "outcome", "sponsor", "people", "wanted_by", "unit", "kind",
                  "superior", "secrecy", "alias", "opened", "tun", "version"):  # fmt: skip
        answer = client.post("/anfragen/neu/", inquiry(**{field: script}), follow=True).content.decode()
        assert ("<script>alert" in answer, "<img src=x" in answer) == (False, False), field
    assert Inquiry.objects.count() > 2  # control: some of them are taken, as words
