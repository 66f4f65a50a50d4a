"""Texts on their way over HTTP: each step has its page, and until the release nobody else finds a word of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from querwerk.access import Verb
from querwerk.projects.access import DRAFT, WRITING
from querwerk.projects.lifecycle import DraftState, DraftStep
from querwerk.projects.models import Draft, Project, SheetText
from querwerk.projects.rules import drafts_for, may_step, may_write, to_approve, to_release
from querwerk.structure.models import Account
from querwerk.web.jobs import JOBS, run_due
from tests.factories import make_project
from tests.slices.projects.house_of_four import House, holder, leads

pytestmark = pytest.mark.django_db
WORD = "Mammutbaumallee"
SHEET = "/leitprojekte/stadtgrun/"
#: Where a word of a sheet comes up once it is public, and in every other place a reader without rights can ask.
PLACES = (
    SHEET, f"{SHEET}daten.json", f"/suche/?q={WORD}", "/", "/leitprojekte/", "/leitprojekte/export.json",
    "/leitprojekte/export.csv", "/aenderungen/?seit=2020-01-01", "/aenderungen/export.json?seit=2020-01-01",
    "/themen/grune-stadt/", "/matrix/", "/zeitleiste/", "/berichte/", f"/en{SHEET}",
)  # fmt: skip


@pytest.fixture
def house() -> House:
    return House()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form on a page, as the browser would send them."""
    return dict(re.findall(r'<input type="hidden" name="(version|base)" value="(\d+)"', page))


def sent(client: Client, address: str, form: str = "", **fields: Any) -> Any:
    """Opens a page and sends one of its forms as it stands there."""
    page = client.get(form or address).content.decode()
    _, action, own = page.partition(f'action="{address}"')
    return client.post(address, {**hidden(own.split("</form>")[0] if action else page), **fields})


def words(answer: Any) -> str:
    return str(answer.content.decode())


def found(client: Client) -> list[str]:
    """Where somebody finds the word that was only just written; a search repeats what was asked."""
    pages = {place: words(client.get(place)).replace(f'value="{WORD}"', "") for place in PLACES}
    return [place for place, page in pages.items() if (SHEET in page if "suche" in place else WORD in page)]


class Story:
    """The four of them, each at the own browser; Dilan has no log-in."""

    def __init__(self, house: House) -> None:
        self.ayse, self.officer, self.carla, self.clara = (
            one.browser() for one in (house.ayse, house.officer, house.carla, house.clara)
        )
        self.dilan, self.emil, self.hanna = Client(), house.employee.browser(), house.head.browser()
        self.page = ""

    def writes(self, who: Client, text: str = f"Eine {WORD}.", **more: str) -> None:
        answer = sent(who, f"{SHEET}texte/ausblick/", text=text, **more)
        assert answer.status_code == 302, words(answer)
        self.page = answer.url

    def steps(self, who: Client, step: str, **fields: Any) -> Any:
        return sent(who, f"{self.page}{step}/", self.page, **fields)


def test_from_the_first_word_to_the_public_sheet(house: House) -> None:
    story = Story(house)
    strangers = (story.dilan, story.emil, story.hanna)
    assert [found(one) for one in strangers] == [[], [], []]

    def nobody_else_sees_it() -> None:
        assert [found(one) for one in strangers] == [[], [], []]
        assert [one.get(story.page).status_code for one in strangers] == [404, 404, 404]

    story.writes(story.carla)
    nobody_else_sees_it()
    assert WORD in words(story.ayse.get(story.page))
    assert story.steps(story.carla, "einreichen").status_code == 302
    nobody_else_sees_it()
    assert story.steps(story.officer, "zustimmen").status_code == 302
    nobody_else_sees_it()
    own = words(story.carla.get(story.page))
    assert "Sie haben an diesem Text selbst geschrieben" in own
    assert f'action="{story.page}freigeben/"' not in own
    draft = Draft.objects.get()
    forced = story.carla.post(f"{story.page}freigeben/", {"version": draft.version, "base": 0})
    assert (forced.status_code, SheetText.objects.count()) == (422, 0)
    nobody_else_sees_it()
    assert story.steps(story.clara, "freigeben").status_code == 302
    # the negative control: now the same eyes find it in the same places
    assert set(found(story.dilan)) == {SHEET, f"{SHEET}daten.json", f"/suche/?q={WORD}", f"/en{SHEET}"}
    sheet = words(story.dilan.get(SHEET))
    assert "Text freigegeben" in sheet
    assert "Geprüft von: Zukunftsbeauftragte:r" in sheet
    assert not {"carla", "clara", "frida", "Carla", "Clara", "Frida"} & set(re.findall(r"\w+", sheet))


