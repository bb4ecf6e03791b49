"""Access that ends with an account, a way in or an office."""

from django.db import models

from accounts.grants.actions.life import end_with_what_it_opens
from accounts.grants.actions.office import end_with_office
from accounts.people.ending import ends_with
from accounts.people.models import Appointment, Person
from accounts.register.models import OfficialAccount, WayIn


@ends_with
def access(ended: models.Model, actor: Person | None) -> None:
    """Ends it here at once. What a platform may still show is then to be removed there."""
    match ended:
        case OfficialAccount() | WayIn():
            end_with_what_it_opens(ended, actor)
        case Appointment():
            end_with_office(ended, actor)
