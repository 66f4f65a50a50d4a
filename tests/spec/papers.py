"""Documents as programs write them, with the name of whoever wrote them in every place where it is left behind."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

#: Who is in them.
WRITER = b"Dilan"
#: What stands on their first page.
WORDS = b"Der Zaun am Spielplatz"


def paper(words: bytes = WORDS) -> bytes:
    """One page with a sentence and nothing else."""
    return saved(_page(words))


def telling(**options: Any) -> bytes:
    """One page, and a name in every place that programs know."""
    pdf = _page(WORDS)
    pdf.docinfo["/Author"] = "Dilan"
    pdf.docinfo["/Creator"] = "Textprogramm von Dilan"
    pdf.docinfo["/CreationDate"] = "D:20270101120000+01'00'"
    told = pdf.make_stream(b"<x:xmpmeta>Dilan</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = told
    pdf.Root.URI = Dictionary(Base="file:///home/Dilan/")
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(I=Dictionary(Author="Dilan")))])
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Ebene", Usage=Dictionary(
            CreatorInfo=Dictionary(Creator="Dilan"), User=Dictionary(Name="Dilan"))))]), D=Dictionary())  # fmt: skip
    pdf.trailer["/DocChecksum"] = Name("/Dilan")
    page = pdf.pages[0].obj
    page.PieceInfo = Dictionary(App=Dictionary(Private=pdf.make_stream(b"Dilan")))
    page.Thumb = pdf.make_stream(b"Dilan", Width=1, Height=1)
    page.Resources.XObject = Dictionary({
        "/Foto": _photo(pdf), "/Packed": _photo(pdf, packed=True), "/New": _photo(pdf, "JPEG2000"),
        "/Old": pdf.make_stream(b"", {
            "/Subtype": Name.Form, "/PTEX.FileName": String("/home/Dilan/bild.pdf"), "/LastModified": String("Dilan"),
            "/Odd": pdf.make_stream(b"<x>Dilan</x>", Type=Name.Metadata)}),
    })  # fmt: skip
    page.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **more)) for more in (
        {"Subtype": Name.Text, "T": "Dilan", "M": "D:2027 Dilan", "NM": "Dilan-1", "Contents": "Hier fehlt ein Brett",
         "RC": "<body>Dilan</body>", "CreationDate": "Dilan"},
        {"Subtype": Name.Widget, "FT": Name.Tx, "T": "Feld", "V": "rot"},
        {"Subtype": Name.Link, "A": Dictionary(S=Name.GoToR, F="C:\\\\Dilan\\\\plan.pdf")},
        {"Subtype": Name.Link, "A": Dictionary(S=Name.URI, URI="file:///home/Dilan/plan.pdf")},
    )])  # fmt: skip
    pdf.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]))
    return saved(pdf, **options)


def changed_once_more(content: bytes) -> bytes:
    """A document with a second version behind the first: the old name is still in the file."""
    end = content.rstrip().removesuffix(b"%%EOF")
    start = int(end.split()[-1])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
    new = f"\n{size} 0 obj\n<< /Author (Neu) >>\nendobj\n".encode()
    table = f"xref\n{size} 1\n{len(content) + 1:010} 00000 n \ntrailer\n<< /Size {size + 1} /Root {root} 0 R /Info "
    return content + new + f"{table}{size} 0 R /Prev {start} >>\nstartxref\n{len(content) + len(new)}\n%%EOF\n".encode()


def laid_open(content: bytes) -> bytes:
    """All that a document holds, nothing packed: what whoever looks for a name can find."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return saved(pdf, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The same document twice is the same file, but for a locked one: its key is drawn."""
    written = io.BytesIO()
    pdf.save(written, fix_metadata_version=False, deterministic_id="encryption" not in options, **options)
    return written.getvalue()


def _page(words: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    page.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 20 100 Td (" + words + b") Tj ET")
    return pdf


def _photo(pdf: pikepdf.Pdf, kind: str = "JPEG", *, packed: bool = False) -> Stream:
    """A photograph that says who took it."""
    exif = Image.Exif()
    exif[0x010E] = "Dilan am Gartenzaun"
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, kind, exif=exif, comment=b"Dilan")
    content = written.getvalue()
    if kind == "JPEG2000":
        content += b"\0\0\0\x1duuid" + bytes(16) + WRITER
    told = pdf.make_stream(content, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8, ID=String("Dilan"),
                           ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)  # fmt: skip
    if kind == "JPEG2000":
        told.Filter = Name.JPXDecode
    if packed:
        told.write(content.hex().encode() + b">", filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]))
    return told
