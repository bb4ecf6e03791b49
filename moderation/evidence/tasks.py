from councilsm.jobs import DAY, job
from moderation.evidence import checking


@job("evidence.check", once_by="evidence by its mark", expires=DAY)
def check() -> int:
    """At night: compares each original with its digest, for four minutes at a time."""
    return checking.check_some()


@job("evidence.sweep", once_by="a file or capture by its being there", expires=DAY)
def sweep() -> int:
    """Nightly: removes captures that were never saved, and files that no evidence knows."""
    return checking.sweep()