def test_a_page_that_is_kept_for_everybody_notices_what_was_scheduled(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse, submit="1")
    story.steps(story.officer, "zustimmen")
    day = timezone.localdate() + timedelta(days=3)
    assert story.steps(story.carla, "freigeben", publish_on=day.isoformat()).status_code == 302
    assert f"Er erscheint, wenn der {day:%d.%m.%Y} beginnt." in words(story.ayse.get(story.page))
    assert found(story.dilan) == []
    run_due([job for job in JOBS if job.name == "projects.publish"])
    assert found(story.dilan) == []
    later = timezone.now() + timedelta(days=3)
    run_due([job for job in JOBS if job.name == "projects.publish"], clock=lambda: later)
    assert SHEET in found(story.dilan)


def test_the_difference_is_shown_in_words_and_not_in_colour_alone(house: House) -> None:
    SheetText.objects.create(
        project=house.project, field="outlook", text="Zwölf Linden bis 2027.", stated_on=date(2026, 1, 1)
    )
    story = Story(house)
    story.writes(story.ayse, "Vierzig Linden bis 2028.", submit="1")
    page = words(story.officer.get(story.page))
    assert "2 Wörter sind neu, 2 Wörter entfallen." in page
    assert re.findall(r"<del>.*?</span>(.*?)<", page) == ["Zwölf", "2027"]
    assert re.findall(r"<ins>.*?</span>(.*?)<", page) == ["Vierzig", "2028"]
    assert page.count("[entfällt:]") == 2
    assert page.count("[neu:]") == 2


def test_a_text_that_appeared_meanwhile_is_shown_with_both(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse, "Vierzig Linden.", submit="1")
    SheetText.objects.create(project=house.project, field="outlook", text="Zwölf Eichen.", stated_on=date(2026, 1, 1))
    page = words(story.officer.get(story.page))
    assert "Auf dem Steckbrief steht inzwischen eine andere Fassung" in page
    assert ("Zwölf" in page, "Vierzig" in page) == (True, True)


def test_an_overtaken_writer_keeps_every_word(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse, "Erst so.")
    opened = hidden(words(story.ayse.get(f"{story.page}bearbeiten/")))
    sent(story.carla, f"{story.page}bearbeiten/", text="Carlas Worte.")
    answer = story.ayse.post(f"{story.page}bearbeiten/", {**opened, "text": "Meine langen Worte."})
    page = words(answer)
    assert (answer.status_code, "Meine langen Worte.</textarea>" in page) == (422, True)
    assert "Jemand anderes war bei diesem Text schneller." in page
    assert "Carlas" in page
    assert story.ayse.post(f"{story.page}bearbeiten/", {**hidden(page), "text": "Beides."}).status_code == 302


def test_sent_back_it_waits_for_its_author_with_the_comment(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse, submit="1")
    assert story.steps(story.officer, "zurueckgeben", comment="").status_code == 422
    story.steps(story.officer, "zurueckgeben", comment="Welche Straße?")
    assert "Bitte ändern" in words(story.ayse.get("/freigaben/"))
    assert "Welche Straße?" in words(story.ayse.get(f"{story.page}bearbeiten/"))


def test_an_invited_head_of_office_reads_along_and_does_nothing_else(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse)
    assert story.hanna.get(story.page).status_code == 404
    assert story.steps(story.ayse, "einladen", post=house.head.post.pk).status_code == 302
    page = words(story.hanna.get(story.page))
    assert (WORD in page, f'action="{story.page}' in page) == (True, False)
    assert [story.hanna.get(f"{story.page}bearbeiten/").status_code, story.hanna.get("/freigaben/").status_code] == [
        404,
        404,
    ]
    assert story.emil.get(story.page).status_code == 404


