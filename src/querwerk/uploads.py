"""What people upload: the one door for files from outside.

A file is what its first bytes say, never what its name or its sender says. Pictures are drawn anew: what was hidden in
them (places, thumbnails, second files, scripts) stays outside. Documents are PDF without active parts, to be saved,
never shown inside the house. They are handed out as they came; where whoever hands one in may be somebody unnamed, it
is written anew without what it tells of them (:mod:`querwerk.documents`). Everything else is refused, before anything
is stored.

Raises :class:`Unfit` with a code; the form field says it in a sentence (:class:`querwerk.fields.UploadField`).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import warnings
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.http import FileResponse
from PIL import Image, ImageOps

from . import confined

LARGEST_BYTES = 10_000_000
#: Enough for a page of a poster; a picture of more pixels is a bomb or a mistake.
MOST_PIXELS = 40_000_000
#: The longer side of a picture as it is kept.
_LONGEST_SIDE = 2400
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
#: A document that takes longer to write anew is refused: a form must not hang.
_SECONDS = 15
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")

#: What a file may do in a browser, wherever it is opened: nothing.
POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Unfit(ValueError):  # noqa: N818 - a file may be unfit; nothing is in error
    """A file cannot be taken: ``code`` is empty, large, kind, pixels, moving, broken, active, locked, signed, heavy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Kind(StrEnum):
    """What is taken; the value is the ending of the file."""

    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    PDF = "pdf"


TYPES = {Kind.PNG: "image/png", Kind.JPEG: "image/jpeg", Kind.WEBP: "image/webp", Kind.PDF: "application/pdf"}
_FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and may be kept: its kind, its content as it is kept, a harmless name."""

    kind: Kind
    content: bytes
    name: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_picture(self) -> bool:
        return self.kind is not Kind.PDF


def read(name: str, content: bytes, *, traceless: bool = False) -> Upload:
    """A file from outside, as the house may keep it; ``traceless`` where it must not tell who handed it in."""
    if not content:
        raise Unfit("empty")
    if len(content) > LARGEST_BYTES:
        raise Unfit("large")
    kind = _kind(content)
    if kind is Kind.PDF:
        _look_through(content)
        content = _written_anew(content) if traceless else content
    else:
        content = _drawn_anew(content, kind)
    return Upload(kind, content, _harmless(name, kind))


def keep(upload: Upload) -> None:
    """Stores a file under the hash of its content: whole and on the disk, or not at all."""
    path = place_of(upload.digest, upload.kind)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="half-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(upload.content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def drop(digest: str, kind: str) -> None:
    """Removes a kept file; nothing happens if it is gone already."""
    place_of(digest, kind).unlink(missing_ok=True)


def place_of(digest: str, kind: str) -> Path:
    """Where a file lies: outside of everything the server hands out by itself."""
    return Path(settings.FILES) / digest[:2] / f"{digest}.{Kind(kind).value}"


def handed_out(digest: str, kind: str, name: str) -> FileResponse | None:
    """The answer with a kept file: a redrawn picture to look at, a document to save. None when it is gone."""
    path = place_of(digest, kind)
    if not path.is_file():
        return None
    answer = FileResponse(
        path.open("rb"), as_attachment=Kind(kind) is Kind.PDF, filename=name, content_type=TYPES[Kind(kind)]
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _kind(content: bytes) -> Kind:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    raise Unfit("kind")


def _look_through(content: bytes) -> None:
    """A document is whole and has no active parts. What lies in packed parts is not seen: hence it is only saved."""
    if b"%%EOF" not in content[-2048:]:
        raise Unfit("broken")
    if _ACTIVE.search(_HEX.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise Unfit("active")


def _written_anew(content: bytes) -> bytes:
    """The document without its traces, from a process of its own: whatever a file does there, the house goes on."""
    try:
        done = subprocess.run(  # the command is a module of ours, nothing of it comes from outside
            [sys.executable, "-P", "-m", "querwerk.documents"],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=confined.environment(),
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Unfit("heavy") from late
    said, _, written = done.stdout.partition(b"\n")
    if said != b"taken":
        raise Unfit(said.decode() or "heavy")
    return written


def _drawn_anew(content: bytes, kind: Kind) -> bytes:
    """The pixels of a picture, upright and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bomb is refused below, a strange tag is left behind
            picture: Image.Image = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit("pixels")
            if getattr(picture, "is_animated", False):
                raise Unfit("moving")
            picture.load()
            picture = ImageOps.exif_transpose(picture)
            picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            return _saved(picture, kind)
    except Image.DecompressionBombError as bomb:
        raise Unfit("pixels") from bomb
    except Unfit:
        raise
    except Exception as trouble:  # a decoder fed with nonsense raises nearly anything
        raise Unfit("broken") from trouble


def _saved(picture: Image.Image, kind: Kind) -> bytes:
    see_through = kind is not Kind.JPEG and picture.has_transparency_data
    plain = picture.convert("RGBA" if see_through else "RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    written = io.BytesIO()
    clean.save(written, _FORMATS[kind], **({"quality": 88} if kind is not Kind.PNG else {"optimize": True}))
    return written.getvalue()


def _harmless(name: str, kind: Kind) -> str:
    """The last part of a name, visible characters only, with the ending the file deserves."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] in "LNPSZ" and sign not in "<>:\"|?*'%;")
    stem = re.sub(r"[\s.]+", " ", seen.rpartition(".")[0] or seen).strip(" -=+@")[:80].strip()
    return f"{stem or 'Datei'}.{kind.value}"
