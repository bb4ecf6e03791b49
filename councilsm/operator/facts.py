"""The state of an installation in numbers: of no person, and of no council."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.db.models import Count, Min, Q
from django.utils import timezone

from councilsm.audit.models import ChainHead
from councilsm.inbox.models import OutboxMessage
from councilsm.jobs import JOBS
from councilsm.operator.models import ChainCheck, JobRun

#: Beat starts `clock.tick` each minute; so long without one says that something stands still.
LATE = timedelta(minutes=3)
#: As many failed messages as the page lists.
LISTED = 20


@dataclass(frozen=True)
class Outbox:
    """Messages by what became of them, with the oldest that waits."""

    waiting: int
    again: int
    failed: int
    unsure: int
    oldest: datetime | None


@dataclass(frozen=True)
class Trail:
    """What the nightly reading of the chains found."""

    chains: int
    unread: int
    broken: list[ChainCheck]
    oldest: datetime | None
    read_at: datetime | None


def last_tick() -> datetime | None:
    """When beat and a worker last did their smallest job together."""
    run = JobRun.objects.filter(name="clock.tick").first()
    return run.done_at if run else None


def stands_still(ticked: datetime | None) -> bool:
    """Whether nothing was done for longer than is usual."""
    return ticked is None or timezone.now() - ticked > LATE


def outbox() -> Outbox:
    """Counts of what is not sent."""
    state = OutboxMessage.State
    kept = OutboxMessage.objects.filter(state__in=[state.QUEUED, state.FAILED, state.UNSURE])
    return Outbox(
        **kept.aggregate(
            waiting=Count("pk", filter=Q(state=state.QUEUED)),
            again=Count("pk", filter=Q(state=state.QUEUED, attempts__gt=0)),
            failed=Count("pk", filter=Q(state=state.FAILED)),
            unsure=Count("pk", filter=Q(state=state.UNSURE)),
            oldest=Min("created_at", filter=Q(state=state.QUEUED)),
        )
    )


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up, without whose it is or what it says."""

    pk: int
    created_at: datetime
    attempts: int
    code: str
    kept: bool


def dead_letters() -> list[DeadLetter]:
    """The newest messages that were given up."""
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).order_by("-pk")
    return [
        DeadLetter(
            message.pk,
            message.created_at,
            message.attempts,
            # The server's words may hold an address; its three digits do not.
            message.last_error[:3] if message.last_error[:3].isdecimal() else "",
            bool(message.body),
        )
        for message in failed[:LISTED]
    ]


def trail() -> Trail:
    """What is known of the chains without reading them."""
    heads = ChainHead.objects.count()
    whole = ChainCheck.objects.filter(whole_at__isnull=False)
    return Trail(
        chains=heads,
        unread=max(heads - whole.count(), 0),
        broken=list(ChainCheck.objects.exclude(fault="").order_by("council_id")[:LISTED]),
        **whole.aggregate(oldest=Min("whole_at")),
        read_at=ChainCheck.objects.filter(read_at__isnull=False)
        .order_by("-read_at")
        .values_list("read_at", flat=True)
        .first(),
    )


@dataclass(frozen=True)
class JobFacts:
    """A job, how often beat starts it, and how it last went."""

    name: str
    once_by: str
    planned: bool
    run: JobRun | None

    @property
    def fails(self) -> bool:
        """Whether it has not been done since it last failed."""
        return self.run is not None and self.run.failures > 0


def jobs() -> list[JobFacts]:
    """Every job there is, those that fail first."""
    runs = JobRun.objects.in_bulk()
    planned = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    found = [
        JobFacts(name, job.once_by, name in planned, runs.get(name)) for name, job in JOBS.items()
    ]
    return sorted(found, key=lambda job: (not job.fails, job.name))
