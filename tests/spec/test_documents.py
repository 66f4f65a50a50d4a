"""A document of somebody unnamed: what it tells of whoever made it stays outside, what its pages say stays in it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
import typst
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from pikepdf import Array, Dictionary, Name

from querwerk import documents, uploads
from querwerk.fields import UploadField
from querwerk.uploads import Unfit, read

from .papers import WORDS, WRITER, changed_once_more, laid_open, paper, saved, telling

TOLD = 24


def said(content: bytes, *, traceless: bool = True) -> str:
    """What becomes of a document: taken, or why not."""
    try:
        read("a.pdf", content, traceless=traceless)
    except Unfit as unfit:
        return unfit.code
    return "taken"


WAYS: dict[str, Callable[[], bytes]] = {
    "as it is": telling,
    "with its parts packed": lambda: telling(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "for the web": lambda: telling(linearize=True),
    "changed afterwards, the old version still in the file": lambda: changed_once_more(telling()),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_document_leaves_behind_who_wrote_it(way: str) -> None:
    content = WAYS[way]()
    before = (laid_open(content) + content).count(WRITER)
    assert before >= TOLD  # control: it was there
    taken = read("zaun.pdf", content, traceless=True).content
    assert laid_open(taken).count(WRITER) == 0
    with pikepdf.open(io.BytesIO(taken)) as pdf:
        assert ("/Info" in pdf.trailer, len(pdf.pages)) == (False, 1)
        page = pdf.pages[0].obj
        assert WORDS in page.Contents.read_bytes()
        note, field, *_ = list(page.Annots)
        assert str(note.Contents) == "Hier fehlt ein Brett"
        assert (str(field.T), str(field.V)) == ("Feld", "rot")


def test_photographs_in_it_show_what_they_showed() -> None:
    content = telling()
    taken = read("zaun.pdf", content, traceless=True).content
    with pikepdf.open(io.BytesIO(content)) as old, pikepdf.open(io.BytesIO(taken)) as new:
        photos = old.pages[0].obj.Resources.XObject, new.pages[0].obj.Resources.XObject
        for name in ("/Foto", "/New"):
            before, after = (pikepdf.PdfImage(part[name]).as_pil_image() for part in photos)
            assert before.tobytes() == after.tobytes()
        packed = pikepdf.PdfImage(photos[1]["/Packed"]).as_pil_image()
        assert packed.tobytes() == pikepdf.PdfImage(photos[1]["/Foto"]).as_pil_image().tobytes()


def test_two_documents_that_differ_by_who_made_them_become_one() -> None:
    """Even the number that programs give a document says nothing any more."""
    one, other = (read("a.pdf", telling(static_id=fixed), traceless=True).content for fixed in (True, False))
    assert telling(static_id=True) != telling(static_id=False)  # control
    assert one == other


def test_a_document_with_tags_keeps_them_for_those_who_cannot_see_it() -> None:
    source = b'#set document(title: "Zaun", author: "Dilan")\n= Zaun\nEin Brett fehlt.'
    content = typst.compile(source, format="pdf", pdf_standards="a-2a")
    taken = read("zaun.pdf", content, traceless=True).content
    assert (WRITER in laid_open(content), WRITER in laid_open(taken)) == (True, False)
    with pikepdf.open(io.BytesIO(taken)) as pdf:
        assert {"/StructTreeRoot", "/MarkInfo", "/Lang"} <= set(pdf.Root.keys())


def test_a_document_that_somebody_hands_in_by_name_stays_as_it_came() -> None:
    content = telling()
    assert read("zaun.pdf", content).content == content


def test_a_photograph_cut_off_or_with_more_behind_it_is_cut_to_its_pixels() -> None:
    with pikepdf.open(io.BytesIO(telling())) as pdf:
        photo = pdf.pages[0].obj.Resources.XObject.Foto.read_raw_bytes()
    bare = documents._bare_jpeg(photo)
    assert (WRITER in photo, WRITER in bare) == (True, False)
    assert documents._bare_jpeg(photo + photo) == bare
    assert documents._bare_jpeg(photo[:-2]) == bare


# -- what is not taken


def _locked(user: str) -> bytes:
    return changed(lambda pdf: None, encryption=pikepdf.Encryption(owner="geheim", user=user))


def changed(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        change(pdf)
        return saved(pdf, **options)


def _sign(pdf: pikepdf.Pdf) -> None:
    signature = pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Name="Dilan"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(Dictionary(FT=Name.Sig, T="hier", V=signature))]))


def _act(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def _packed_to_burst(pdf: pikepdf.Pdf) -> None:
    """A photograph of more than a gigabyte, packed into one megabyte."""
    packer = zlib.compressobj(1)
    packed = packer.compress(b"\xff\xd8") + b"".join(packer.compress(bytes(10_000_000)) for _ in range(120))
    photo = pdf.make_stream(b"", Subtype=Name.Image)
    photo.write(packed + packer.flush(), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    pdf.pages[0].obj.Resources.XObject = Dictionary(Foto=photo)


def _without_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


PACKED = pikepdf.ObjectStreamMode.generate
UNFIT: dict[str, tuple[Callable[[], bytes], str]] = {
    "a word to open it": (lambda: _locked("auf"), "locked"),
    "a word to change it": (lambda: _locked(""), "locked"),
    "a signature": (lambda: changed(_sign), "signed"),
    "a packed signature": (lambda: changed(_sign, object_stream_mode=PACKED), "signed"),
    "a packed script": (lambda: changed(_act, object_stream_mode=PACKED), "active"),
    "a bomb": (lambda: changed(_packed_to_burst, stream_decode_level=pikepdf.StreamDecodeLevel.none), "heavy"),
    "no page": (lambda: changed(_without_pages), "broken"),
    "nonsense": (lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "broken"),
    "pages in a circle": (
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]>>endobj\n"
                b"trailer<</Root 1 0 R>>\n%%EOF\n",
        "broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_what_cannot_be_written_anew_is_refused_with_a_sentence(name: str) -> None:
    make, code = UNFIT[name]
    content = make()
    assert said(content) == code
    with override("de"), pytest.raises(ValidationError) as refused:
        UploadField(label="Datei", traceless=True).clean(SimpleUploadedFile("a.pdf", content))
    [sentence] = refused.value.messages
    assert (sentence.startswith("„a.pdf“ "), sentence.endswith(".")) == (True, True)


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_SECONDS", 0.001)
    assert said(paper()) == "heavy"
    monkeypatch.undo()
    assert said(paper()) == "taken"


def test_a_process_that_dies_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads.sys, "executable", "/bin/false")
    assert said(paper()) == "heavy"
