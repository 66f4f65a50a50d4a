"""The poster: readable by everybody, the same bytes for the same trail, words as words."""

from __future__ import annotations

from datetime import date

import pytest

from querwerk.trails.exchange.poster import as_poster
from querwerk.trails.insights.shapes import Handover, Poster, Stop, Way


def poster(headline: str = "Durch 3 Hände geht ein Dienstreiseantrag", stations: int = 3, address: str = "") -> Poster:
    stops = tuple(
        Stop(f"{headline} {number}", f"Dezernat {number % 4}", ("3 Tage Liegezeit",)) for number in range(stations)
    )
    steps = tuple(Handover(number, number + 1) for number in range(stations - 1))
    figures = (("3", "Hände"), ("4,5 Tage", "unterwegs"), ("2 %", "Bearbeitung"))
    return Poster(
        headline, Way(headline, "Satz", "Bild", stops, steps), figures, "Am längsten liegt es im Hauptamt.", "", address
    )


def pdf(of: Poster, paper: str = "a3", *, across: bool = False) -> bytes:
    day = date(2026, 11, 22)
    return as_poster(of, day=day, municipality="Musterstadt", written_day="22.11.2026", paper=paper, across=across)


@pytest.mark.parametrize("paper", ["a3", "a4"])
@pytest.mark.parametrize("across", [False, True])
def test_the_poster_is_tagged_archivable_german_titled_and_one_page(paper: str, across: bool) -> None:
    content = pdf(poster(), paper, across=across)
    for mark in (b"/Marked true", b"/Lang(de-DE)", b"<pdfaid:part>2</pdfaid:part>", b"<pdfuaid:part>1</pdfuaid:part>",
                 b"<pdfaid:conformance>A</pdfaid:conformance>", "Durch 3 Hände".encode(),
                 b"/Type/Pages/Count 1/"):  # fmt: skip
        assert mark in content


@pytest.mark.parametrize("stations", [1, 40, 60])
def test_a_way_of_any_length_stays_on_one_page(stations: int) -> None:
    assert b"/Type/Pages/Count 1/" in pdf(poster(stations=stations), across=True)


def test_the_same_trail_is_the_same_poster() -> None:
    assert pdf(poster()) == pdf(poster())


def test_a_name_reaches_the_poster_as_a_word_never_as_markup() -> None:
    assert pdf(poster('#panic("x") $ _a_ = #import "x" \\ @b <script> & "'))[:5] == b"%PDF-"


def test_a_published_trail_carries_its_address() -> None:
    with_code, without = pdf(poster(address="https://querwerk.example/laufwege/dienstreise/")), pdf(poster())
    assert len(with_code) > len(without)
