"""What people do with measurements, deficits and the framework by which they are understood."""

from masterstvo.diagnostics.actions.framework import load_shipped_framework
from masterstvo.diagnostics.actions.measurement import (
    add_diagnostic,
    edit_diagnostic,
    mark_ready,
    release_imported,
    remove_diagnostic,
    revoke_share,
    settle_deficits,
    settle_many,
    share_results,
    take_imported,
    take_sheet,
)

__all__ = [
    "add_diagnostic",
    "edit_diagnostic",
    "load_shipped_framework",
    "mark_ready",
    "release_imported",
    "remove_diagnostic",
    "revoke_share",
    "settle_deficits",
    "settle_many",
    "share_results",
    "take_imported",
    "take_sheet",
]
