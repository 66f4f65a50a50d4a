"""A PDF written anew, without what it tells of whoever made it.

``python -m querwerk.documents`` is a process of its own (:mod:`querwerk.confined`): a PDF comes in through standard
input; out come a word, a line feed and, after ``taken``, the new PDF. Any other word says why there is none: locked,
signed, active, heavy or broken (:class:`querwerk.uploads.Unfit`).

Left behind are the description of the document (author, programs, dates, XMP), its identity, earlier versions of it and
everything that no page leads to; the names of whoever commented, thumbnails, private parts of programs, paths of files,
and what photographs say besides their pixels. What a page itself shows and says stays, also its words for those who
cannot see it, its bookmarks and its form fields.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from querwerk.confined import confine

MEGABYTE = 1024 * 1024
#: Of work; how long it may take on a busy machine is for whoever waits (:mod:`querwerk.uploads`).
SECONDS = 8
#: What makes a document do something, as a key and as a value.
_ACTIVE = frozenset({
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm",
    "/ImportData",
})  # fmt: skip
_ACTIVE_NAMES = frozenset(Name(name) for name in _ACTIVE)
#: All that stays of the catalogue, of the names that it lists and of a page; what else stands there may tell a tale.
_ROOT = frozenset({
    "/Type", "/Version", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout", "/PageMode",
    "/Outlines", "/OpenAction", "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OCProperties", "/OutputIntents",
})  # fmt: skip
_NAMES = frozenset({"/Dests"})
_PAGE = frozenset({
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/Dur", "/Trans", "/Annots", "/StructParents", "/Tabs", "/UserUnit",
})  # fmt: skip
#: What goes wherever it stands: descriptions, dates, private parts of programs, small pictures, enclosed things.
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/OPI", "/AF", "/CreatorInfo")
#: And what goes where another key has this value.
_TELLING_IN = (
    ("/Subtype", Name.Form, "/Ref"), ("/Subtype", Name.Image, "/ID"),
    ("/S", Name.GoToR, "/F"), ("/S", Name.GoToE, "/F"),
)  # fmt: skip
#: Who wrote a note, and when. A form field is named by the same letter: it keeps its name.
_OF_A_NOTE = ("/T", "/M", "/CreationDate", "/NM", "/RC")
_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])", re.DOTALL)
#: What was damaged so much that a part of the document would be missing.
_LOST = re.compile("error (decoding|reading)|bad_alloc")
_TOLD_BOXES = (b"uuid", b"uinf", b"xml ")


class Refusal(Exception):  # noqa: N818 - nothing is in error
    """The document is not taken; the word says why."""


def without_traces(content: bytes) -> bytes:
    """The document, written anew. Raises :class:`Refusal`."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Refusal("locked")
            pages = len(pdf.pages)
            _leave_behind(pdf)
            written = io.BytesIO()
            pdf.save(
                written,
                deterministic_id=True,  # the same document twice is the same file
                fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
            lost = any(_LOST.search(str(warning)) for warning in pdf.get_warnings())
        with pikepdf.open(written) as new:
            if lost or not pages or len(new.pages) != pages:
                raise Refusal("broken")
    except pikepdf.PasswordError as locked:
        raise Refusal("locked") from locked
    return written.getvalue()


def _leave_behind(pdf: pikepdf.Pdf) -> None:
    _keep_only(pdf.trailer, {"/Root", "/Size"})
    _keep_only(pdf.Root, _ROOT)
    if isinstance(names := pdf.Root.get("/Names"), Dictionary):
        _refuse(names)
        _keep_only(names, _NAMES)
    for page in pdf.pages:
        _keep_only(page.obj, _PAGE)
    for part in _parts(pdf):
        _refuse(part)
        _strip(part)
        if isinstance(part, Stream):
            _strip_stream(pdf, part)


def _parts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of a document, also those that lie in others."""
    for thing in list(pdf.objects):
        todo = [thing]
        while todo:
            part = todo.pop()
            if isinstance(part, (Dictionary, Stream)):
                yield part
                todo.extend(value for value in dict(part.items()).values() if _lies_in_it(value))
            elif isinstance(part, Array):
                todo.extend(value for value in list(part) if _lies_in_it(value))


def _lies_in_it(value: Any) -> bool:
    return isinstance(value, (Dictionary, Array)) and not value.is_indirect


def _refuse(part: Any) -> None:
    for key, value in part.items():
        if key == "/ByteRange":
            raise Refusal("signed")
        if key in _ACTIVE or (isinstance(value, Name) and value in _ACTIVE_NAMES):
            raise Refusal("active")


def _strip(part: Any) -> None:
    for key in [key for key in part.keys() if key in _TELLING or key.startswith("/PTEX.")]:  # noqa: SIM118
        del part[key]
    for key, value, telling in _TELLING_IN:
        if part.get(key) == value:
            _drop(part, (telling,))
    if "/Rect" in part and part.get("/Subtype") != Name.Widget:
        _drop(part, _OF_A_NOTE)
    if isinstance(link := part.get("/URI"), String) and bytes(link).strip().lower().startswith(b"file:"):
        part["/URI"] = String("")
    if isinstance(usage := part.get("/Usage"), Dictionary):
        _drop(usage, ("/User",))


def _strip_stream(pdf: pikepdf.Pdf, stream: Any) -> None:
    if stream.get("/Type") == Name.Metadata or stream.get("/Subtype") == Name.XML:
        stream.write(b"")
        return
    filters = _several(stream.get("/Filter"))
    bare = _PICTURES.get(filters[-1]) if filters else None
    if bare is None:
        return
    settings = _several(stream.get("/DecodeParms"))
    last = settings[-1] if len(settings) == len(filters) else None
    content = stream.read_raw_bytes()
    if filters[1:]:  # packed once more: as a stream of its own it is unpacked, and nothing leads to that one
        packed = pdf.make_stream(content, Filter=Array(filters[:-1]))
        if settings[1:]:
            packed["/DecodeParms"] = Array(settings[:-1])
        content = packed.read_bytes()
    stream.write(bare(content), filter=filters[-1], decode_parms=last if isinstance(last, Dictionary) else None)


def _bare_jpeg(content: bytes) -> bytes:
    """A photograph without place, camera, words and small pictures: only what its pixels are drawn from."""
    if not content.startswith(b"\xff\xd8"):
        raise Refusal("broken")
    kept, at, drawing = [b"\xff\xd8"], 2, False
    while found := _MARKER.search(content, at):
        if drawing:
            kept.append(content[at : found.start()])
        code, at = found[1], found.end()
        if code == b"\xd9":
            break
        segment = content[at : at + int.from_bytes(content[at : at + 2])]
        if len(segment) < 2:
            raise Refusal("broken")
        if code == b"\xe0" and segment[2:7] == b"JFIF\0":
            kept.append(b"\xff\xe0\x00\x10" + segment[2:14] + b"\0\0")
        elif not (b"\xe0" <= code <= b"\xef" or code == b"\xfe") or (code == b"\xee" and segment[2:7] == b"Adobe"):
            kept.append(b"\xff" + code + segment)
        at, drawing = at + len(segment), code == b"\xda"
    else:
        kept.append(content[at:] if drawing else b"")
    return b"".join([*kept, b"\xff\xd9"])


def _bare_jpeg_2000(content: bytes) -> bytes:
    """The same for the newer form: a row of boxes, of which some only tell, and one is the picture."""
    if not content.startswith(b"\0\0\0\x0cjP  "):
        return _without_comments(content)
    kept, at = [], 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4])
        size = int.from_bytes(content[at + 8 : at + 16]) if size == 1 else size or len(content) - at
        if size < 8:
            raise Refusal("broken")
        box, kind, at = content[at : at + size], content[at + 4 : at + 8], at + size
        if kind == b"jp2c":
            start = box.find(b"\xff\x4f")
            box = box[:start] + _without_comments(box[start:])
        if kind not in _TOLD_BOXES:
            kept.append(box)
    return b"".join(kept)


def _without_comments(content: bytes) -> bytes:
    """The picture of such a file; what programs have noted in its heads is blanked, so nothing moves."""
    bare, at, part, whole = bytearray(content), 2, 0, 0
    while at + 4 <= len(bare):
        code, size = bytes(bare[at : at + 2]), int.from_bytes(bare[at + 2 : at + 4])
        if code == b"\xff\x90":
            part, whole = at, int.from_bytes(bare[at + 6 : at + 10])
        if code == b"\xff\x93":  # pixels, up to the next part
            if part + whole <= at:
                break
            at = part + whole
            continue
        if code == b"\xff\x64":
            bare[at + 6 : at + 2 + size] = bytes(len(bare[at + 6 : at + 2 + size]))
        at += 2 + size
    return bytes(bare)


_PICTURES: dict[Any, Callable[[bytes], bytes]] = {Name.DCTDecode: _bare_jpeg, Name.JPXDecode: _bare_jpeg_2000}


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _keep_only(part: Any, keys: frozenset[str] | set[str]) -> None:
    _drop(part, tuple(set(part.keys()) - keys))


def _drop(part: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in part:
            del part[key]


def run() -> None:
    """Reads the document from standard input and says what came of it."""
    content = sys.stdin.buffer.read()
    confine(memory=1_000 * MEGABYTE, seconds=SECONDS, written=0)
    try:
        said = b"taken\n" + without_traces(content)
    except Refusal as refusal:
        said = str(refusal).encode() + b"\n"
    except MemoryError:
        said = b"heavy\n"
    except Exception:  # a reader fed with nonsense raises nearly anything
        said = b"broken\n"
    sys.stdout.buffer.write(said)


if __name__ == "__main__":
    run()
