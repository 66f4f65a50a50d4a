"""Lists as CSV, XLSX and JSON. What a person wrote is text in every program that opens the file, never a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

Cell = str | int | float | date | None

#: form of a file -> its media type
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}

#: Begins a formula (or splits a cell) somewhere: ASCII and full-width forms.
_FORMULA = tuple("=+-@\t\r\0＝＋－＠")


#: Nobody leafs further.
_LAST_PAGE = 100_000


def page_number(asked: str) -> int:
    """The page of a list that an address asks for: the first where it asks for nonsense."""
    return min(max(1, whole_number(asked, digits=8)), _LAST_PAGE)


def pages_of(total: int, per_page: int) -> int:
    """How many pages a list has: one at least."""
    return max(1, -(-total // per_page))


def whole_number(said: str, *, digits: int = 15) -> int:
    """The number that an address or a button names; 0 for what is none, or longer than any row's."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= digits else 0


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a leading apostrophe where it could."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with byte order mark, semicolons, German days and numbers: opens in a German office with a double click."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    if isinstance(cell, int):
        return str(cell)
    return safe(cell).replace("\0", "")


def as_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet, the head row bold and in view; texts are typed as text, so none is ever computed."""
    # here, not above: with numpy in tow it takes a fifth of the time in which a process of the house starts
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.workbook.child import INVALID_TITLE_REGEX

    book = Workbook(write_only=True)
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", title)[:31])
    sheet.freeze_panes = "A2"
    bold, wrap = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for number in range(len(head)):
        sheet.column_dimensions[chr(ord("A") + number)].width = 40 if number in (0, 1) else 22

    def text(words: str) -> Any:
        cell = WriteOnlyCell(sheet, value="")
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)[:32_767]
        cell.data_type = "s"
        return cell

    heads = [text(words) for words in head]
    for cell in heads:
        cell.font, cell.alignment = bold, wrap
    sheet.append(heads)
    for row in rows:
        sheet.append([text(cell) if isinstance(cell, str) else cell for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_table(form: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A list in one of the two forms that are tables: XLSX, else CSV."""
    return as_xlsx(title, head, rows) if form == "xlsx" else as_csv(head, rows)


def as_json(document: dict[str, object]) -> bytes:
    """Indented, in UTF-8, days as ISO 8601; keys in the order given."""
    return json.dumps(document, ensure_ascii=False, indent=2, default=_iso).encode()


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, under this name."""
    return HttpResponse(content, media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
