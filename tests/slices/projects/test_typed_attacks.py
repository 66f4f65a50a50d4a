"""What is typed into a form and shown again stays text, whatever it is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from querwerk.projects.views.verbs import VERBS
from tests.browser.poison import PAYLOADS
from tests.factories import make_project, make_theme
from tests.slices.projects.test_editing_pages import EDIT, log_in, sent

pytestmark = pytest.mark.django_db


class Active(HTMLParser):
    """The parts of a page that could run: scripts, event handlers, addresses that are scripts, frames."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "svg", "math", "style", "marquee"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name, said in attrs if name.startswith("on") or runs(said)]


def runs(said: str | None) -> bool:
    return (said or "").strip().lower().startswith("javascript:")


def active(page: str) -> list[str]:
    parser = Active()
    parser.feed(page)
    return parser.found


def test_every_form_shows_an_attack_again_as_text() -> None:
    make_project("Stadtgrün", theme=make_theme("Grüne Stadt"))
    browser = log_in("staff_unit")
    found, shown = {}, 0
    for number, (slug, verb) in enumerate(VERBS.items()):
        if verb.rows is not None:
            continue
        for payload in PAYLOADS[number % 7 :: 7]:
            typed = {name: payload for name in verb.form.base_fields if name not in ("version", "file")}
            files = {"file": SimpleUploadedFile(payload, payload.encode())} if "file" in verb.form.base_fields else {}
            answer = sent(browser, slug, **typed, **files)
            page = browser.get(EDIT) if answer.status_code == 302 else answer
            text = page.content.decode()
            shown += text.count("hit()")
            if active(text):
                found[slug, payload] = active(text)
    assert found == {}
    assert shown > 500


def test_an_attack_that_runs_would_be_seen() -> None:
    page = "<p>x</p><img src=x onerror=hit()><a href=' JavaScript:hit()'>x</a><script>hit()</script>"
    assert active(page) == ["img onerror", "a href", "script"]
