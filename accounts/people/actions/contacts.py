"""For whom people work who are not the council's own, and how they are reached (LLTC-3.1-a)."""

from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken
from councilsm.secrets import refuse_secrets


@action
def change_contact(
    *, membership: Membership, organisation: str, contact: str, actor: Person
) -> Membership:
    """Changes for whom somebody works who is not the council's own, and how they are reached.

    Raises:
        RuleBroken: the actor does not manage people, nothing would change, or a text holds
            something like a password or a character that nobody sees.
    """
    actor.require_duty_at(membership.council, Duty.MANAGE_PEOPLE)
    refuse_hidden(organisation, contact)
    refuse_secrets(organisation, contact)
    rows = membership.council.memberships.select_for_update(no_key=True)
    membership = rows.get(pk=membership.pk)
    old = for_whom(membership)
    membership.organisation, membership.contact = organisation.strip(), contact.strip()
    if for_whom(membership) == old:
        raise RuleBroken("Nothing would change: this is what is recorded already.")
    membership.save(update_fields=["organisation", "contact"])
    record(
        Verb.MEMBERSHIP_CONTACT,
        membership,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        old={"organisation": "", "contact": "", **old},
        new={"organisation": membership.organisation, "contact": membership.contact},
    )
    return membership


def for_whom(membership: Membership) -> dict[str, str]:
    """For the trail: what is said of whom somebody works for, as far as anything is."""
    said = {"organisation": membership.organisation, "contact": membership.contact}
    return {name: words for name, words in said.items() if words}
