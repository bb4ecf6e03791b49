"""Uploads as they arrive: to a private folder on disk, and no more of each than may be kept."""

import io
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from councilsm.files.intake import LARGEST

log = structlog.get_logger(__name__)

#: The most one request may hold, in bytes: ten pictures larger than any telephone makes, so that a
#: form can say which of them is too large. Of more nothing is read. A proxy may refuse earlier.
LARGEST_REQUEST = 1000 * 1024 * 1024


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes the first 25 MB of each file to disk and reads past the rest.

    The file keeps its true size, by which `take_in` refuses it, and the form around it arrives
    whole. Where the disk does not take it, the file is marked `lost`, and refused likewise.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes in one request.")

    def new_file(
        self, field_name: str, file_name: str, content_type: str, *args: Any, **kwargs: Any
    ) -> None:
        self.lost = False
        self.field_name, self.file_name, self.content_type = field_name, file_name, content_type
        try:
            Path(str(settings.FILE_UPLOAD_TEMP_DIR)).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().new_file(field_name, file_name, content_type, *args, **kwargs)
        except OSError as error:
            self._lose(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.lost or start >= LARGEST:
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            self.file.close()  # deletes it
            self._lose(error)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if not self.lost:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # what was still in the buffer
                self._lose(error)
        return self._nothing(file_size)

    def upload_interrupted(self) -> None:
        if not getattr(self, "lost", False):
            super().upload_interrupted()

    def _lose(self, error: OSError) -> None:
        self.lost = True
        log.error("upload_not_kept", error=str(error))

    def _nothing(self, file_size: int) -> "UploadedFile[Any]":
        file = InMemoryUploadedFile(
            io.BytesIO(), self.field_name, self.file_name, self.content_type, file_size, None
        )
        file.lost = True  # type: ignore[attr-defined]  # read by `intake.read`
        return file
