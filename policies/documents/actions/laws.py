"""On which laws a policy rests, and which took the place of which: set as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from policies.documents.actions.common import locked, require_once, require_read
from policies.documents.listed import laws_said
from policies.documents.models import LegalReference, Policy


@dataclass(frozen=True)
class Law:
    """A law or guidance that a policy rests on.

    Args:
        replaced_by: the title of the one in the same list that took its place.
    """

    title: str
    url: str = ""
    note: str = ""
    replaced_by: str = ""


@action
def set_laws(*, policy: Policy, laws: Sequence[Law], actor: Person, read: str = "") -> Policy:
    """Says on which laws the policy rests, and which of them another replaced (DTC-leg-a).

    Args:
        read: as `set_readers`, of `laws_said`.

    Raises:
        AlreadyDone: the same page was sent before; with the policy.
        Stale: it was changed meanwhile.
        RuleBroken: the actor does not keep the policies, it was withdrawn, a title stands twice, or
            one is replaced by itself, in a ring, or by one that is not in the list.
    """
    row = locked(policy, actor)
    require_once([law.title.casefold() for law in laws], "One title stands here twice.")
    titles = {law.title.casefold() for law in laws}
    for law in laws:
        refuse_secrets(law.note)
        if law.replaced_by.casefold() == law.title.casefold():
            raise RuleBroken(f"{law.title} cannot be replaced by itself.")
        if law.replaced_by and law.replaced_by.casefold() not in titles:
            raise RuleBroken(f"“{law.replaced_by}” is not in the list. Add it first.")
    _require_no_ring(laws)
    old = laws_said(row)
    row.laws.update(replaced_by=None)
    row.laws.all().delete()
    made = {
        law.title.casefold(): LegalReference.objects.create(
            council=row.council, policy=row, title=law.title, url=law.url, note=law.note
        )
        for law in laws
    }
    for law in laws:
        if law.replaced_by:
            one = made[law.title.casefold()]
            one.replaced_by = made[law.replaced_by.casefold()]
            one.save(update_fields=["replaced_by"])
    new = laws_said(row)
    require_read(row, old, new, read)
    record(Verb.POLICY_LAWS_SET, row, actor=actor, duty=Duty.MANAGE_RULES, old=old, new=new)
    return row


def _require_no_ring(laws: Sequence[Law]) -> None:
    """Asserts that following what replaced what, one comes to an end.

    Raises:
        RuleBroken: they replace one another.
    """
    called = {law.title.casefold(): law.title for law in laws}
    then = {law.title.casefold(): law.replaced_by.casefold() for law in laws if law.replaced_by}
    for title in called:
        seen = [title]
        while (following := then.get(seen[-1])) and following not in seen:
            seen.append(following)
        if following:
            ring = " and ".join(f"“{called[one]}”" for one in seen[seen.index(following) :])
            raise RuleBroken(
                f"{ring} replace one another, so none of them would be in force. Leave “Replaced "
                "by” empty for the one that is."
            )
