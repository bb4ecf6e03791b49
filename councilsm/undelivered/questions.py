"""Which messages of a council somebody may see."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from councilsm.inbox.models import OutboxMessage

if TYPE_CHECKING:
    from accounts.people.models import Membership


def shown_to(membership: "Membership") -> QuerySet[OutboxMessage]:
    """The council's messages, without those that are kept from this person.

    One that is kept from somebody is kept from whoever shares an office with them as well: what is
    about the proper officer is about each who holds that office.
    """
    found = OutboxMessage.objects.filter(council=membership.council_id)
    found = found.exclude(apart_from=membership.person_id)
    offices = membership.appointments.values("office")
    return found.exclude(apart_from__memberships__appointments__office__in=offices)
