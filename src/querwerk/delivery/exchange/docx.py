"""The report as DOCX, for those who go on writing: real headings, repeated table heads, German, a title."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .shapes import Block, Bullets, Heading, Pairs, Paragraph, Table, Written

_PAGE = 166  # millimetres between the margins
_INK = RGBColor(0x17, 0x1A, 0x2B)
_ACCENT = RGBColor(0x1F, 0x4D, 0xB0)
#: What XML cannot carry at all.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_docx(report: Written) -> bytes:
    """The report as a Word file; the same bytes for the same report."""
    document = Document()
    _set_up(document, report)
    document.add_paragraph(_clean(report.municipality), style="Subtitle")
    document.add_paragraph(_clean(report.title), style="Title")
    document.add_paragraph(_clean(report.subtitle), style="Subtitle")
    if report.draft:
        document.add_paragraph().add_run(report.draft.upper()).bold = True
    for name, value in report.about:
        _pair(document, name, value)
    for block in report.blocks:
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _set_up(document: Any, report: Written) -> None:
    """A4, German, Fira Sans where it is installed, the title in the properties, dates from the period."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Fira Sans", Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        style = document.styles[name]
        style.font.name = "Fira Sans"
        style.font.color.rgb = _ACCENT if name == "Heading 3" else _INK
        for fonts in style.element.iter(qn("w:rFonts")):
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        _clean(report.title),
        _clean(report.municipality),
        "de-DE",
    )
    properties.comments, properties.last_modified_by = "", ""
    day = date.fromisoformat(report.day)
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        heading = document.add_heading(_clean(f"{block.number} {block.text}".strip()), level=block.level)
        heading.paragraph_format.page_break_before = block.level == 1
    elif isinstance(block, Paragraph):
        paragraph = document.add_paragraph()
        if block.lead:
            paragraph.add_run(_clean(f"{block.lead}. " if block.text else block.lead)).bold = True
            paragraph.paragraph_format.keep_with_next = not block.text
        paragraph.add_run(_clean(block.text))
    elif isinstance(block, Bullets):
        for item in block.items:
            document.add_paragraph(_clean(item), style="List Bullet")
    elif isinstance(block, Pairs):
        for name, value in block.items:
            _pair(document, name, value)
    else:
        _table(document, block)


def _pair(document: Any, name: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.add_run(_clean(f"{name}: ")).bold = True
    paragraph.add_run(_clean(value))


def _table(document: Any, block: Table) -> None:
    """Cells are written straight into the XML: the library looks up every cell anew, too slow for 2,000 rows."""
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    widths = [Mm(_PAGE * share / sum(block.widths)) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for cell, text, width in zip(head.cells, block.head, widths, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(_clean(text))
        run.bold, run.font.size = True, Pt(8.5)
    for row in block.rows:
        line = OxmlElement("w:tr")
        whole = OxmlElement("w:cantSplit")
        properties = OxmlElement("w:trPr")
        properties.append(whole)
        line.append(properties)
        for text, width in zip(row, widths, strict=True):
            line.append(_cell(text, width))
        table._tbl.append(line)
    document.add_paragraph()


def _cell(text: str, width: int) -> Any:
    cell, properties, size = OxmlElement("w:tc"), OxmlElement("w:tcPr"), OxmlElement("w:tcW")
    size.set(qn("w:w"), str(round(width / 635)))
    size.set(qn("w:type"), "dxa")
    properties.append(size)
    paragraph, run, style, points = (OxmlElement(name) for name in ("w:p", "w:r", "w:rPr", "w:sz"))
    points.set(qn("w:val"), "17")
    style.append(points)
    run.append(style)
    for number, part in enumerate(_clean(text).split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = part
        words.set(qn("xml:space"), "preserve")
        run.append(words)
    paragraph.append(run)
    cell.append(properties)
    cell.append(paragraph)
    return cell


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _same_bytes(content: bytes) -> bytes:
    """The archive again with fixed times of its parts: a zip file otherwise remembers when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(
                zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), before.read(part), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
