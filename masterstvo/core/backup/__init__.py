"""A backup of everything in one file, for either database: rows as they stood at one moment, files, and their sums."""

from masterstvo.core.backup.archive import Manifest
from masterstvo.core.backup.restoring import restore_backup
from masterstvo.core.backup.writing import write_backup

__all__ = ["Manifest", "restore_backup", "write_backup"]
