"""Lists as files: what somebody typed never stops a file from being made."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from querwerk.tables import as_table, page_number, whole_number


def test_a_title_with_signs_that_a_sheet_cannot_bear_still_makes_a_workbook() -> None:
    book = load_workbook(io.BytesIO(as_table("xlsx", "Antrag/Bescheid: [neu]*?", ["Station"], [["Poststelle"]])))
    assert book.sheetnames == ["Antrag Bescheid   neu   "]
    assert [[cell.value for cell in row] for row in book.active] == [["Station"], ["Poststelle"]]


def test_what_is_no_number_of_a_row_is_none_and_of_a_page_the_first() -> None:
    odd = ["", "x", "-1", "1.5", " 7", "²", "٧", "9" * 16, "9" * 5000]
    assert [(whole_number(said), page_number(said)) for said in odd] == [(0, 1)] * len(odd)
    assert (whole_number("7"), whole_number("9" * 15), whole_number("100", digits=2)) == (7, 999_999_999_999_999, 0)
    assert (page_number("7"), page_number("0")) == (7, 1)
