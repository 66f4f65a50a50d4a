"""How files reach the house: into memory, and no further than the largest one it takes."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from querwerk.uploads import LARGEST_BYTES


class CappedHandler(FileUploadHandler):
    """Keeps at most one byte too many of all files of a request together; a form then sees that it was too much."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._room = LARGEST_BYTES + 1
        self._file = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        kept = raw_data[: self._room]
        self._room -= len(kept)
        self._file.write(kept)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self._file.tell()
        self._file.seek(0)
        return InMemoryUploadedFile(
            self._file, self.field_name, self.file_name or "", self.content_type, size, self.charset
        )
