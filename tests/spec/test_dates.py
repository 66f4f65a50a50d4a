"""Dates as councils write them: what each form can mean, and how it is said."""

from __future__ import annotations

from datetime import date

import pytest

from querwerk.dates import from_words, in_words, parse


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), "2022"),
        ("2022-03", date(2022, 3, 1), date(2022, 3, 31), "März 2022"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "29.02.2024"),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31), "1. Quartal 2022"),
        ("2022-H2", date(2022, 7, 1), date(2022, 12, 31), "2. Halbjahr 2022"),
        ("2022-spring", date(2022, 3, 1), date(2022, 5, 31), "Frühjahr 2022"),
        ("2028/2029", date(2028, 1, 1), date(2029, 12, 31), "2028 – 2029"),
        ("2024-07-01/2024-10-07", date(2024, 7, 1), date(2024, 10, 7), "01.07.2024 – 07.10.2024"),
        ("after-2027", date(2028, 1, 1), None, "nach 2027"),
        ("2 Jahre ab 2020", date(2022, 1, 1), date(2022, 12, 31), "2 Jahre ab 2020"),
    ],
)
def test_a_written_date_knows_the_days_it_can_mean(text: str, first: date, last: date | None, words: str) -> None:
    parsed = parse(text)
    assert (parsed.text, parsed.first, parsed.last, in_words(text)) == (text, first, last, words)


@pytest.mark.parametrize(
    "text", ["", "bald", "2022-13", "2022-02-30", "2022-Q5", "2025/2024", "after-after-2027", "12", "2022-H3", "0000"]
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


def test_an_open_end_comes_last() -> None:
    ordered = sorted(map(parse, ["after-2027", "2028", "2027", "2028-01"]), key=lambda vague: vague.sort_key)
    assert [vague.text for vague in ordered] == ["2027", "2028-01", "2028", "after-2027"]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("31.12.2027", "2027-12-31"),
        ("1.3.2027", "2027-03-01"),
        ("3. März 2027", "2027-03-03"),
        ("3/2027", "2027-03"),
        ("03.2027", "2027-03"),
        ("März 2027", "2027-03"),
        ("Mrz. 2027", "2027-03"),
        ("2. Quartal 2027", "2027-Q2"),
        ("II. Quartal 2027", "2027-Q2"),
        ("Q2/2027", "2027-Q2"),
        ("1. Halbjahr 2027", "2027-H1"),
        ("Herbst 2027", "2027-autumn"),
        ("Ende 2027", "2027-Q4"),
        ("nach 2027", "after-2027"),
        ("nach März 2027", "after-2027-03"),
        ("2027/28", "2027/2028"),
        ("2027 bis 2028", "2027/2028"),
        ("März 2027 – Mai 2028", "2027-03/2028-05"),
        ("autumn 2027", "2027-autumn"),
        ("2027-Q2", "2027-Q2"),
    ],
)
def test_a_date_is_understood_as_people_write_it(typed: str, canonical: str) -> None:
    assert from_words(typed) == canonical


@pytest.mark.parametrize(
    "typed",
    ["", "bald", "31.02.2027", "13/2027", "2028 bis 2027", "Q5 2027", "Marx 2027", "/" * 3000, "nach 9999", "٢٠٢٧"],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|end before begin|day is out of range|month must be"):
        from_words(typed)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "canonical",
    ["2022", "2022-03", "2024-02-29", "2022-Q1", "2022-H2", "2022-spring", "2022-winter", "after-2027", "2028/2029",
     "2024-07-01/2024-10-07", "after-2027-Q2"],
)  # fmt: skip
def test_what_a_form_shows_it_understands(canonical: str, language: str) -> None:
    assert from_words(in_words(canonical, language)) == canonical
