"""Putting right what was written down of something the public posted: another item, no edit."""

from typing import Any, Unpack

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from moderation.items.actions import add_item
from moderation.items.known import hold_back_others
from moderation.items.models import Item
from moderation.log.actions.common import shortened, write
from moderation.log.actions.entering import Posted
from moderation.log.grounds import require_occurs
from moderation.log.models import ModerationAction

#: What an entry says that is written anew with the item it is about.
COPIED = (
    *("kind", "reason", "reason_label", "source", "marked", "even_if_praise", "fact"),
    *("fact_source", "target", "about_person", "necessity", "note", "no_capture", "reference"),
    *("none_given", "public_record", "copy_kept", "copy_id", "happened_at", "confirmed_at"),
    *("proof_id", "proof_note"),
)


@action
def correct_item(
    *,
    item: Item,
    why: str,
    actor: Person,
    marked: str | None = None,
    **posted: Unpack[Posted],
) -> Item:
    """Writes down anew what was written down wrongly: who posted it, where, when, or the words.

    The entries that stand are written anew with it, as corrections of those before: what was done
    then counts for the right profile. The old item stays as it was, and nothing finds it but its
    reference and the new one's page.

    Args:
        why: what was wrong, at most 500 characters.
        marked: the words that break the reason, where those of the entries do not stand in the
            right words; each passage on a line.
        posted: as of `log_action`; what is left out stays as the item says.

    Raises:
        AlreadyDone: it was put right before; with the newer item.
        Stale: it belongs to a restricted case by now.
        RuleBroken: the actor does not log moderation; nothing is said; something is still to be
            restored; a passage that was marked does not stand in the right words; or the item
            cannot be written down (`add_item`).
    """
    actor.require_duty_at(item.council, Duty.LOG_MODERATION)
    hold_back_others(item.council)
    entries = _standing(item)
    row: Item = item.council.items.select_for_update(no_key=True).get(pk=item.pk)
    row.council, row.author, row.account = item.council, item.author, item.account
    if row.restricted:
        raise Stale(f"{row.reference} is no longer to be found here.")
    if later := Item.objects.filter(corrects=row).first():
        raise AlreadyDone(f"{row.reference} was put right already, as {later.reference}.", later)
    if row.erased_at:
        raise RuleBroken(
            f"The words of {row.reference} were erased. There is nothing to put right."
        )
    words = shortened(required_words(why, "Say what was wrong."), 500, "reason")
    if any(one.reverses_id and one.confirmed_at is None for one in entries):
        raise RuleBroken("Confirm first that what was reversed is restored on the platform.")
    new = add_item(
        council=row.council,
        actor=actor,
        corrects=row,
        why_corrected=words,
        **_as_it_says(row) | _as_columns(posted),
    )
    for entry in entries:
        if not entry.reverses_id:  # a reversal and what it reverses stay with the old item
            _write_anew(entry, new, marked, actor)
    return new


def _standing(item: Item) -> list[ModerationAction]:
    """The entries that count, held until the action ends."""
    rows = item.actions.filter(reversal__isnull=True, correction__isnull=True)
    return list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _as_it_says(item: Item) -> dict[str, Any]:
    """An item as `add_item` takes it."""
    same = ("platform", "account", "elsewhere", "kind", "url", "author_name", "words")
    return {
        **{name: getattr(item, name) for name in (*same, "posted_at", "seen_at", "found")},
        "handle": item.author.handle if item.author else "",
        "platform_id": item.author_number,
        "seen_said": item.seen_said,
    }


def _as_columns(posted: Posted) -> dict[str, Any]:
    given: dict[str, Any] = dict(posted)
    if "item_kind" in given:
        given["kind"] = given.pop("item_kind")
    if given.get("seen_at"):
        given["seen_said"] = True
    else:
        given.pop("seen_at", None)
    return given


def _write_anew(entry: ModerationAction, item: Item, marked: str | None, actor: Person) -> None:
    columns = {name: getattr(entry, name) for name in COPIED}
    if entry.is_removal and not entry.is_prohibited:
        columns["marked"] = entry.marked if marked is None else marked.strip()
        require_occurs(columns["marked"], item.words)
    write(
        Verb.MODERATION_CORRECTED,
        item,
        actor,
        done=entry.confirmed_at is not None,
        corrects=entry,
        **columns,
    )
