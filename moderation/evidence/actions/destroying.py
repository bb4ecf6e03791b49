"""Destroying evidence and words: one person asks, another agrees, and the trail still verifies."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from councilsm.tenancy import next_number
from moderation.evidence.actions.carrying_out import decide, destroy, erase, office_of, replace
from moderation.evidence.holding import require_not_held
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import (
    LOOKERS,
    SECONDS,
    Thing,
    acts_by,
    acts_on,
    may_second,
    second_people,
)
from moderation.evidence.twins import groups, held_twins, held_words
from moderation.items.models import Item

PROHIBITED = Destruction.Reason.PROHIBITED
#: What each reason must be explained by.
SAY_WHY = {
    Destruction.Reason.PROHIBITED: "Say whom you told of it, or that nobody could be told.",
    Destruction.Reason.ERROR: "Say what was uploaded, in general words.",
    Destruction.Reason.ERASURE: "Give the reference of the request, and why it is lawful.",
}
LOGGED = "It was logged as what nobody may keep. The entry says whom it was reported to."
#: Whoever sees only the same file elsewhere is not told what was said of this one.
SAID_ELSEWHERE = "The same file was said to be an image that nobody may keep."


@action
def ask_destruction(
    *, evidence: Evidence, reason: str, why: str, words_too: bool = False, actor: Person
) -> Destruction:
    """Asks that evidence is destroyed; does it at once where there is no second person.

    What is said to be a prohibited image nobody can open from now on, whoever captured it and
    wherever it stands. Where only some see it, it is destroyed with their word alone.

    Args:
        words_too: the words of the item go too, and those that entries quote of it.

    Raises:
        RuleBroken: it is destroyed already, nothing is said, or the actor may not ask.
        AlreadyDone: somebody asked already, and nobody has answered yet.
    """
    rows = held_twins(evidence)
    row = rows[0]
    membership = _asker(row, actor)
    if row.saved_at is None or row.destroyed_at:
        raise RuleBroken("This evidence was destroyed. The record says when and why.")
    require_not_held(row, reason)
    refuse_hidden(why)
    why = required_words(why, SAY_WHY[Destruction.Reason(reason)])
    if reason != PROHIBITED:
        _require_nothing_asked(_waiting_for([row]))
        return _ask([row], membership, reason=reason, why=why, words_too=words_too)
    own, *elsewhere = groups(rows)
    _require_nothing_asked(_waiting_for(own, PROHIBITED))
    asked = _ask(own, membership, reason=reason, why=why, words_too=words_too, rows=rows)
    for group in elsewhere:
        if not _waiting_for(group, PROHIBITED):
            _ask(group, membership, reason=reason, why=SAID_ELSEWHERE, rows=rows, is_asked=False)
    return asked


def hide_prohibited(*, item: Item, actor: Person) -> None:
    """Hides all that shows an item which somebody said nobody may keep, and asks that it goes.

    Call inside the action that says so.
    """
    for one in item.evidence.kept().select_related("council").order_by("pk"):
        if not _waiting_for([one], PROHIBITED):
            with suppress(AlreadyDone):  # with the same bytes elsewhere
                ask_destruction(evidence=one, reason=PROHIBITED, why=LOGGED, actor=actor)


@action
def ask_erasure(*, thing: Any, reason: str, why: str, actor: Person) -> Destruction:
    """Asks that the words of an item or a report are erased, wherever they are quoted.

    Its evidence stays. Done at once where there is no second person.

    Args:
        thing: an item, or a report that became none.
        reason: written down in error, or lawful erasure.

    Raises:
        RuleBroken: nothing is said, they are kept for legal action, or the actor may not ask.
        AlreadyDone: somebody asked already, and nobody has answered yet.
    """
    row = held_words(thing)
    membership = _asker(row, actor)
    if reason == PROHIBITED:
        raise RuleBroken("That is said of images. Choose why the words must be erased.")
    require_not_held(row, reason)
    _require_nothing_asked(list(row.erasures.waiting()))
    refuse_hidden(why)
    why = required_words(why, SAY_WHY[Destruction.Reason(reason)])
    return _ask(row, membership, reason=reason, why=why, words_too=True)


@action
def agree_to_destruction(*, destruction: Destruction, actor: Person) -> Destruction:
    """A second person agrees, and the evidence is destroyed or the words are erased.

    Raises:
        RuleBroken: the actor asked for it, or may not agree.
        Stale: somebody has answered already.
    """
    thing, rows = _held(destruction)
    asked = _waiting(destruction)
    if asked.asked_by_id == actor.pk:
        raise RuleBroken("You asked for this, so somebody else must agree.")
    membership = _second(asked, thing, actor)
    require_not_held(thing, asked.reason)
    if isinstance(thing, Evidence):
        _destroy(asked, rows, membership)
    else:
        erase(asked, thing, membership)
    return asked


@action
def refuse_destruction(*, destruction: Destruction, answer: str, actor: Person) -> Destruction:
    """A second person does not agree, or whoever asked takes it back: all stays.

    Raises:
        RuleBroken: nothing is said, or the actor may not answer.
        Stale: somebody has answered already.
    """
    thing, rows = _held(destruction)
    asked = _waiting(destruction)
    membership = _second(asked, thing, actor)
    refuse_hidden(answer)
    asked.answer = required_words(answer, "Say why it is kept.")
    decide(asked, membership, agreed=False)
    if asked.reason == PROHIBITED:
        ids = [one.pk for one in groups(rows)[0]]
        Evidence.objects.filter(pk__in=ids).update(hidden_at=None)
    duty = acts_by(membership, *SECONDS)
    record(Verb.DESTRUCTION_REFUSED, asked, actor=actor, duty=duty)
    return asked


def _ask(
    thing: Any,
    membership: Membership,
    *,
    reason: str,
    why: str,
    words_too: bool = False,
    rows: Sequence[Evidence] = (),
    is_asked: bool = True,
) -> Destruction:
    """Writes a request down, in place of others that it outweighs; carries it out if alone.

    Args:
        thing: what has the words, or a list of evidence that is decided together; held.
        rows: all that has the same bytes, of a prohibited image.
        is_asked: this was asked for, and is not elsewhere: that never goes without a word of those
            who see it.
    """
    files: list[Evidence] = thing if isinstance(thing, list) else []
    first = files[0] if files else thing
    council, actor = first.council, membership.person
    duty = acts_by(membership, Duty.DESTROY_EVIDENCE, *LOOKERS)
    by_moderator = duty != Duty.DESTROY_EVIDENCE
    others = second_people(first, actor.pk, by_moderator=by_moderator)
    outweighed = _waiting_for(files[:1])
    for one in outweighed:
        decide(one, membership, agreed=False)  # only one may wait
    destruction = Destruction.objects.create(
        council=council,
        number=next_number(council, "DE"),
        evidence=first if files else None,
        item=thing if isinstance(thing, Item) else None,
        report=None if files or isinstance(thing, Item) else thing,
        reason=reason,
        why=why,
        words_too=(words_too or any(one.words_too for one in outweighed))
        and (not files or first.item is not None),
        asked_by=actor,
        office_id=office_of(membership, duty),
        by_moderator=by_moderator,
        alone=is_asked and not (by_moderator or others),
    )
    record(
        Verb.DESTRUCTION_ASKED,
        destruction,
        actor=actor,
        duty=duty,
        new={
            "of": first.pk,
            "reason": destruction.get_reason_display(),
            "words_too": destruction.words_too,
        },
    )
    replace(outweighed, destruction, membership)
    if files and reason == PROHIBITED:
        unsaved = [one for one in rows if one.saved_at is None]
        ids = [one.pk for one in (*files, *unsaved)]
        Evidence.objects.filter(pk__in=ids).update(hidden_at=timezone.now())
    if destruction.alone:
        if files:
            _destroy(destruction, rows or files, membership)
        else:
            erase(destruction, thing, membership)
    return destruction


def _destroy(destruction: Destruction, rows: Sequence[Evidence], membership: Membership) -> None:
    """Destroys the evidence of a request, and of a prohibited image all that goes with it.

    Args:
        rows: all that has the same bytes, held.
    """
    if destruction.reason != PROHIBITED:
        destroy(destruction, [rows[0]], membership)
        return
    together = next(
        group for group in groups(rows) if destruction.evidence_id in {one.pk for one in group}
    )
    unsaved = [one for one in rows if one.saved_at is None]
    destroy(destruction, together, membership, unsaved)


def _asker(thing: Thing, actor: Person) -> Membership:
    """The membership of who asks.

    Raises:
        RuleBroken: they may not.
    """
    membership = actor.require_membership_at(thing.council)
    if not acts_on(membership, thing):
        raise RuleBroken("Only those who log moderation or may destroy evidence can ask for it.")
    return membership


def _waiting_for(rows: Sequence[Evidence], *reasons: str) -> list[Destruction]:
    """The requests about some evidence that nobody has answered."""
    found = Destruction.objects.waiting().filter(evidence__in=[one.pk for one in rows])
    return list(found.filter(reason__in=reasons) if reasons else found)


def _require_nothing_asked(waiting: Sequence[Destruction]) -> None:
    if waiting:
        raise AlreadyDone("Somebody asked for this already.", waiting[0])


def _held(destruction: Destruction) -> tuple[Thing, list[Evidence]]:
    """What a request is about, held; and all evidence that has the same bytes."""
    if destruction.evidence is None:
        return held_words(destruction.thing), []
    rows = held_twins(destruction.evidence)
    return rows[0], rows


def _waiting(destruction: Destruction) -> Destruction:
    """The row, held.

    Raises:
        Stale: somebody has answered.
    """
    row = Destruction.objects.select_for_update(no_key=True).get(pk=destruction.pk)
    if row.agreed is not None:
        raise Stale(f"{row.decided_by} has answered {row.reference} already.")
    return row


def _second(asked: Destruction, thing: Thing, actor: Person) -> Membership:
    """The membership of who answers; whoever asked may take it back.

    Raises:
        RuleBroken: they may not.
    """
    membership = actor.require_membership_at(asked.council)
    by = asked.by_moderator
    if asked.asked_by_id != actor.pk and not may_second(
        membership, thing, asked.asked_by_id, by_moderator=by
    ):
        raise RuleBroken("Somebody who may destroy evidence must answer this, or the caretaker.")
    return membership
