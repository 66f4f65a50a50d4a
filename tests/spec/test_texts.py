"""Prose and names: what passes, what is refused, and that nothing harmful survives storing or rendering."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from querwerk.texts import Unfit, name, prose, rendered

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<<i>script>alert(1)<</i>/script>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](https://elsewhere.example/pixel.png)",
    "![x](//elsewhere.example/pixel.png)",
    "![x](/\\elsewhere.example/pixel.png)",
    "<iframe src='https://elsewhere.example'></iframe>",
    "<style>body{display:none}</style>",
    "<https://ok.example/\"onmouseover='x'>",
]
#: What must not stand in a page: tags that act, attributes that act, addresses that act, pictures from elsewhere.
HARM = re.compile(
    r"<(script|iframe|svg|style|object|form|input)\b|<[^>]*\son\w+\s*=|<[^>]*(href|src)\s*=\s*[\"']?\s*(javascript|data|vbscript):"
    r"|<img[^>]*src=[\"']?(https?:|//|/\\)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives_storing_and_rendering_nor_rendering_alone(payload: str) -> None:
    assert HARM.search(rendered(prose(payload, limit=1000))) is None
    assert HARM.search(rendered(payload)) is None


def test_the_search_for_harm_finds_it_in_an_open_renderer() -> None:
    careless = MarkdownIt("commonmark", {"html": True})
    careless.validateLink = lambda url: True  # type: ignore[method-assign]
    found = [payload for payload in PAYLOADS if HARM.search(careless.render(payload))]
    assert len(found) >= 10


@given(st.text(alphabet="<>/&;ascriptonerr=\"' ()[]!x#\n", max_size=80))
def test_cleaning_again_changes_nothing_and_harms_nothing(text: str) -> None:
    once = prose(text, limit=1000)
    assert prose(once, limit=1000) == once
    assert HARM.search(rendered(once)) is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**wichtig** und *leise*", "<p><strong>wichtig</strong> und <em>leise</em></p>\n"),
        ("# Titel", "<p><strong>Titel</strong></p>\n"),
        ("5 < 7 & 7 > 5", "<p>5 &lt; 7 &amp; 7 &gt; 5</p>\n"),
        ("[Plan](https://plan.example)", '<p><a href="https://plan.example" rel="noopener nofollow">Plan</a></p>\n'),
        ("![Plan](/medien/plan.png)", '<p><img src="/medien/plan.png" alt="Plan"></p>\n'),
        ("![Plan](https://elsewhere.example/p.png)", "<p>Plan</p>\n"),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n"),
    ],
)
def test_prose_is_shown_as_it_was_meant(written: str, shown: str) -> None:
    assert rendered(prose(written, limit=1000)) == shown


def test_what_is_stored_stays_plain_markdown() -> None:
    assert prose("  a\r\n\r\n> b & c <b>fett</b>  ", limit=100) == "a\n\n> b & c fett"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "control"),
        ("a\u202eb", "hidden"),
        ("a\u200bb", "hidden"),
        ("a\u200db", "hidden"),
        ("👧\u200db", "hidden"),
        ("👧\u200d\u200d👧", "hidden"),
        ("x" * 11, "long"),
        ("<b>x", "markup"),
        ("=1+1", "formula"),
        (" @x", "formula"),
        ("a\nb", "control"),
    ],
)
def test_an_unfit_name_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        name(text, limit=10)
    assert unfit.value.code == code


@pytest.mark.parametrize(
    "text", ["Familie 👨\u200d👩\u200d👧", "👩🏽\u200d🚒", "❤️\u200d🔥", "می\u200cخواهم", "क्\u200dष"]
)
def test_a_picture_made_of_several_and_a_word_with_its_joiner_stay_as_they_were_typed(text: str) -> None:
    assert (name(text, limit=50), prose(text, limit=50)) == (text, text)


def test_a_name_is_tidied() -> None:
    assert name("  Grüne   Stadt ", limit=50) == "Grüne Stadt"
    assert name("Zu\u0308ge", limit=50) == "Züge"
    assert name("CO2 < 5 t", limit=50) == "CO2 < 5 t"
