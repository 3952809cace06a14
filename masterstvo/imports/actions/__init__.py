"""What people do with a batch: bring it in, map, fix, commit, undo."""

from masterstvo.imports.actions.batch import (
    accept_suggestions,
    check_batch,
    drop_batch,
    fix_rows,
    map_batch,
    open_batch,
    stop_check,
)
from masterstvo.imports.actions.commit import BatchIsNotClean, PreviewIsOld, commit_batch, import_rows
from masterstvo.imports.actions.erase import erase_rows, expire_batches
from masterstvo.imports.actions.scales import Scale, tell_scales
from masterstvo.imports.actions.undo import undo_batch

__all__ = [
    "BatchIsNotClean",
    "PreviewIsOld",
    "Scale",
    "accept_suggestions",
    "check_batch",
    "commit_batch",
    "drop_batch",
    "erase_rows",
    "expire_batches",
    "fix_rows",
    "import_rows",
    "map_batch",
    "open_batch",
    "stop_check",
    "tell_scales",
    "undo_batch",
]
