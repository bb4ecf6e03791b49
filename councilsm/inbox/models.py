from django.db import models


class OutboxMessage(models.Model):
    """An e-mail that an action decided to send. It waits here until a worker has sent it.

    `sending` is written before the mail server is called and `sent` after it. A worker that dies
    in between leaves `sending` behind; the message may or may not have gone, so it becomes
    `unsure` and is never sent twice.
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
    body = models.TextField()
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
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
