from celery import shared_task

from councilsm.files.keeping import scrub_files, sweep_files


@shared_task(name="files.sweep")
def sweep() -> int:
    """Removes files that no row knows, left by something undone. Running it twice is harmless."""
    return sweep_files()


@shared_task(name="files.scrub")
def scrub() -> int:
    """Nightly: compares each file with its digest, and marks those missing or changed."""
    return scrub_files()
