"""An uploaded file as lines of cells: told by its content, whatever its name says."""

from accounts.imports.reading.files import FileUnreadable, Sheet, read_sheet
from accounts.imports.reading.tidy import Cell

__all__ = ["Cell", "FileUnreadable", "Sheet", "read_sheet"]
