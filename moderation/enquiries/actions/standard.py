"""Standard replies: written, changed, looked at again and retired by who may authorise replies."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.canonical import sha256
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.drafts.authority import decidable_kinds, holders_of
from moderation.enquiries.models import StandardReply, Topic


@action
def add_standard_reply(
    *,
    council: Council,
    name: str,
    text: str,
    office: Office,
    review_due_on: date,
    actor: Person,
    topic: Topic | None = None,
    link: str = "",
) -> StandardReply:
    """Adds words that answer what is often asked (FTC-2-b, FTC-6.4-d). Raises as changing does."""
    require_writer(council, actor)
    reply = StandardReply(council=council)
    _save(reply, actor, name, text, office, review_due_on, topic, link)
    record(
        Verb.STANDARD_REPLY_ADDED,
        reply,
        actor=actor,
        duty=Duty.AUTHORISE_POSTS,
        new=_told(reply),
    )
    return reply


@action
def change_standard_reply(
    *,
    standard: StandardReply,
    name: str,
    text: str,
    office: Office,
    review_due_on: date,
    actor: Person,
    topic: Topic | None = None,
    link: str = "",
) -> StandardReply:
    """Changes the words, which counts as having looked at them.

    Args:
        office: answers for their being right.
        review_due_on: when to look at them again.

    Raises:
        Stale: it is retired.
        RuleBroken: the actor may not authorise replies, another one is called so, or the day to
            look again is not to come.
    """
    require_writer(standard.council, actor)
    row = _held(standard)
    old = _told(row)
    _save(row, actor, name, text, office, review_due_on, topic, link)
    record(
        Verb.STANDARD_REPLY_CHANGED,
        row,
        actor=actor,
        duty=Duty.AUTHORISE_POSTS,
        old=old,
        new=_told(row),
    )
    return row


@action
def review_standard_reply(
    *, standard: StandardReply, review_due_on: date, actor: Person
) -> StandardReply:
    """Somebody read it and it is still right.

    Raises:
        Stale: it is retired.
        RuleBroken: the actor may not authorise replies, or the day is not to come.
    """
    require_writer(standard.council, actor)
    row = _held(standard)
    _require_to_come(review_due_on)
    row.reviewed_on, row.reviewed_by, row.review_due_on = today(), actor, review_due_on
    row.save(update_fields=["reviewed_on", "reviewed_by", "review_due_on"])
    record(
        Verb.STANDARD_REPLY_REVIEWED,
        row,
        actor=actor,
        duty=Duty.AUTHORISE_POSTS,
        new={"review_due_on": review_due_on.isoformat()},
    )
    return row


@action
def retire_standard_reply(*, standard: StandardReply, actor: Person) -> StandardReply:
    """Nobody is offered it any more.

    Raises:
        Stale: it is retired already.
        RuleBroken: the actor may not authorise replies.
    """
    require_writer(standard.council, actor)
    row = _held(standard)
    row.retired_on = today()
    row.save(update_fields=["retired_on"])
    record(Verb.STANDARD_REPLY_RETIRED, row, actor=actor, duty=Duty.AUTHORISE_POSTS)
    return row


def require_writer(council: Council, actor: Person) -> None:
    """Asserts that somebody may write words that others then post without further approval.

    While no rule says who authorises replies, it is for whoever has that duty meanwhile.

    Raises:
        RuleBroken: they may not authorise replies.
    """
    membership = actor.require_membership_at(council)
    if holders_of(council, Kind.REPLY) is None:
        allowed = membership.allows(Duty.AUTHORISE_POSTS)
    else:
        allowed = Kind.REPLY in decidable_kinds(membership)
    if not allowed:
        raise RuleBroken(
            "Standard replies are written by whoever may authorise replies, and you may not.",
            source=council.rulebook.source_if_set("authorise_reply"),
        )


def _held(standard: StandardReply) -> StandardReply:
    rows = standard.council.standard_replies.select_for_update(no_key=True)
    row: StandardReply = rows.get(pk=standard.pk)
    if row.retired_on:
        raise Stale("This standard reply is retired already.")
    return row


def _save(
    reply: StandardReply,
    actor: Person,
    name: str,
    text: str,
    office: Office,
    review_due_on: date,
    topic: Topic | None,
    link: str,
) -> None:
    require_same_council(reply, office, topic)
    refuse_hidden(name)
    _require_to_come(review_due_on)
    reply.name, reply.text, reply.link = name, text, link
    reply.office, reply.topic, reply.review_due_on = office, topic, review_due_on
    reply.reviewed_on, reply.reviewed_by = today(), actor
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError:
        raise RuleBroken(f"There is a standard reply called {name} already.") from None


def _require_to_come(day: date) -> None:
    if day <= today():
        raise RuleBroken("The day to look at it again must be in the future.")


def _told(reply: StandardReply) -> dict[str, Any]:
    """For the trail: the words are the council's own, so they may stand there."""
    return {
        "note": reply.words,
        "words_digest": sha256(reply.words.encode()),
        "office": str(reply.office),
        "review_due_on": reply.review_due_on.isoformat(),
    }
