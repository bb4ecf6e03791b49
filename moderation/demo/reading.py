"""Who has read a policy in the demonstration: two on the page, one on paper, one not yet."""

from datetime import date

from accounts.dates import today
from accounts.people.actions import add_member
from accounts.people.models import Membership, Person
from councilsm.files.intake import take_in
from councilsm.forms import when_in_words
from moderation.demo.drawing import signed_sheet
from policies.acknowledgements.actions import acknowledge, record_on_paper
from policies.documents.models import Version


def read_by_some(version: Version, clerk: Person, *others: Person) -> None:
    """The clerk and the others say that they have read it; the handyman signed the office's copy.

    Args:
        version: one that is in force.
        others: who have read it too. Whomever else it binds has still to do so.
    """
    council = version.council
    for person in (clerk, *others):
        acknowledge(
            version=version,
            membership=council.memberships.get(person=person),
            digest=version.digest,
            actor=person,
        )
    handyman = add_member(
        council=council,
        name="Walter Hobbs",
        email=None,
        category=Membership.Category.EMPLOYEE,
        starts_on=date(2025, 5, 1),
        line_manager=council.offices.get(key=council.rulebook.proper_officer),
        can_sign_in=False,
        actor=clerk,
    )
    sheet = signed_sheet(
        f"{version.policy}, {version.label}", "Walter Hobbs", when_in_words(today())
    )
    record_on_paper(
        version=version,
        membership=handyman,
        read_on=today(),
        scan=take_in(sheet, council=council, actor=clerk),
        paper_reference="Office, personnel folder, sheet 9",
        actor=clerk,
    )
