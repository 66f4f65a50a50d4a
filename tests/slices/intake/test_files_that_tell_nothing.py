"""Files that lie with an inquiry do not tell who laid them there, whichever way they came; with a project they may."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from querwerk.intake.models import Inquiry, InquiryFile
from querwerk.projects.models import Attachment
from querwerk.uploads import place_of
from tests.factories import make_project
from tests.logins import sign_in
from tests.slices.delivery.people import holder
from tests.slices.projects.test_editing_pages import log_in
from tests.slices.projects.test_editing_pages import sent as say
from tests.spec.papers import WRITER, laid_open, paper, telling
from tests.spec.test_uploads import kept, with_place

from .forms import by_code, code_in, idea, inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


def document(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("Dilan privat.pdf", telling() if content is None else content)


def stored(row: Any) -> bytes:
    return place_of(row.digest, row.kind).read_bytes()


@pytest.mark.parametrize("path", ["/ideen/neu/", "/anfragen/ohne-namen/"])
@pytest.mark.parametrize("done", ["senden", "merken"])
def test_what_comes_by_code_holds_no_name(client: Client, path: str, done: str) -> None:
    said = idea(tun=done) if path == "/ideen/neu/" else inquiry(inside="on", tun=done, alias="Rotkehlchen")
    code = code_in(client.post(path, said).content.decode())
    for file in (document(), SimpleUploadedFile("Dilan.jpg", with_place())):
        assert by_code(client, code, "datei", file=file).status_code == 200
    pdf, photo = (InquiryFile.objects.get(kind=kind) for kind in ("pdf", "jpg"))
    assert (WRITER in laid_open(telling()), WRITER in with_place()) == (True, True)  # control: it was there
    assert (WRITER in laid_open(stored(pdf)), WRITER in stored(photo)) == (False, False)
    assert pdf.size == len(stored(pdf))


def test_what_comes_by_log_in_holds_none_either_since_it_may_be_confidential_later(client: Client) -> None:
    ayse = holder("ayse", "employee", "Sachbearbeitung")[0]
    sign_in(client, ayse).post("/anfragen/neu/", inquiry(alias="Rotkehlchen"))
    client.post(f"/anfragen/{Inquiry.objects.get().pk}/ergaenzen/datei/", {"file": document()})
    assert WRITER not in laid_open(stored(InquiryFile.objects.get()))


def test_what_somebody_lays_with_a_project_stays_as_it_came() -> None:
    make_project("Stadtgrün")
    answer = say(log_in("staff_unit"), "dokument-beilegen", file=document(), title="Der Zaun", description="Ein Zaun")
    assert answer.status_code == 302
    assert stored(Attachment.objects.get()) == telling()


def test_a_document_that_cannot_be_cleaned_is_not_stored_and_the_page_says_why(client: Client, files: Path) -> None:
    code = code_in(client.post("/ideen/neu/", idea()).content.decode())
    refused = by_code(client, code, "datei", file=document(b"%PDF-1.4\n%%EOF\n"))
    assert (refused.status_code, "ist beschädigt oder abgeschnitten" in refused.content.decode()) == (422, True)
    assert (InquiryFile.objects.count(), kept(files)) == (0, [])
    by_code(client, code, "datei", file=document(paper()))
    assert (InquiryFile.objects.count(), len(kept(files))) == (1, 1)  # control: a whole one is


def test_the_form_says_what_is_taken_out(client: Client) -> None:
    code = code_in(client.post("/ideen/neu/", idea()).content.decode())
    page = re.sub(r"\s+", " ", by_code(client, code).content.decode())
    assert "(Ort, Kamera, Verfasser:in, Programme, Daten), wird herausgenommen" in page
