"""What changed in the words of a text: worked by hand, held against the slow twin, and bounded."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from querwerk.analysis.wording import MOST, Mark, Span, compare, count
from tests.analysis.reference import wording as twin

WORDS = st.lists(
    st.sampled_from(
        ["Baum", "Linde", "12,5", "31.12.2027", "Bürger:innen", "E-Mail", " ", " ", ". ", ", ", "\n", "„", "“"]
    )
).map("".join)


def joined(spans: tuple[Span, ...], *marks: Mark) -> str:
    return "".join(span.text for span in spans if span.mark in marks)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ("Gleich.", "Gleich.", "Gleich."),
        ("", "Neu.", "+Neu.+"),
        ("Alt.", "", "-Alt.-"),
        ("Zwölf Linden bis 2027.", "Vierzig Linden bis 2028.", "-Zwölf-+Vierzig+ Linden bis -2027-+2028+."),
        ("bis 31.12.2027", "bis 31.12.2028", "bis -31.12.2027-+31.12.2028+"),
        ("1.234,5 Euro", "1.234,6 Euro", "-1.234,5-+1.234,6+ Euro"),
        ("Die Bürger kommen.", "Die Bürger:innen kommen.", "Die -Bürger-+Bürger:innen+ kommen."),
        ("per Mail", "per E-Mail", "per -Mail-+E-Mail+"),
        ("Ein „alter“ Baum", "Ein „junger“ Baum", "Ein „-alter-+junger+“ Baum"),
        ("Ein Satz. Noch einer.", "Ein Satz. Neu davor. Noch einer.", "Ein Satz.+ Neu davor.+ Noch einer."),
        ("- Linde\n\nBürger", "- Linde\n- Eiche\n\nBürger:innen", "- Linde\n+- Eiche\n+\n-Bürger-+Bürger:innen+"),
        ("alt alt Rest", "neu neu Rest", "-alt alt-+neu neu+ Rest"),
    ],
)
def test_worked_by_hand(old: str, new: str, said: str) -> None:
    signs = {Mark.SAME: "", Mark.GONE: "-", Mark.NEW: "+"}
    assert "".join(signs[span.mark] + span.text + signs[span.mark] for span in compare(old, new)) == said


@given(WORDS, WORDS)
def test_both_texts_come_back_to_the_letter(old: str, new: str) -> None:
    spans = compare(old, new)
    assert joined(spans, Mark.SAME, Mark.GONE) == old
    assert joined(spans, Mark.SAME, Mark.NEW) == new
    assert all(span.text for span in spans)
    assert all(one.mark is not other.mark for one, other in pairwise(spans))


@given(WORDS, WORDS)
def test_no_more_stays_than_the_slow_twin_allows(old: str, new: str) -> None:
    kept = sum(len(twin.TOKEN.findall(span.text)) for span in compare(old, new) if span.mark is Mark.SAME)
    assert kept <= twin.shared(old, new)


@given(WORDS)
def test_a_text_differs_from_itself_in_nothing(text: str) -> None:
    assert compare(text, text) == ((Span(Mark.SAME, text),) if text else ())


def test_pages_without_anything_in_common_are_one_change() -> None:
    half = int(MOST**0.5)
    old, new = "alt " * half, "neu " * half
    assert compare(old, new) == (Span(Mark.GONE, old), Span(Mark.NEW, new))
    assert compare(f"{old}. Gleich.", f"{new}. Gleich.")[-1] == Span(Mark.SAME, " Gleich.")


def test_words_are_counted_and_signs_are_not() -> None:
    spans = compare("Zwölf, dreizehn!", "Vierzig (40) Linden?")
    assert (count(spans, Mark.GONE), count(spans, Mark.NEW)) == (2, 3)
