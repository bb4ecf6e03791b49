"""What waits in the broker, asked so briefly that a dead one holds nobody up."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from celery import current_app
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from councilsm.jobs import JOBS

#: Seconds for each of: reaching it, an answer.
PATIENCE = 0.3


@dataclass(frozen=True)
class Queue:
    """Messages in the broker.

    Args:
        waiting: how many no worker has taken.
        taken: how many are being worked on, or were when their worker died.
        oldest: when the first of those waiting was sent; None where there is none, or where it
            does not say.
    """

    waiting: int
    taken: int
    oldest: datetime | None


def the_queue() -> Queue | None:
    """What waits; None while the broker does not answer."""
    name = current_app.conf.task_default_queue
    try:
        with (
            redis.Redis.from_url(
                settings.CELERY_BROKER_URL,
                socket_connect_timeout=PATIENCE,
                socket_timeout=PATIENCE,
                retry=Retry(NoBackoff(), 0),
            ) as client,
            client.pipeline(transaction=False) as asked,
        ):
            asked.llen(name).hlen("unacked").lindex(name, -1)
            waiting, taken, oldest = asked.execute()
    except redis.RedisError:
        return None
    return Queue(waiting, taken, sent_at(oldest) if oldest else None)


def sent_at(message: bytes) -> datetime | None:
    """When a message was sent. It does not say, but it says when it expires, and its job after how
    long that is.
    """
    try:
        headers = json.loads(message)["headers"]
        expires = datetime.fromisoformat(headers["expires"])
        return expires - timedelta(seconds=JOBS[headers["task"]].expires)
    except (ValueError, KeyError, TypeError):
        return None
