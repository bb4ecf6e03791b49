"""A folder of its own for each test that keeps files."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def files_folder(tmp_path: Path, settings: Any) -> Path:
    """Where `councilsm.files` keeps files in this test."""
    folder = tmp_path / "files"
    files = settings.STORAGES["files"] | {"OPTIONS": {"location": folder}}
    settings.STORAGES = settings.STORAGES | {"files": files}
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    return folder
