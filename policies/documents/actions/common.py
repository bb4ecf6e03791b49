"""What the actions of policies ask first."""

from typing import Any

from accounts.as_read import fingerprint, require_as_read
from accounts.people.models import Person
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from policies.documents.listed import Said
from policies.documents.models import Policy, Version


def locked(policy: Policy, actor: Person) -> Policy:
    """The policy as it is now, held until the action ends, for whoever keeps the policies.

    Raises:
        AlreadyDone: it was withdrawn; with the policy.
        RuleBroken: the actor does not keep the council's policies.
    """
    actor.require_duty_at(policy.council, Duty.MANAGE_RULES)
    row: Policy = policy.council.policies.select_for_update(no_key=True).get(pk=policy.pk)
    row.council = policy.council
    if row.withdrawn_on:
        raise AlreadyDone(f"{row} was withdrawn from {when_in_words(row.withdrawn_on)}.", row)
    return row


def locked_version(version: Version, actor: Person) -> Version:
    """A version that can still change, as it is now, held with its policy until the action ends.

    Raises:
        AlreadyDone: its policy was withdrawn, or it was adopted or discarded meanwhile; with which.
        RuleBroken: the actor does not keep the council's policies.
    """
    policy = locked(version.policy, actor)
    row: Version = policy.versions.select_for_update(no_key=True).get(pk=version.pk)
    row.council, row.policy = policy.council, policy
    if row.state == Version.State.APPROVED:
        said = f"{row.label} is adopted, so its words stay as they are. Begin a new version."
        raise AlreadyDone(said, row)
    if row.state == Version.State.DISCARDED:
        raise AlreadyDone(f"{row.label} was discarded.", row)
    return row


def require_shown(row: Version, now: str, shown: str | None) -> None:
    """Judges whether a version still is what somebody saw when they decided.

    Args:
        now: what `shown_of` says of it as it is on record.
        shown: what `shown_of` said when their page was made; None where no page was.

    Raises:
        Stale: it was changed since.
    """
    if shown is not None and shown != now:
        raise Stale(
            f"{row.label} was changed since this page was opened. Open the page again and look at "
            "it as it is now."
        )


def require_read(row: Policy, old: Said, new: Said, read: str) -> None:
    """Judges whether a policy said what somebody read before they changed it; call it afterwards.

    Args:
        old, new: what it said, and what it says now.
        read: `fingerprint` of what their page showed; empty where no page was.

    Raises:
        AlreadyDone: it said that already, and the page is older; with the policy.
        Stale: it was changed since.
    """
    if read and read != fingerprint(old) and old == new:
        raise AlreadyDone(f"{row} is saved as you typed it.", row)
    require_as_read(old, read)


def require_once(keys: list[Any], sentence: str) -> None:
    """Asserts that no row of a list stands there twice.

    Raises:
        RuleBroken: one does; says `sentence`.
    """
    if len(set(keys)) < len(keys):
        raise RuleBroken(sentence)
