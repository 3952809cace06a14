"""Background work of imports."""

from masterstvo.core.jobs import job
from masterstvo.imports import actions
from masterstvo.imports.choices import BatchState
from masterstvo.imports.models import ImportBatch


@job
def check_batch(batch_id: int) -> None:
    batch = ImportBatch.objects.select_related("municipality").get(pk=batch_id)
    if batch.state == BatchState.READING:
        try:
            actions.check_batch(batch=batch)
        except Exception:
            actions.stop_check(batch=batch)
            raise
