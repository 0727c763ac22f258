"""Files that people upload: how much of one is read, and how it is given out again."""

from __future__ import annotations

from typing import IO, Any

from django.core.files import File
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import FileResponse

from perfgoals.tables.attaching import MAX_SIZE


class SizeLimit(FileUploadHandler):
    """Stops reading a file beyond the limit, so that nobody fills the disk with what is going to be refused."""

    exceeded = False
    _read = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._read = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._read += len(raw_data)
        if self._read > MAX_SIZE:
            self.exceeded = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def to_be_saved(content: File[bytes] | IO[bytes], name: str) -> FileResponse:
    """The file under its name, to be saved; no browser is to show it or guess what it is."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
