from django.db import models


class OutboxMessage(models.Model):
    """An e-mail that an action decided to send. It waits here until a worker has sent it.

    `sending` is written before the mail server is called and `sent` after it. A worker that dies
    in between leaves `sending` behind; the message may or may not have gone, so it becomes
    `unsure`, and only a person may have it sent again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNSURE = "unsure", "May have been sent"
        FAILED = "failed", "Could not be sent"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="messages"
    )
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    #: Emptied once it was sent; one that was not keeps it until somebody has dealt with that.
    body = models.TextField()
    #: Its words open something, as an invitation's do: they are never kept after an attempt.
    secret = models.BooleanField(default=False, db_default=False)
    #: Whom it is kept from, as a case about the clerk is: they do not see that it was not sent.
    apart_from = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    #: Not before this moment; moved on after a failure.
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sending", "sent", "unsure", "failed"]),
                name="outbox_state_valid",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state="queued"),
                name="outbox_due",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=models.Q(state="sending"),
                name="outbox_claimed",
            ),
            models.Index(
                fields=["council", "id"],
                condition=models.Q(state__in=["unsure", "failed"]),
                name="outbox_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"


class Reminder(models.Model):
    """That a person was told of something due: what makes sure that nobody is told twice.

    A deadline that moved to another day is told anew; a later threshold stands for those before.
    """

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    #: `Deadline.key` and `Deadline.due_on`.
    key = models.CharField(max_length=80)
    due_on = models.DateField()
    #: Days before the day on which it is due; 0 on it, below 0 days late.
    threshold = models.SmallIntegerField()
    announced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "key", "due_on", "threshold"],
                name="reminder_announced_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.threshold} days"


class Morning(models.Model):
    """The last day on which a council's digests were decided: one a day, however often asked."""

    council = models.OneToOneField(
        "accounts.Council", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.day}"
