"""What background work leaves behind for whoever runs the installation."""

from django.db import models


class JobRun(models.Model):
    """How a job last went: one row a job."""

    name = models.CharField(max_length=60, primary_key=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    #: Since it was last done.
    failures = models.PositiveIntegerField(default=0)
    #: The kind of what was raised, never its words, which may hold an address.
    error = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name


class ChainCheck(models.Model):
    """How far a chain was read, and what was found when it was last read whole."""

    council_id = models.BigIntegerField(primary_key=True)
    #: Where the reading goes on: the last entry that held, and its hash. 0: from the beginning.
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    #: When the last piece was read.
    read_at = models.DateTimeField(null=True)
    #: When its end was last reached, every entry before it having held.
    whole_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["read_at", "council_id"], name="chain_check_order")]

    def __str__(self) -> str:
        return f"Chain {self.council_id}"
