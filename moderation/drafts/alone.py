"""A councillor who authorises alone: after one warning, by a resolution of the council."""

from accounts.councils.models import Council
from accounts.people.models import Membership
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.drafts.models import AloneAcceptance

#: A function may go to a committee, a sub-committee, an officer or another authority.
LAW = "Local Government Act 1972 s.101"


class WarningUnread(RuleBroken):
    """The rulebook lets this councillor decide; they have not read the warning yet."""


def may_be_alone(council: Council) -> bool:
    """Whether the rulebook says that a councillor may authorise a post; silence says no."""
    return council.rulebook.rules.councillors_may_authorise.value is True


def require_may_be_alone(council: Council) -> None:
    """Asserts that the council's rules let a councillor authorise.

    Raises:
        RuleBroken: they do not; names the clause or decision that says no, else the law (FTC-8-b).
    """
    book = council.rulebook
    if not may_be_alone(council):
        raise RuleBroken(
            "A councillor cannot authorise a post alone. Ask an officer to decide.",
            source=(
                book.source_of("councillors_may_authorise")
                if book.rules.councillors_may_authorise.is_set
                else LAW
            ),
        )


def relied_on(membership: Membership, office_id: int) -> str:
    """The council's resolution on which a councillor decides alone, in words.

    Raises:
        WarningUnread: this one has not been warned yet and named no resolution.
    """
    own_office, _ = membership.capacity(office_id)
    accepted = acceptance_of(membership, own_office)
    if accepted is None:
        raise WarningUnread(
            "Before you decide alone as a councillor, read what the law says and name the "
            "resolution of the council that you rely on.",
            source=LAW,
        )
    return f"resolution of {when_in_words(accepted.resolved_on)}, minute {accepted.minute}"


def acceptance_of(membership: Membership, office_id: int | None) -> AloneAcceptance | None:
    """The newest acceptance by this person in this office (a query)."""
    accepted = membership.council.alone_acceptances.filter(office=office_id)
    return accepted.filter(person=membership.person_id).first()
