"""For whom people work who are not the council's own, and how they are reached (LLTC-3.1-a)."""

from accounts.as_read import require_as_read
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken
from councilsm.secrets import refuse_secrets

#: What each is called, and how many characters of it are kept.
FIELDS = {
    "organisation": ("whom they work for", 120),
    "contact": ("how they are reached", 200),
}


@action
def change_contact(
    *, membership: Membership, organisation: str, contact: str, actor: Person, read: str = ""
) -> Membership:
    """Changes for whom somebody works who is not the council's own, and how they are reached.

    The trail keeps for whom, since registers as at a past day tell it. How somebody is reached is
    theirs alone: of that it says only that it changed.

    Args:
        organisation: at most 120 characters.
        contact: at most 200.
        read: what the page showed, as `fingerprint` tells it of `contact_of`; empty for whatever
            it was.

    Raises:
        Stale: somebody changed it meanwhile.
        RuleBroken: the actor does not manage people, nothing would change, or as `words_of` does.
    """
    actor.require_duty_at(membership.council, Duty.MANAGE_PEOPLE)
    organisation, contact = words_of(organisation, contact)
    rows = membership.council.memberships.select_for_update(no_key=True)
    membership = rows.get(pk=membership.pk)
    old = contact_of(membership)
    require_as_read(old, read)
    new = {"organisation": organisation, "contact": contact}
    changed = [name for name in FIELDS if old[name] != new[name]]
    if not changed:
        raise RuleBroken("Nothing would change: this is what is recorded already.")
    membership.organisation, membership.contact = organisation, contact
    membership.save(update_fields=["organisation", "contact"])
    record(
        Verb.MEMBERSHIP_CONTACT,
        membership,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        old={"organisation": old["organisation"]},
        new={
            "organisation": organisation,
            "note": "Changed: " + ", ".join(FIELDS[name][0] for name in changed),
        },
    )
    return membership


def contact_of(membership: Membership) -> dict[str, str]:
    """What is said of for whom somebody works and how they are reached."""
    return {name: getattr(membership, name) for name in FIELDS}


def words_of(organisation: str, contact: str) -> tuple[str, str]:
    """Both without blanks around them, as they are kept.

    Raises:
        RuleBroken: one is too long, or holds something like a password or a character that nobody
            sees.
    """
    kept = organisation.strip(), contact.strip()
    refuse_hidden(*kept)
    refuse_secrets(*kept)
    for words, (name, (what, longest)) in zip(kept, FIELDS.items(), strict=True):
        if len(words) > longest:
            raise RuleBroken(f"Say in at most {longest} characters {what}.", field=name)
    return kept
