"""Where files lie: written whole or not at all, readable by the service alone."""

import os
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

#: Beside a file, the small copy that pages show.
THUMBNAIL = ".thumb"


def the_files() -> Storage:
    """The store that settings name `files`: a folder, or an object store by other settings."""
    return storages["files"]


def address(council_id: int, digest: str) -> str:
    """Where a council's file lies: `7/3f/3f9a…`. Never made of anything that a person typed."""
    return f"{council_id}/{digest[:2]}/{digest}"


class PrivateFolder(FileSystemStorage):
    """A folder without web address, in which saving under a name that is there replaces it."""

    def url(self, name: str | None) -> str:
        raise ValueError("Stored files are served by a view that checks, not by address.")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # a name is the digest of what it holds

    def _save(self, name: str, content: "File[Any] | IO[Any]") -> str:
        """Writes beside, then renames: another reader sees the old file or the new one.

        Raises:
            OSError: the disk is full, or may not be written to. Nothing is left behind.
        """
        path = Path(self.path(name))
        Path(self.location).mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix="new-", dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in File(content).chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name
