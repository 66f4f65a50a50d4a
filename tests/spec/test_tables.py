"""Lists as files: what somebody typed never stops a file from being made."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from querwerk.tables import as_table


def test_a_title_with_signs_that_a_sheet_cannot_bear_still_makes_a_workbook() -> None:
    book = load_workbook(io.BytesIO(as_table("xlsx", "Antrag/Bescheid: [neu]*?", ["Station"], [["Poststelle"]])))
    assert book.sheetnames == ["Antrag Bescheid   neu   "]
    assert [[cell.value for cell in row] for row in book.active] == [["Station"], ["Poststelle"]]
