"""Messages to people: an outbox in the database, drained by Celery."""