def test_leads_of_other_projects_and_officers_of_other_themes_find_nothing(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse, submit="1")
    stranger = holder("strange", "Andere Leitung", "project_lead", house.ayse.post.unit)
    leads(make_project("Anderes"), stranger)
    browser = stranger.browser()
    addresses = (story.page, f"{story.page}bearbeiten/", f"{story.page}einreichen/", f"{SHEET}texte/ausblick/")
    assert [browser.get(address).status_code for address in addresses] == [404] * 4
    assert [browser.post(address).status_code for address in addresses] == [404] * 4
    assert WORD not in words(browser.get("/freigaben/"))


def test_the_frame_of_the_desk_leads_there_only_whom_it_concerns(house: House) -> None:
    shown = [
        'href="/freigaben/"' in words(one.browser().get("/mein-bereich/"))
        for one in (house.ayse, house.officer, house.carla, house.head)
    ]
    assert shown == [True, True, True, False]


def test_looking_changes_nothing(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse)
    before = list(Draft.objects.values())
    for step in ("einreichen", "zustimmen", "freigeben", "zurueckgeben", "zurueckziehen", "einladen"):
        assert story.ayse.get(f"{story.page}{step}/").status_code == 302
    assert story.ayse.get(f"{story.page}unsinn/").status_code == 404
    assert list(Draft.objects.values()) == before


def test_the_list_filters_by_state_and_says_when_it_is_empty(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse)
    assert "Stadtgrün" in words(story.ayse.get("/freigaben/?stand=written"))
    page = words(story.ayse.get("/freigaben/?stand=submitted"))
    assert ("Kein Text ist unterwegs." in page, "Auf Sie wartet nichts" in page) == (True, True)


# -- what the rules say one by one and for a whole list


def _states(house: House, chosen: list[tuple[str, str, str]]) -> None:
    """Drafts in these states, each of an author and perhaps an editor."""
    Draft.objects.all().delete()
    now = timezone.now()
    for number, (state, author, editor) in enumerate(chosen):
        marks: dict[str, Any] = {"comment": "x"}
        if state in ("approved", "scheduled", "released"):
            marks |= {"approver": "a", "approver_post": "x", "approved_at": now}
        if state in ("scheduled", "released"):
            marks |= {"releaser": "r", "releaser_post": "x", "released_at": now, "publish_on": timezone.localdate()}
        Draft.objects.create(
            project=house.project if number % 2 else house.other, field=SheetText.Field.values[number % 8],
            state=state, author=author, author_post="x", editor="" if editor == author else editor,
            changed_at=now, **marks,
        )  # fmt: skip


_PEOPLE = ("ayse", "frida", "carla", "clara", "emil", "hanna")


def test_what_may_be_done_with_one_draft_is_what_the_lists_hold(house: House) -> None:
    house.other = make_project("Ohne Beauftragte")  # type: ignore[attr-defined]
    people = [house.ayse, house.officer, house.carla, house.clara, house.employee, house.head]
    actors = [one.actor for one in people]
    today = timezone.localdate()
    drafts = st.lists(
        st.tuples(st.sampled_from(list(DraftState)), st.sampled_from(_PEOPLE), st.sampled_from(("", *_PEOPLE))),
        max_size=8,
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drafts)
    def agree(chosen: list[tuple[str, str, str]]) -> None:
        _states(house, [(state.value, author, editor) for state, author, editor in chosen])  # type: ignore[attr-defined]
        rows = list(Draft.objects.select_related("project"))
        for actor in actors:
            reading = {draft for draft in rows if DRAFT.admits(actor, Verb.READ, draft.pk)}
            approving = {draft for draft in rows if may_step(actor, draft, DraftStep.APPROVE, on=today)}
            releasing = {draft for draft in rows if may_step(actor, draft, DraftStep.RELEASE, on=today)}
            assert set(drafts_for(actor)) == reading
            assert set(to_approve(actor)) == approving
            assert set(to_release(actor, on=today)) == releasing
            assert approving | releasing <= reading
            begun = {one for one in Project.objects.all() if may_write(actor, one)}
            assert set(WRITING.objects(actor, Verb.CREATE)) == begun
            assert not any(actor.account in draft.writers for draft in approving | releasing)

    agree()


def test_an_officer_without_a_log_in_keeps_nobody_waiting(house: House) -> None:
    story = Story(house)
    story.writes(story.ayse, submit="1")
    Account.objects.filter(username="frida").update(is_active=False)
    assert "Bitte freigeben" in words(story.carla.get("/freigaben/"))
