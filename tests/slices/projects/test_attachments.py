"""Documents and pictures that lie with a project: laid there, read by whom they are for, taken away."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.projects.actions.attachments import attach, remove
from querwerk.projects.models import Attachment, Contradiction, Project
from querwerk.projects.queries.contradictions import contradictions
from querwerk.projects.queries.themes import theme_page
from querwerk.projects.rules import attachments_visible_to
from querwerk.uploads import LARGEST_BYTES, read
from tests.factories import make_project, make_theme
from tests.slices.projects.test_editing_pages import EDIT, log_in, sent
from tests.spec.test_uploads import ODD, PDF, kept, picture, with_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def project(files: Path) -> Project:
    return make_project("Stadtgrün", theme=make_theme("Grüne Stadt"))


def laid(project: Project, carla: Actor, now: datetime, *, content: bytes = PDF, **more: Any) -> Attachment:
    project.refresh_from_db()
    said = {"file": read("plan.pdf", content), "title": "Lageplan", "description": "Drei Bäume", **more}
    attach(project.slug, **said, version=project.version, by=carla, at=now)
    return Attachment.objects.latest("pk")


def test_attaching_keeps_the_file_and_writes_one_entry(
    project: Project, carla: Actor, now: datetime, files: Path
) -> None:
    row = laid(project, carla, now)
    assert (row.kind, row.name, row.size, row.internal) == ("pdf", "plan.pdf", len(PDF), False)
    assert kept(files) == [f"{row.digest}.pdf"]
    [entry] = Entry.objects.all()
    assert (entry.event, entry.facts["attachment"]) == ("projects.attachment_added", [None, "Lageplan"])


def test_the_open_memory_does_not_name_an_internal_document(project: Project, carla: Actor, now: datetime) -> None:
    row = laid(project, carla, now, internal=True)
    project.refresh_from_db()
    remove(project.slug, row.pk, reason="Streng geheim", version=project.version, by=carla, at=now)
    told = "".join(f"{entry.event} {entry.facts} {entry.reason}" for entry in Entry.objects.all())
    assert "Lageplan" not in told
    assert "geheim" not in told


def test_a_picture_needs_words_for_those_who_cannot_see_it(project: Project, carla: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        laid(project, carla, now, content=picture(), description="")
    assert (refused.value.field, Attachment.objects.count()) == ("description", 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(project=project, title="x", kind="png", digest="x", name="x", size=1, stated_on=now)


def test_the_same_file_lies_with_a_project_once(project: Project, carla: Actor, now: datetime) -> None:
    laid(project, carla, now)
    with pytest.raises(Refused) as refused:
        laid(project, carla, now, title="Noch einmal")
    assert (refused.value.field, Attachment.objects.count()) == ("file", 1)


def test_removing_takes_the_file_too_unless_another_project_holds_it(
    project: Project, carla: Actor, now: datetime, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_project("Stadtwald")
    rows = [laid(project, carla, now), laid(other, carla, now)]
    found = []
    for row, of in zip(rows, (project, other), strict=True):
        of.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            remove(of.slug, row.pk, reason="Veraltet", version=of.version, by=carla, at=now)
        found.append(len(kept(files)))
    assert found == [1, 0]


def test_nobody_else_attaches_or_removes(project: Project, carla: Actor, now: datetime, files: Path) -> None:
    row = laid(project, carla, now)
    mayor = Actor(post="OB", account="bernd", roles=frozenset({"mayor"}))
    project.refresh_from_db()
    for actor in (NOBODY, mayor):
        with pytest.raises(Refused):
            laid(project, actor, now, content=picture())
        with pytest.raises(Refused):
            remove(project.slug, row.pk, reason="weg", version=project.version, by=actor, at=now)
    assert (Attachment.objects.count(), len(kept(files))) == (1, 1)


# -- over HTTP


def address(row: Attachment) -> str:
    return f"/leitprojekte/{row.project.slug}/anlagen/{row.pk}/"


def test_a_document_is_laid_there_and_read_on_the_sheet(project: Project, files: Path) -> None:
    browser = log_in("staff_unit")
    assert 'enctype="multipart/form-data"' in browser.get(f"{EDIT}dokument-beilegen/").content.decode()
    file = SimpleUploadedFile("../garten.jpg", with_place(), content_type="text/html")
    answer = sent(browser, "dokument-beilegen", file=file, title="Der Garten", description="Ein Zaun mit Beeten")
    assert (answer.status_code, answer.url) == (302, f"{EDIT}#attachments")
    row = Attachment.objects.get()
    page = Client().get("/leitprojekte/stadtgrun/").content.decode()
    assert f'<img src="{address(row)}" alt="Ein Zaun mit Beeten"' in page
    shown = Client().get(address(row))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"Dilan" not in b"".join(shown.streaming_content)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert f'href="{EDIT}dokument-entfernen/{row.pk}/"' in browser.get(EDIT).content.decode()


def test_an_internal_document_is_for_those_who_see_internal_notes(
    project: Project, carla: Actor, now: datetime
) -> None:
    row = laid(project, carla, now, internal=True)
    staff = {role: log_in(role) for role in ("mayor", "staff_unit", "councillor", "office_head")}
    seen = {}
    for name, browser in {"nobody": Client(), **staff}.items():
        answer = browser.get(address(row))
        b"".join(answer)
        sheet = browser.get("/leitprojekte/stadtgrun/").content.decode()
        data = browser.get("/leitprojekte/stadtgrun/daten.json").content.decode()
        seen[name] = (answer.status_code, "Lageplan" in sheet, "Lageplan" in data)
    hidden, shown = (404, False, False), (200, True, True)
    assert seen == {
        "nobody": hidden,
        "mayor": shown,
        "staff_unit": shown,
        "councillor": hidden,
        "office_head": hidden,  # of another office
    }


def test_a_document_of_a_candidate_is_as_hidden_as_the_candidate(carla: Actor, now: datetime, files: Path) -> None:
    candidate = make_project("Noch geheim", state="candidate")
    row = laid(candidate, carla, now)
    assert list(attachments_visible_to(NOBODY)) == []
    assert Client().get(address(row)).status_code == 404
    other = make_project("Offen")
    assert log_in("staff_unit").get(f"/leitprojekte/{other.slug}/anlagen/{row.pk}/").status_code == 404


@pytest.mark.parametrize("name", sorted(set(ODD) - {"nothing"}))
def test_an_odd_file_is_refused_over_http_and_nothing_is_stored(project: Project, files: Path, name: str) -> None:
    called, content, _code = ODD[name]
    answer = sent(log_in("staff_unit"), "dokument-beilegen", title="x", description="y",
                  file=SimpleUploadedFile(called, content[: LARGEST_BYTES + 70_000]))  # fmt: skip
    assert answer.status_code == 422
    assert f"„{called}“ " in answer.content.decode()
    assert (Attachment.objects.count(), kept(files), Entry.objects.count()) == (0, [], 0)


def test_however_much_is_sent_no_more_than_the_largest_file_is_kept_in_memory(project: Project) -> None:
    from querwerk.web.uploading import CappedHandler

    handler = CappedHandler()
    sizes = []
    for _ in range(3):
        handler.new_file("file", "x.pdf", "application/pdf", None)
        for _ in range(100):
            assert handler.receive_data_chunk(b"x" * 64_000, 0) is None
        sizes.append(handler.file_complete(0).size)
    assert sizes == [6_400_000, LARGEST_BYTES + 1 - 6_400_000, 0]


# -- what speaks of a hidden project


def test_a_contradiction_about_a_hidden_project_is_hidden_too(carla: Actor, now: datetime) -> None:
    theme = make_theme("Grüne Stadt")
    known, hidden = (
        make_project("Stadtgrün", theme=theme),
        make_project("Geheimer Park", theme=theme, state="candidate"),
    )
    about = {1: [known], 2: [hidden], 3: [known, hidden], 4: []}
    for number, projects in about.items():
        row = Contradiction.objects.create(number=number, what=f"Streit {number}", first="a", second="b")
        row.projects.set(projects)
        row.themes.set([theme])

    def told(actor: Actor) -> list[list[int]]:
        page = theme_page(actor, theme.slug, None, today=now.date())
        assert page is not None
        return [[one.number for one in found] for found in (contradictions(actor), page.disagreements)]

    assert told(NOBODY) == [[1, 4], [1, 4]]
    assert told(carla) == [[1, 2, 3, 4], [1, 2, 3, 4]]
    sheet = Client().get("/leitprojekte/stadtgrun/").content.decode()
    assert ("Streit 1" in sheet, "Streit 3" in sheet) == (True, False)
