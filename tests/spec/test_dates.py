"""Dates as councils write them: what each form can mean, and how it is said."""

from __future__ import annotations

from datetime import date

import pytest

from querwerk.dates import in_words, parse


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
