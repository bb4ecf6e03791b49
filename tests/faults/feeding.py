"""Work for the jobs, made by the actions that people use, and due at once."""

from datetime import timedelta

from django.utils import timezone

from accounts.dates import today
from accounts.grants.models import AccessGrant
from accounts.leavers.actions import record_departure
from accounts.leavers.models import Departure
from tests.accounts.granting import there
from tests.cast import Cast, a_member


def access_that_ran_out(cast: Cast, number: int) -> int:
    """Somebody's access had its last day yesterday; its id."""
    grant = there(cast, a_member(cast.ashford, f"Holder {number}"), ends_on=today())
    yesterday = today() - timedelta(days=1)
    AccessGrant.objects.filter(pk=grant.pk).update(starts_on=yesterday, ends_on=yesterday)
    return grant.pk


def somebody_who_left(cast: Cast, number: int) -> int:
    """Somebody's rights ended a moment ago; the id of their departure."""
    person = a_member(cast.ashford, f"Leaver {number}")
    departure = record_departure(
        membership=person.memberships.get(),
        kind=Departure.Kind.PLANNED,
        ends_at=timezone.now() + timedelta(days=7),
        actor=cast.adam,
    )
    over = timezone.now()
    Departure.objects.filter(pk=departure.pk).update(ends_at=over)
    person.memberships.update(closes_at=over)
    return departure.pk
