from councilsm.files.abandoned import forget_abandoned
from councilsm.files.keeping import scrub_files, sweep_files
from councilsm.jobs import DAY, job


@job("files.sweep", once_by="a file by its being there", expires=DAY)
def sweep() -> int:
    """Nightly: removes what somebody without a sign-in added and never sent, then files that no row
    knows; how many files. Running it twice is harmless.
    """
    forget_abandoned()
    return sweep_files()


@job("files.scrub", once_by="a file by its mark", expires=DAY)
def scrub() -> int:
    """Nightly: compares each file with its digest, and marks those missing or changed."""
    return scrub_files()
