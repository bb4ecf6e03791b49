from councilsm.jobs import DAY, job
from councilsm.operator import verifying


@job("clock.tick", once_by="nothing: that it ran is all there is to it")
def tick() -> None:
    """Each minute: leaves the note from which the operator's page tells that beat and a worker
    live.
    """


@job("audit.verify", once_by="an entry by its place in the chain", expires=DAY)
def verify() -> int:
    """At night: reads the chains that were not read since yesterday, for four minutes at a time."""
    return verifying.verify_some()
