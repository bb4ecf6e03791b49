"""What becomes of evidence and words once two people have said that they must go."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.people.models import Membership
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from moderation.evidence.erasing import erase_report, erase_words, forget_details
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import SECONDS, acts_by
from moderation.evidence.storage import address_of, delete_bytes
from moderation.items.models import Item

#: What is emptied of destroyed evidence.
EMPTIED = ("name", *Evidence.append_only.said_later)


def destroy(
    destruction: Destruction,
    together: Sequence[Evidence],
    membership: Membership,
    unsaved: Sequence[Evidence] = (),
) -> None:
    """Empties evidence that is decided together, as an agreed request asks.

    The files go once the transaction stands, since a deletion cannot be undone.

    Args:
        together: the evidence it is about, and of a prohibited image all that goes with it; held.
        membership: of who agrees.
        unsaved: captures of a prohibited image that were never saved.
    """
    decide(destruction, membership, agreed=True)
    ids = [one.pk for one in together]
    emptied = dict.fromkeys(EMPTIED, "")
    if destruction.reason == Destruction.Reason.PROHIBITED:
        emptied["digest"] = ""
        forget_details(destruction.council_id, "moderation.evidence", ids)
    addresses = [address_of(one) for one in (*together, *unsaved)]
    Evidence.objects.unsaved().filter(pk__in=[one.pk for one in unsaved]).delete()
    Evidence.objects.filter(pk__in=ids).update(
        destroyed_at=destruction.decided_at,
        destruction=destruction,
        spoiled_at=None,
        hidden_at=None,
        **emptied,
    )
    waiting = Destruction.objects.waiting().filter(evidence__in=ids)
    answered = [destruction, *replace(list(waiting), destruction, membership)]
    for one in together:
        record(
            Verb.EVIDENCE_DESTROYED,
            one,
            actor=membership.person,
            duty=acts_by(membership, *SECONDS),
            label=one.label,
            new={
                "reason": destruction.get_reason_display(),
                "destruction": destruction.reference,
                "alone": destruction.alone,
            },
        )
    # Those who asked for a twin that went with this may have asked for its words as well.
    with_words = {asked.evidence_id for asked in answered if asked.words_too}
    for one in together:
        if one.pk in with_words and one.item is not None:
            erase(destruction, one.item, membership)
    transaction.on_commit(lambda: delete_bytes(addresses))


def erase(destruction: Destruction, thing: Any, membership: Membership) -> None:
    """Empties the words of an item or a report wherever they are quoted, as a request asks."""
    if destruction.agreed is None:
        decide(destruction, membership, agreed=True)
    # What an error or a prohibited image tells of who posted it may be wanted by the police.
    who = destruction.reason == Destruction.Reason.ERASURE
    if isinstance(thing, Item):
        erase_words(thing, who=who)
    else:
        erase_report(thing, who=who)
    replace(list(thing.erasures.waiting()), destruction, membership)
    record(
        Verb.WORDS_ERASED,
        thing,
        actor=membership.person,
        duty=acts_by(membership, *SECONDS),
        new={
            "reason": destruction.get_reason_display(),
            "destruction": destruction.reference,
            "alone": destruction.alone,
        },
    )


def replace(
    waiting: Sequence[Destruction], destruction: Destruction, membership: Membership
) -> Sequence[Destruction]:
    """Answers requests that another has taken the place of; gives them back."""
    for one in waiting:
        one.replaced_by = destruction
        if one.agreed is None:
            decide(one, membership, agreed=False)
        else:
            one.save(update_fields=["replaced_by"])
        record(
            Verb.DESTRUCTION_REFUSED,
            one,
            actor=membership.person,
            new={"replaced_by": destruction.reference},
        )
    return waiting


def decide(destruction: Destruction, membership: Membership, *, agreed: bool) -> None:
    """Writes down who answered a request and how."""
    destruction.agreed = agreed
    destruction.decided_by = membership.person
    destruction.decided_office_id = office_of(membership, acts_by(membership, *SECONDS))
    destruction.decided_at = timezone.now()
    destruction.save(
        update_fields=[
            *("agreed", "replaced_by", "decided_by", "decided_office", "decided_at", "answer")
        ]
    )


def office_of(membership: Membership, duty: Duty | None) -> int | None:
    """The office through which somebody does what a duty lets them."""
    return membership.capacity(membership.office_for(duty) if duty else None)[0]
