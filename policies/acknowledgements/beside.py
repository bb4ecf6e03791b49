"""What is told of reading elsewhere: beside people's training, and beside each policy."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from accounts.councils.models import Council
from accounts.people.models import Membership
from accounts.training.beside import Told as OfPerson
from accounts.training.beside import tells_beside_training
from councilsm.inbox.due import counted
from policies.acknowledgements.questions import SEES_ALL, rows
from policies.acknowledgements.tally import tallies
from policies.documents.beside import Told, tells_of_policies


@tells_beside_training("Policies read")
def of_people(council: Council, members: Sequence[Membership], day: date) -> dict[int, OfPerson]:
    """How many policies each must read and has not; a query where the council has none."""
    found = {}
    for row in rows(council, members, day):
        asked = [cell for cell in row.cells if cell.since]
        if not asked:
            continue
        late = any(cell.is_late for cell in row.cells)
        number = len(row.missing)
        found[row.membership.pk] = OfPerson(
            label=counted(number, "to read", "to read") if number else "Read",
            colour=("red" if late else "yellow") if number else "green",
            more=", ".join(cell.version.policy.title for cell in row.missing),
        )
    return found


@tells_of_policies("Read", order=2)
def of_policies(membership: Membership, day: date) -> dict[int, Told]:
    """How many have read each policy, to those who see that; four queries at most."""
    if not any(membership.allows(duty) for duty in SEES_ALL):
        return {}
    address = reverse("acknowledgements:all", args=[membership.council.slug])
    return {
        tally.text.policy: Told(
            tally.label,
            tally.colour,
            more=f"{tally.read} of {tally.asked}" if tally.asked else "",
            url=f"{address}?policy={tally.text.slug}",
        )
        for tally in tallies(membership.council, day)
    }
