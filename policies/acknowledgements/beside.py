"""What is told of reading elsewhere: beside people's training, and beside each policy."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from accounts.councils.models import Council
from accounts.people.models import Membership
from accounts.training.beside import Told as OfPerson
from accounts.training.beside import tells_beside_training
from councilsm.inbox.due import counted
from policies.acknowledgements.questions import SEES_ALL, present, readable, rows
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
    """How many have read each policy, to those who see that; seven queries at most."""
    if not any(membership.allows(duty) for duty in SEES_ALL):
        return {}
    council = membership.council
    versions = readable(council, day)
    address = reverse("acknowledgements:all", args=[council.slug])
    people = present(council, day) if versions else []
    return {
        tally.version.policy_id: Told(
            tally.label,
            tally.colour,
            more=f"{tally.read} of {tally.asked}" if tally.asked else "",
            url=f"{address}?policy={tally.version.policy.slug}",
        )
        for tally in tallies(versions, rows(council, people, day, versions=versions))
    }
