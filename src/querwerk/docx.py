"""The report as DOCX, for those who go on writing: real headings, repeated table heads, German, a title.

Styles, page and properties are set through the library; the body is written as XML at once, since the library looks for
the end of the document anew with every paragraph (minutes for 2,000 projects).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from .written import Block, Bullets, Heading, Pairs, Paragraph, Table, Written

_PAGE = 9411  # twentieths of a point between the margins: 166 mm
_INK = RGBColor(0x17, 0x1A, 0x2B)
_ACCENT = RGBColor(0x1F, 0x4D, 0xB0)
_BORDER = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="B9C0D4"/>'
_BORDERS = f"<w:tblBorders>{''.join(map(_BORDER.format, ('top', 'bottom', 'insideH')))}</w:tblBorders>"
#: What XML cannot carry at all.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_docx(report: Written) -> bytes:
    """The report as a Word file; the same bytes for the same report."""
    document = Document()
    _set_up(document, report)
    body = document.element.body
    written = parse_xml(f"<w:body {nsdecls('w')}>{''.join(_parts(report))}</w:body>")
    written.append(body.sectPr)
    document.element.replace(body, written)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _set_up(document: Any, report: Written) -> None:
    """A4, German, Fira Sans where it is installed, the title in the properties, dates from the period."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(22)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Fira Sans", Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        style = document.styles[name]
        style.font.name, style.font.italic = "Fira Sans", False
        style.font.color.rgb = _ACCENT if name == "Heading 3" else _INK
        for fonts in style.element.iter(qn("w:rFonts")):
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
    properties = document.core_properties
    properties.title, properties.author = _NOT_XML.sub("", report.title), _NOT_XML.sub("", report.municipality)
    properties.language, properties.comments, properties.last_modified_by = "de-DE", "", ""
    day = date.fromisoformat(report.day)
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def _parts(report: Written) -> Iterator[str]:
    yield _paragraph(_run(report.municipality), "Subtitle")
    yield _paragraph(_run(report.title), "Title")
    yield _paragraph(_run(report.subtitle), "Subtitle")
    if report.draft:
        yield _paragraph(_run(report.draft.upper(), bold=True))
    for name, value in report.about:
        yield _pair(name, value)
    for block in report.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        layout = "<w:pageBreakBefore/>" if block.level == 1 else ""
        yield _paragraph(_run(f"{block.number} {block.text}".strip()), f"Heading{block.level}", layout)
    elif isinstance(block, Paragraph):
        lead = _run(f"{block.lead}. " if block.text else block.lead, bold=True) if block.lead else ""
        yield _paragraph(lead + _run(block.text), layout="" if block.text else "<w:keepNext/>")
    elif isinstance(block, Bullets):
        for item in block.items:
            yield _paragraph(_run(item), "ListBullet")
    elif isinstance(block, Pairs):
        for name, value in block.items:
            yield _pair(name, value)
    else:
        yield _table(block)


def _pair(name: str, value: str) -> str:
    return _paragraph(_run(f"{name}: ", bold=True) + _run(value), layout='<w:spacing w:after="60"/>')


def _paragraph(runs: str, style: str = "Normal", layout: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False, size: int = 0) -> str:
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _NOT_XML.sub("", text).split("\n")
    )
    return f"<w:r><w:rPr>{look}</w:rPr>{words}</w:r>"


def _table(block: Table) -> str:
    widths = [round(_PAGE * share / sum(block.widths)) for share in block.widths]
    caption = escape(_NOT_XML.sub("", block.caption), {'"': "&quot;"})
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(block.head, widths, head=True), *(_row(row, widths) for row in block.rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_PAGE}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:firstRow="1"/><w:tblCaption w:val="{caption}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{_paragraph('')}"
    )


def _row(cells: tuple[str, ...], widths: list[int], *, head: bool = False) -> str:
    look = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F8"/>' if head else ""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{_paragraph(_run(text, bold=head, size=17))}</w:tc>"
        for text, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{look}</w:trPr>{written}</w:tr>"


def _same_bytes(content: bytes) -> bytes:
    """The archive again with fixed times of its parts: a zip file otherwise remembers when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            fixed = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            after.writestr(fixed, before.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
