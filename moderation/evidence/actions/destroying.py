"""Destroying evidence: one person asks, another agrees, and the trail still verifies."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from councilsm.tenancy import next_number
from moderation.evidence.actions.looking import locked
from moderation.evidence.erasing import erase_words, forget_details
from moderation.evidence.holding import require_not_held
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import LOOKERS, SECONDS, acts_by, second_people, seconds
from moderation.evidence.storage import address_of, delete_bytes

#: What each reason must be explained by.
SAY_WHY = {
    Destruction.Reason.PROHIBITED: "Say whom you told of it, or that nobody could be told.",
    Destruction.Reason.ERROR: "Say what was uploaded, in general words.",
    Destruction.Reason.ERASURE: "Give the reference of the request, and why it is lawful.",
}


@action
def ask_destruction(
    *, evidence: Evidence, reason: str, why: str, words_too: bool = False, actor: Person
) -> Destruction:
    """Asks that evidence is destroyed; does it at once where there is no second person.

    What is said to be a prohibited image nobody can open from now on, whoever captured it.

    Args:
        words_too: the words of the item go too, and those that entries quote of it.

    Raises:
        RuleBroken: it is destroyed already, nothing is said, or the actor may not ask.
        AlreadyDone: somebody asked already, and nobody has answered yet.
    """
    row = locked(evidence)
    membership = actor.require_membership_at(row.council)
    if (duty := acts_by(membership, Duty.DESTROY_EVIDENCE, *LOOKERS)) is None:
        raise RuleBroken("Only those who log moderation or may destroy evidence can ask for it.")
    if row.saved_at is None or row.destroyed_at:
        raise RuleBroken("This evidence was destroyed. The record says when and why.")
    require_not_held(row, reason)
    if waiting := row.destructions.waiting().first():
        raise AlreadyDone("Somebody asked for this already.", waiting)
    refuse_hidden(why)
    by_moderator = duty != Duty.DESTROY_EVIDENCE
    others = second_people(row.council, actor.pk, by_moderator=by_moderator)
    alone = not (by_moderator or others.exists())
    destruction = Destruction.objects.create(
        council=row.council,
        number=next_number(row.council, "DE"),
        evidence=row,
        reason=reason,
        why=required_words(why, SAY_WHY[Destruction.Reason(reason)]),
        words_too=words_too and row.item is not None,
        asked_by=actor,
        office_id=_office(membership, duty),
        by_moderator=by_moderator,
        alone=alone,
    )
    if destruction.reason == Destruction.Reason.PROHIBITED:
        same_bytes(row).update(hidden_at=timezone.now())
    record(
        Verb.DESTRUCTION_ASKED,
        destruction,
        actor=actor,
        duty=duty,
        new={"evidence": row.pk, "reason": reason, "words_too": words_too},
    )
    if alone:
        _carry_out(destruction, row, membership)
    return destruction


@action
def agree_to_destruction(*, destruction: Destruction, actor: Person) -> Destruction:
    """A second person agrees, and the evidence is destroyed.

    Raises:
        RuleBroken: the actor asked for it, or may not agree.
        Stale: somebody has answered already.
    """
    row = locked(destruction.evidence)
    asked = _waiting(destruction)
    if asked.asked_by_id == actor.pk:
        raise RuleBroken("You asked for this, so somebody else must agree.")
    require_not_held(row, asked.reason)
    _carry_out(asked, row, _second(asked, actor))
    return asked


@action
def refuse_destruction(*, destruction: Destruction, answer: str, actor: Person) -> Destruction:
    """A second person does not agree, or whoever asked takes it back: the evidence stays.

    Raises:
        RuleBroken: nothing is said, or the actor may not answer.
        Stale: somebody has answered already.
    """
    row = locked(destruction.evidence)
    asked = _waiting(destruction)
    membership = _second(asked, actor)
    refuse_hidden(answer)
    asked.answer = required_words(answer, "Say why it is kept.")
    _decide(asked, membership, agreed=False)
    others = same_bytes(row).filter(
        destructions__agreed=None, destructions__reason=Destruction.Reason.PROHIBITED
    )
    if asked.reason == Destruction.Reason.PROHIBITED and not others.exists():
        same_bytes(row).update(hidden_at=None)
    duty = acts_by(membership, *SECONDS)
    record(Verb.DESTRUCTION_REFUSED, asked, actor=actor, duty=duty)
    return asked


def same_bytes(evidence: Evidence) -> Any:
    """This evidence and all other of the council that has the same bytes still."""
    rows = Evidence.objects.filter(council=evidence.council_id, digest=evidence.digest)
    return rows.exclude(digest="").kept()


def _waiting(destruction: Destruction) -> Destruction:
    """The row, held.

    Raises:
        Stale: somebody has answered.
    """
    row = Destruction.objects.select_for_update(no_key=True).get(pk=destruction.pk)
    if row.agreed is not None:
        raise Stale(f"{row.decided_by} has answered {row.reference} already.")
    return row


def _second(destruction: Destruction, actor: Person) -> Membership:
    """The membership of who answers; whoever asked may take it back.

    Raises:
        RuleBroken: they may not.
    """
    membership = actor.require_membership_at(destruction.council)
    needed = seconds(by_moderator=destruction.by_moderator)
    if destruction.asked_by_id != actor.pk and acts_by(membership, *needed) is None:
        raise RuleBroken("Somebody who may destroy evidence must answer this, or the caretaker.")
    return membership


def _carry_out(destruction: Destruction, row: Evidence, membership: Membership) -> None:
    """Empties the evidence, and for a prohibited image all other with the same bytes.

    The files go once the transaction stands, since a deletion cannot be undone.
    """
    prohibited = destruction.reason == Destruction.Reason.PROHIBITED
    _decide(destruction, membership, agreed=True)
    rows = list(same_bytes(row).order_by("pk").select_for_update(no_key=True)) if prohibited else []
    rows = rows or [row]
    addresses = [address_of(one) for one in rows]
    emptied = {name: "" for name in ("name", "description", "url", "reason")}
    if prohibited:
        emptied["digest"] = ""
        forget_details(row.council_id, "moderation.evidence", [one.pk for one in rows])
    saved = [one.pk for one in rows if one.saved_at]
    Evidence.objects.unsaved().filter(pk__in={one.pk for one in rows} - {*saved}).delete()
    Evidence.objects.filter(pk__in=saved).update(
        destroyed_at=destruction.decided_at,
        destruction=destruction,
        spoiled_at=None,
        hidden_at=None,
        **emptied,
    )
    if destruction.words_too and row.item is not None:
        erase_words(row.item)
    transaction.on_commit(lambda: delete_bytes(addresses))
    duty = acts_by(membership, *SECONDS)
    for one in rows:
        if one.saved_at:
            record(
                Verb.EVIDENCE_DESTROYED,
                one,
                actor=membership.person,
                duty=duty,
                label=one.label,
                new={
                    "reason": destruction.reason,
                    "destruction": destruction.reference,
                    "alone": destruction.alone,
                    "words_too": destruction.words_too and one.pk == row.pk,
                },
            )


def _decide(destruction: Destruction, membership: Membership, *, agreed: bool) -> None:
    duty = acts_by(membership, *SECONDS)
    destruction.agreed = agreed
    destruction.decided_by = membership.person
    destruction.decided_office_id = _office(membership, duty)
    destruction.decided_at = timezone.now()
    destruction.save(
        update_fields=["agreed", "decided_by", "decided_office", "decided_at", "answer"]
    )


def _office(membership: Membership, duty: Duty | None) -> int | None:
    return membership.capacity(membership.office_for(duty) if duty else None)[0]
