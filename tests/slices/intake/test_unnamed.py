"""Asking without a log-in: a code that comes back, nothing that says who, and machines kept out without harm."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from querwerk.accounts.actions.tries import forget_over
from querwerk.accounts.models import Tries
from querwerk.codes import code_from, digest, grouped, new_code, typed
from querwerk.intake.actions import answering, asking
from querwerk.intake.forms.asking import opened
from querwerk.intake.models import Asker, Inquiry, Remark
from querwerk.journal.actions import Actor
from querwerk.journal.models import Entry
from querwerk.journal.models import Person as Behind
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account, Assignment, Person, Post
from tests.factories import make_unit
from tests.logins import sign_in
from tests.people import traces_in_database
from tests.slices.delivery.people import as_actor

from .forms import by_code, code_in, idea, inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside() -> Client:
    """A browser that checks tokens against forgery, as real ones meet it."""
    return Client(enforce_csrf_checks=True)


def sent(client: Client, path: str = "/ideen/neu/", **said: Any) -> str:
    """The return code of a new idea or inquiry."""
    answer = client.post(path, idea(**said) if path == "/ideen/neu/" else inquiry(**said))
    assert answer.status_code == 200, answer.content.decode()
    return code_in(answer.content.decode())


# -- asking and coming back


def test_an_idea_without_a_name_comes_back_by_its_code(outside: Client, carla: Actor) -> None:
    code = sent(outside)
    found = Inquiry.objects.get()
    assert (found.kind, found.state, found.inside) == ("idea", "submitted", False)
    answering.decline(found.pk, answer="Das Gesetz verlangt elf.", by=carla, at=timezone.now())
    text = by_code(outside, code.upper().replace("-", " ")).content.decode()
    assert "Das Gesetz verlangt elf." in text
    assert "abgelehnt" in text
    assert not Mail.objects.exists()


def test_an_inquiry_without_a_name_needs_the_word_that_one_works_here(outside: Client) -> None:
    refused = outside.post("/anfragen/ohne-namen/", inquiry())
    assert (refused.status_code, Inquiry.objects.count()) == (422, 0)
    sent(outside, "/anfragen/ohne-namen/", inside="on")
    found = Inquiry.objects.get()
    assert (found.kind, found.inside, found.superior) == ("advice", True, "not_wanted")


def test_no_cookie_is_set_on_the_whole_way(outside: Client) -> None:
    for path in ("/ideen/", "/ideen/neu/", "/anfragen/ohne-namen/", "/rueckweg/"):
        assert (path, outside.get(path).status_code) == (path, 200)
    code = sent(outside)
    by_code(outside, code)
    by_code(outside, code, "nachtrag", text="Noch etwas.")
    by_code(outside, code, "zuruecknehmen", sicher="ja")
    assert list(outside.cookies) == []
    outside.get(reverse("accounts:log_in"))
    assert list(outside.cookies) != []  # control: the log-in sets one


def test_the_code_stands_in_no_address(outside: Client) -> None:
    code = typed(sent(outside))
    for what in ("", "nachtrag", "zuruecknehmen"):
        text = by_code(outside, code, what, text="x").content.decode()
        assert code in text  # control: it travels in the forms
        assert [part for part in text.split('"') if code in part and part != code] == []
    answer = outside.get(f"/rueckweg/?code={code}")
    assert "Ein Antrag geht durch" not in answer.content.decode()


def test_only_a_digest_of_the_code_is_kept(outside: Client) -> None:
    code = typed(sent(outside))
    assert Asker.objects.get().digest == digest(code)
    assert traces_in_database([code, grouped(code)]) == []
    assert traces_in_database([digest(code)]) == ["intake_asker.digest"]  # control


def test_a_code_holds_at_least_eighty_bits_and_is_read_as_people_type_it() -> None:
    seeds = [bytes([number]) * 32 for number in range(64)]
    codes = {code_from(seed) for seed in seeds}
    assert (len(codes), {len(code) for code in codes}) == (64, {26})
    assert {typed(grouped(code).upper()) for code in codes} == codes
    assert len({new_code() for _ in range(100)}) == 100


# -- who asked stands nowhere


def somebody(word: str) -> Account:
    """Somebody whose name, post and unit hold a word that stands nowhere else."""
    unit = make_unit(f"Amt {word}")
    post = Post.objects.create(unit=unit, slug=f"{word}-post", title=f"Stelle {word}", role="employee")
    person = Person.objects.create(name=f"Person {word}")
    Assignment.objects.create(post=post, person=person, valid_from=timezone.localdate() - timedelta(days=900))
    return Account.objects.create(username=word, email=f"{word}@stadt.example", person=person)


def test_when_a_network_asked_is_forgotten_also_where_nobody_asks_again(outside: Client) -> None:
    sent(outside)
    now = timezone.now()
    tried = []
    for minutes in (50, 61):
        forget_over(now + timedelta(minutes=minutes))
        tried.append(Tries.objects.count())
    assert tried == [1, 0]


def test_who_is_logged_in_and_asks_without_a_name_stands_nowhere(client: Client, carla: Actor) -> None:
    account = somebody("zqheimlich")
    sign_in(client, account)
    client.get("/anfragen/")  # whatever a visit leaves is there before
    before = traces_in_database(["zqheimlich"])
    code = sent(client, "/anfragen/ohne-namen/", inside="on")
    by_code(client, code)
    by_code(client, code, "nachtrag", text="Noch etwas.")
    answering.decline(Inquiry.objects.get().pk, answer="Nein.", by=carla, at=timezone.now())
    assert traces_in_database(["zqheimlich"]) == before
    assert set(Behind.objects.values_list("account", flat=True)) == {"carla"}
    assert set(Entry.objects.exclude(event="intake.inquiry_declined").values_list("post", "unit")) == {("", "")}
    assert Asker.objects.get().account == ""
    client.post("/anfragen/neu/", inquiry())
    assert set(traces_in_database(["zqheimlich"])) - set(before) == {"intake_asker.account", "journal_person.account"}


def test_the_page_without_a_name_shows_no_log_in(client: Client) -> None:
    sign_in(client, somebody("zqheimlich"))
    for path in ("/ideen/neu/", "/anfragen/ohne-namen/", "/rueckweg/"):
        assert "Stelle zqheimlich" not in client.get(path).content.decode()
    assert "Stelle zqheimlich" in client.get("/ideen/").content.decode()  # control


def test_a_log_in_does_not_reach_what_was_asked_with_a_code(client: Client) -> None:
    code = sent(client)
    number = Inquiry.objects.get().pk
    sign_in(client, somebody("zqheimlich"))
    assert [client.get(f"/anfragen/{number}/{part}").status_code for part in ("", "zuruecknehmen/")] == [404, 404]
    assert by_code(client, code).status_code == 200  # control


# -- drafts, words and files by code


def test_a_draft_is_kept_by_code_and_sent_later(outside: Client) -> None:
    answer = outside.post("/anfragen/ohne-namen/", inquiry(title="", tun="merken"))
    code = code_in(answer.content.decode())
    assert (Inquiry.objects.get().state, Entry.objects.count()) == ("draft", 0)
    page = by_code(outside, code).content.decode()
    assert "Jede Dienstreise braucht elf" in page
    kept = by_code(outside, code, "schreiben", **inquiry(title="Elf", tun="merken", version=1))
    assert "Ihr Entwurf ist gemerkt" in kept.content.decode()
    refused = by_code(outside, code, "schreiben", **inquiry(title="Elf", version=2))
    assert refused.status_code == 422  # does not say that they work here
    by_code(outside, code, "schreiben", **inquiry(title="Elf", version=2, inside="on"))
    assert (Inquiry.objects.get().state, Inquiry.objects.get().title, Entry.objects.count()) == ("submitted", "Elf", 1)


def test_two_windows_on_one_draft_lose_nothing(outside: Client) -> None:
    code = code_in(outside.post("/ideen/neu/", idea(tun="merken")).content.decode())
    by_code(outside, code, "schreiben", **idea(title="Erste", tun="merken", version=1))
    second = by_code(outside, code, "schreiben", **idea(title="Zweite", tun="merken", version=1))
    assert (second.status_code, Inquiry.objects.get().title) == (422, "Erste")
    assert 'value="Zweite"' in second.content.decode()
    assert 'name="version" value="2"' in second.content.decode()


def test_a_question_back_is_answered_by_code(outside: Client) -> None:
    code = sent(outside)
    found = Inquiry.objects.get()
    Remark.objects.create(inquiry=found, side="staff_unit", text="Seit wann?", said_on=timezone.localdate())
    text = by_code(outside, code).content.decode()
    assert "Die Stabsstelle hat Sie etwas gefragt" in text
    assert "Seit wann?" in text
    by_code(outside, code, "nachtrag", text="Seit 2019.")
    by_code(outside, code, "nachtrag", text="Seit 2019.")  # once more by mistake
    assert list(found.remarks.order_by("pk").values_list("side", "text")) == [
        ("staff_unit", "Seit wann?"), ("asker", "Seit 2019."),
    ]  # fmt: skip
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == [
        "intake.inquiry_received", "intake.remark_added",
    ]  # fmt: skip


def test_taking_it_back_by_code_asks_first_and_leaves_nothing(outside: Client) -> None:
    code = sent(outside)
    assert "Zurücknehmen?" in by_code(outside, code, "zuruecknehmen").content.decode()
    assert Inquiry.objects.count() == 1
    by_code(outside, code, "zuruecknehmen", sicher="ja")
    assert (Inquiry.objects.count(), Asker.objects.count()) == (0, 0)
    assert by_code(outside, code).status_code == 422


def test_after_two_years_a_code_opens_nothing_and_a_forgotten_draft_goes(outside: Client) -> None:
    code = sent(outside)
    outside.post("/ideen/neu/", idea(title="Entwurf", tun="merken"))
    now = timezone.now()
    asking.forget_old(now + timedelta(days=89))
    assert Inquiry.objects.count() == 2
    asking.forget_old(now + timedelta(days=91))
    assert list(Inquiry.objects.values_list("state", flat=True)) == ["submitted"]
    asking.forget_old(now + timedelta(days=731))
    assert (Inquiry.objects.count(), by_code(outside, code).status_code) == (1, 422)


# -- wrong codes


def test_ten_wrong_codes_bring_a_pause_that_says_nothing_and_locks_nobody_out(outside: Client) -> None:
    code = sent(outside)
    wrong = [by_code(outside, new_code()) for _ in range(10)]
    assert {answer.status_code for answer in wrong} == {422}
    paused = by_code(outside, new_code())
    assert (paused.status_code, "eine Viertelstunde" in paused.content.decode()) == (429, True)
    assert by_code(outside, "kein Code").status_code == 429  # no code at all is answered alike
    assert by_code(outside, code).status_code == 200  # whoever holds one is not locked out
    elsewhere = outside.post("/rueckweg/", {"code": new_code()}, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert by_code(outside, new_code()).status_code == 422


def test_a_code_that_was_taken_back_is_answered_like_one_that_never_was(outside: Client) -> None:
    code = sent(outside)
    by_code(outside, code, "zuruecknehmen", sicher="ja")
    gone, never = new_code(), new_code()
    answers = [by_code(outside, one).content.decode().replace(one, "") for one in (code, typed(code), gone, never)]
    assert answers[2] == answers[3]
    assert answers[1].replace(typed(code), "") == answers[3]


# -- double, torn, fast, trapped


def test_sent_twice_it_is_one_inquiry_and_shows_the_same_code(outside: Client) -> None:
    form = idea()
    first, second = (code_in(outside.post("/ideen/neu/", form).content.decode()) for _ in range(2))
    assert (first == second, Inquiry.objects.count(), Entry.objects.count()) == (True, 1, 1)
    other = code_in(outside.post("/ideen/neu/", {**form, "title": "Ein anderer Gedanke"}).content.decode())
    assert (other != first, Inquiry.objects.count()) == (True, 2)


def test_a_draft_sent_twice_is_one_draft(outside: Client) -> None:
    form = idea(tun="merken")
    codes = {code_in(outside.post("/ideen/neu/", form).content.decode()) for _ in range(2)}
    assert (len(codes), Inquiry.objects.count()) == (1, 1)


def test_a_form_that_broke_off_keeps_its_words(outside: Client) -> None:
    form = idea()
    del form["tun"]
    answer = outside.post("/ideen/neu/", form)
    assert (answer.status_code, Inquiry.objects.count()) == (422, 0)
    text = answer.content.decode()
    assert "ist unterwegs abgebrochen" in text
    assert "Jede Dienstreise braucht elf" in text


def test_a_form_sent_in_the_moment_it_was_opened_is_asked_to_be_sent_again(outside: Client) -> None:
    token = opened(timezone.now())
    answer = outside.post("/ideen/neu/", idea(opened=token))
    assert (answer.status_code, "sehr schnell" in answer.content.decode()) == (422, True)
    with time_machine.travel(timezone.now() + timedelta(seconds=4)):
        assert outside.post("/ideen/neu/", idea(opened=token)).status_code == 200


def test_a_form_without_our_number_is_renewed_and_keeps_its_words(outside: Client) -> None:
    for forged in ("", "x", opened(timezone.now())[:-2] + "zz"):
        answer = outside.post("/ideen/neu/", idea(opened=forged))
        assert (answer.status_code, Inquiry.objects.count()) == (422, 0)
        assert "Jede Dienstreise braucht elf" in answer.content.decode()


def test_a_machine_that_fills_in_everything_is_caught_and_a_person_told_how_to_go_on(outside: Client) -> None:
    answer = outside.post("/ideen/neu/", idea(website="https://werbung.example"))
    assert (answer.status_code, Inquiry.objects.count()) == (422, 0)
    assert "qw-trap--caught" in answer.content.decode()
    assert "Jede Dienstreise braucht elf" in answer.content.decode()


def test_a_flood_from_one_network_is_stopped_and_others_go_on(outside: Client) -> None:
    answers = [outside.post("/ideen/neu/", idea(title=f"Nr. {number}")).status_code for number in range(41)]
    assert answers == [200] * 40 + [429]
    assert outside.post("/ideen/neu/", idea(), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_five_megabytes_are_answered_with_a_sentence(outside: Client) -> None:
    answer = outside.post("/ideen/neu/", idea(concern="x" * 5_000_000))
    assert (answer.status_code, Inquiry.objects.count()) == (400, 0)
    assert "Das ist mehr, als ein Formular fasst" in answer.content.decode()
    long = outside.post("/ideen/neu/", idea(concern="x" * 6_000))
    assert (long.status_code, "höchstens 5000" in long.content.decode()) == (422, True)


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_a_script_in_each_field_stays_words(outside: Client) -> None:
    assert settings.DEBUG is False
    fields = ("title", "concern", "outcome", "alias", "website", "opened", "campaign", "tun")
    for field in fields:
        answer = outside.post("/ideen/neu/", idea(**{field: SCRIPT})).content.decode()
        assert ("<script>alert" in answer, "<img src=x" in answer) == (False, False), field
    for field in ("title", "concern", "sufferers", "tried", "outcome", "sponsor", "people", "wanted_by", "unit", "kind",
                  "superior", "secrecy", "alias"):  # fmt: skip
        answer = outside.post("/anfragen/ohne-namen/", inquiry(inside="on", **{field: SCRIPT})).content.decode()
        assert ("<script>alert" in answer, "<img src=x" in answer) == (False, False), field
    code = sent(outside, concern=f"Sehr {SCRIPT} wichtig")
    for what, said in (("", {}), ("nachtrag", {"text": SCRIPT}), ("schreiben", {"title": SCRIPT}), ("", {})):
        answer = by_code(outside, code, what, **said).content.decode()
        assert ("<script>alert" in answer, "<img src=x" in answer) == (False, False), what
    assert "wichtig" in by_code(outside, code).content.decode()  # control: the words are shown


def test_who_chose_confidence_that_is_no_longer_offered_is_told(outside: Client) -> None:
    assert "vertraulich" not in outside.get("/anfragen/ohne-namen/").content.decode()
    answer = outside.post("/anfragen/ohne-namen/", inquiry(inside="on", secrecy="confidential"))
    assert (answer.status_code, Inquiry.objects.count()) == (422, 0)


@pytest.mark.parametrize("nonsense", ["9" * 5000, "9" * 25, "²", "٣", "-1", ""])
def test_a_button_for_a_file_that_is_none_is_answered_with_a_sentence(
    outside: Client, client: Client, nonsense: str
) -> None:
    code = sent(outside)
    answer = by_code(outside, code, "datei-entfernen", datei=nonsense)
    assert (answer.status_code, "Diese Datei ist schon entfernt." in answer.content.decode()) == (200, True)
    ayse = Account.objects.create_user("ayse")
    said = {"kind": "idea", "title": "Elf", "concern": "Hände", "code": "", "by": as_actor(ayse)}
    own = asking.ask(**said, at=timezone.now()).pk  # type: ignore[arg-type]
    answer = sign_in(client, ayse).post(f"/anfragen/{own}/ergaenzen/datei-entfernen/", {"datei": nonsense}, follow=True)
    assert (answer.status_code, "Diese Datei ist schon entfernt." in answer.content.decode()) == (200, True)
