"""Messages of the outbox that did not go out."""

from typing import Any

from django.utils import timezone

from councilsm.inbox.models import OutboxMessage
from tests.cast import Cast


def not_sent(cast: Cast, **values: Any) -> OutboxMessage:
    """A message of Ashford to Priya that was given up."""
    given: dict[str, Any] = {
        "council": cast.ashford,
        "recipient": "priya@example.org",
        "subject": "A draft waits for you",
        "body": "Its words.\n",
        "state": OutboxMessage.State.FAILED,
        "attempts": 1,
        "last_error": "550 5.1.1 <priya@example.org>: no such mailbox",
        "due_at": timezone.now(),
    }
    return OutboxMessage.objects.create(**given | values)
