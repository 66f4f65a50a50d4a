"""How files reach the house: into memory, and no further than the largest one it takes; event logs onto the disk."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from querwerk.uploads import LARGEST_BYTES

from .access import TABLE

#: Addresses that take event logs: large files, written to the disk as they come.
LARGE = frozenset({"trails:import", "trails:import_new"})


class CappedHandler(FileUploadHandler):
    """Keeps at most one byte too many of all files of a request together; a form then sees that it was too much.

    Uploads are read before the door of their address is asked. So it is asked here too: nobody else fills the disk.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._large = _takes_large_files(request)
        self._room = (settings.LARGEST_LOG if self._large else LARGEST_BYTES) + 1
        self.file: Any = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = (
            _OnDisk(self.file_name or "", self.content_type or "", self.charset) if self._large else io.BytesIO()
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        kept = raw_data[: self._room]
        self._room -= len(kept)
        self.file.write(kept)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        size = self.file.tell()
        self.file.seek(0)
        if isinstance(self.file, UploadedFile):
            self.file.size = size
            return self.file
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name or "", self.content_type, size, self.charset
        )

    def upload_interrupted(self) -> None:
        self.file.close()


class _OnDisk(TemporaryUploadedFile):
    """A file in the house, which goes away with the request unless somebody has moved it."""

    def __init__(self, name: str, content_type: str, charset: str | None) -> None:
        Path(settings.IMPORTS).mkdir(mode=0o700, parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=settings.IMPORTS, prefix="half-")  # noqa: SIM115 - closed with the request
        UploadedFile.__init__(self, file, name, content_type, 0, charset)


def _takes_large_files(request: Any) -> bool:
    match = getattr(request, "resolver_match", None)
    if match is None or match.view_name not in LARGE:
        return False
    return TABLE[match.view_name].admits(request.actor, **match.kwargs)
