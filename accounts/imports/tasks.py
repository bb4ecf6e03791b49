from accounts.imports import carrying_out
from accounts.imports.models import FileImport
from accounts.imports.waking import wake_worker
from councilsm.jobs import DAY, job


@job("imports.carry_on", once_by="a row by its state under the lock of its import")
def carry_on(*, council: int, pk: int) -> int:
    """Does the next rows of an import, then has the ones after them done; how many are left.

    Running it twice, late or at the same time imports nothing twice.
    """
    files = FileImport.objects.filter(council=council, state=FileImport.State.RUNNING)
    file = files.select_related("council", "started_by").filter(pk=pk).first()
    left = carrying_out.carry_on(file) if file else 0
    if file and left:
        wake_worker(file)
    return left


@job("imports.resume", once_by="a row by its state under the lock of its import")
def resume() -> int:
    """Every minute: goes on with imports whose worker died or was never told; how many."""
    files = carrying_out.stuck()
    for file in files:
        carry_on(council=file.council_id, pk=file.pk)
    return len(files)


@job("imports.tidy", once_by="a row by its words being there", expires=DAY)
def tidy() -> int:
    """Nightly: deletes what rows say after 30 days; of how many files."""
    return carrying_out.delete_old_rows()
