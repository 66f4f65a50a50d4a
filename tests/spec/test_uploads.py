"""What comes from outside as a file: looked at by its content, drawn anew or refused, stored whole or not at all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image, PngImagePlugin

from querwerk import uploads
from querwerk.fields import UploadField
from querwerk.uploads import Kind, Unfit, read

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(form: str = "PNG", *, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "red" if mode != "CMYK" else (0, 255, 255, 0)).save(written, form, **more)
    return written.getvalue()


def with_place() -> bytes:
    """A photograph that says where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it
    exif[0x010E] = "Dilan am Gartenzaun"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (49.0, 0.0, 33.0)
    return picture("JPEG", exif=exif)


def talkative() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Dilan")
    said.add_text("XML:com.adobe.xmp", "<x:xmpmeta>Dilan</x:xmpmeta>")
    return picture(pnginfo=said)


def bomb(width: int, height: int) -> bytes:
    """A picture of some hundred bytes that would fill the memory."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(
        b"IEND", b"")  # fmt: skip


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    written = io.BytesIO()
    frames[0].save(written, form, save_all=True, append_images=frames[1:])
    return written.getvalue()


def packed() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("0", b"\0" * 5_000_000)
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ODD: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("leer.png", b"", "empty"),
    "50 megabytes": ("riesig.pdf", b"%PDF-" + b"0" * 50_000_000, "large"),
    "a script as a drawing": ("logo.svg", SVG, "kind"),
    "a drawing named as a picture": ("logo.png", SVG, "kind"),
    "a page named as a picture": ("bild.png", b"<html><script>alert(1)</script></html>", "kind"),
    "an archive named as a picture": ("bild.png", packed(), "kind"),
    "a moving GIF": ("tanz.gif", moving("GIF"), "kind"),
    "a GIF that is a script": ("a.jpg", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "kind"),
    "a page before a document": ("a.pdf", b"<script>alert(1)</script>" + PDF, "kind"),
    "a program": ("a.pdf", b"MZ\x90\0", "kind"),
    "a bomb of 900 million pixels": ("klein.png", bomb(30_000, 30_000), "pixels"),
    "a bomb below the bound of the library": ("klein.png", bomb(9_000, 9_000), "pixels"),
    "a moving PNG": ("tanz.png", moving("PNG"), "moving"),
    "a moving WebP": ("tanz.webp", moving("WEBP"), "moving"),
    "a picture cut off": ("halb.jpg", picture("JPEG", size=(400, 400))[:900], "broken"),
    "a picture that is only its beginning": ("halb.png", picture()[:20], "broken"),
    "a bomb that lies about its content": ("klein.png", bomb(6_000, 6_000), "broken"),
    "a document cut off": ("halb.pdf", PDF[:-8], "broken"),
    "a document with a script": ("a.pdf", PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type"),
                                 "active"),
    "a document that hides its script": ("a.pdf", PDF.replace(b"/Type", b"/J#61vaScript 2 0 R/Type"), "active"),
    "a document that starts a program": ("a.pdf", PDF.replace(b"/Type", b"/Launch<</F(cmd)>>/Type"), "active"),
    "a document with a file inside": ("a.pdf", PDF.replace(b"/Type", b"/EmbeddedFiles 3 0 R/Type"), "active"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_refused_with_a_sentence_that_names_the_file(name: str) -> None:
    called, content, code = ODD[name]
    with pytest.raises(Unfit) as unfit:
        read(called, content)
    assert unfit.value.code == code
    with override("de"), pytest.raises(ValidationError) as refused:
        UploadField(label="Datei").clean(SimpleUploadedFile(called, content))
    [sentence] = refused.value.messages
    assert sentence.startswith(f"„{called}“ ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("bild.png", picture(), Kind.PNG),
        ("bild.txt", picture("JPEG"), Kind.JPEG),
        ("bild", picture("WEBP"), Kind.WEBP),
        ("druck.jpg", picture("JPEG", mode="CMYK"), Kind.JPEG),
        ("grau.png", picture(mode="L"), Kind.PNG),
        ("durchsichtig.png", picture(mode="RGBA"), Kind.PNG),
        ("farbtafel.png", picture(mode="P"), Kind.PNG),
        ("tief.png", picture(mode="I;16"), Kind.PNG),
        ("plan.pdf", PDF, Kind.PDF),
    ],
)
def test_pictures_and_documents_are_taken_by_their_content(name: str, content: bytes, kind: Kind) -> None:
    taken = read(name, content)
    assert taken.kind is kind
    assert taken.name == f"{name.partition('.')[0]}.{kind.value}"
    if taken.is_picture:
        with Image.open(io.BytesIO(taken.content)) as drawn:
            drawn.load()
            assert drawn.size == (40, 20)
            assert drawn.mode in ("RGB", "RGBA")


def test_a_picture_leaves_behind_where_it_was_taken_and_who_is_in_it() -> None:
    for content in (with_place(), talkative()):
        assert b"Dilan" in content  # control: it was there
        taken = read("garten.jpg", content)
        assert b"Dilan" not in taken.content
        with Image.open(io.BytesIO(taken.content)) as drawn:
            drawn.load()
            assert dict(drawn.getexif()) == {}
            assert not {"exif", "xmp", "icc_profile", "XML:com.adobe.xmp", "Author"} & set(drawn.info)


def test_a_picture_taken_on_its_side_stands_upright() -> None:
    with Image.open(io.BytesIO(read("garten.jpg", with_place()).content)) as drawn:
        assert drawn.size == (20, 40)


def test_what_was_hung_onto_a_picture_is_not_kept() -> None:
    for content in (picture() + b"<script>alert(1)</script>" + packed(), picture("JPEG") + SVG):
        taken = read("bild.png", content)
        assert b"<script>" not in taken.content
        assert b"PK\x03\x04" not in taken.content


def test_a_large_picture_becomes_as_large_as_a_page_needs() -> None:
    with Image.open(io.BytesIO(read("gross.png", picture(size=(5000, 1000))).content)) as drawn:
        assert drawn.size == (2400, 480)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Daten\\Plan Süd.PDF", "Plan Süd.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.pdf"),
        ("plan\0.pdf", "plan.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ('"><script>alert(1)</script>.pdf', "script.pdf"),
        ("=cmd|' -C calc'!A0.pdf", "cmd -C calc!A0.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("....", "Datei.pdf"),
        ("", "Datei.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("plan.php.pdf", "plan php.pdf"),
    ],
)
def test_a_name_is_made_harmless(sent: str, kept: str) -> None:
    assert read(sent, PDF).name == kept


# -- keeping


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_the_hash_of_its_content(files: Path) -> None:
    taken = read("plan.pdf", PDF)
    uploads.keep(taken)
    uploads.keep(taken)
    assert kept(files) == [f"{taken.digest}.pdf"]
    assert uploads.place_of(taken.digest, "pdf").read_bytes() == PDF
    uploads.drop(taken.digest, "pdf")
    uploads.drop(taken.digest, "pdf")
    assert kept(files) == []


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_what_cannot_be_stored_whole_is_not_stored(files: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(step, full)
    with pytest.raises(OSError, match="no space"):
        uploads.keep(read("plan.pdf", PDF))
    assert kept(files) == []


def test_a_document_is_saved_and_a_picture_shown_and_neither_may_do_anything(files: Path) -> None:
    for content, shown in ((PDF, "attachment"), (picture(), "inline")):
        taken = read("plan süd.pdf", content)
        uploads.keep(taken)
        answer = uploads.handed_out(taken.digest, taken.kind.value, taken.name)
        assert answer is not None
        assert answer.headers["Content-Type"] == uploads.TYPES[taken.kind]
        assert answer.headers["Content-Disposition"].split(";")[0] == shown
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.file_to_stream.close()
    assert uploads.handed_out("0" * 64, "pdf", "weg.pdf") is None
