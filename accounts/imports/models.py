"""A spreadsheet that somebody wants to import, and what became of each of its rows."""

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse


class FileImport(models.Model):
    """One uploaded file of one kind. The file itself is not kept: its digest, name and rows are.

    What its rows say is deleted as soon as it is not needed any more; what became of each stays.
    """

    class State(models.TextChoices):
        PREVIEW = "preview", "Not imported yet"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        DISCARDED = "discarded", "Discarded"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="file_imports"
    )
    #: The slug of one of `KINDS`.
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    #: SHA-256 of the bytes that were uploaded.
    digest = models.CharField(max_length=64)
    #: What the file is, in words, for example "CSV, read as Windows-1252".
    read_as = models.CharField(max_length=60)
    #: Headings of columns that are not imported.
    ignored = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    uploaded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    #: Who had the good rows imported: each row is their doing.
    started_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    #: When the last of its rows was dealt with; an old one shows that a worker died.
    worked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: Whether what the rows said was deleted.
    emptied = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["council", "kind"], name="file_import_of_council"),
            models.Index(
                fields=["state", "uploaded_at"],
                condition=Q(emptied=False),
                name="file_import_to_look_after",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["preview", "running", "done", "discarded"]),
                name="file_import_state_valid",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["preview", "discarded"]) | Q(started_by__isnull=False),
                name="file_import_started_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.council.slug, self.pk])

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a status tag shows it."""
        return {"label": self.get_state_display(), "colour": STATE_COLOURS[self.state]}

    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome, by its code (one query)."""
        found = dict.fromkeys(FileRow.Outcome.values, 0)
        rows = self.rows.order_by().values_list("outcome").annotate(Count("pk"))
        return found | dict(rows)


class FileRow(models.Model):
    """One row of the file: what would happen with it, then what happened."""

    class Outcome(models.TextChoices):
        GOOD = "good", "Will be added"
        THERE = "there", "Already there"
        WRONG = "wrong", "Error"
        DONE = "done", "Added"
        LEFT_OUT = "left_out", "Left out"

    #: Those that can be mended and imported again.
    TO_MEND = (Outcome.WRONG, Outcome.LEFT_OUT)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="file_rows"
    )
    file = models.ForeignKey(FileImport, on_delete=models.PROTECT, related_name="rows")
    #: As the spreadsheet counts, the heading included.
    number = models.PositiveIntegerField()
    #: What it says, by the key of the column; None once that is deleted.
    cells = models.JSONField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: Why, in sentences a line each; deleted with the cells, since it may repeat them.
    said = models.TextField(blank=True)
    #: What was made of it.
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["file", "outcome", "number"], name="file_row_by_outcome"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="file_row_number_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["good", "there", "wrong", "done", "left_out"]),
                name="file_row_outcome_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.file}"

    @property
    def tag(self) -> dict[str, Any]:
        """Its outcome as a status tag shows it."""
        return {"label": self.Outcome(self.outcome).label, "colour": COLOURS[self.outcome]}

    @property
    def reasons(self) -> list[str]:
        return self.said.splitlines()


STATE_COLOURS: dict[str, str] = {
    FileImport.State.PREVIEW: "yellow",
    FileImport.State.RUNNING: "blue",
    FileImport.State.DONE: "green",
    FileImport.State.DISCARDED: "grey",
}

COLOURS: dict[str, str] = {
    FileRow.Outcome.GOOD: "green",
    FileRow.Outcome.THERE: "grey",
    FileRow.Outcome.WRONG: "red",
    FileRow.Outcome.DONE: "green",
    FileRow.Outcome.LEFT_OUT: "red",
}
