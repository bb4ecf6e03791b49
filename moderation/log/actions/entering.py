"""Logging what was done about something the public posted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import models
from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone
from councilsm.tenancy import require_same_council
from moderation.evidence.actions import hide_prohibited
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.authors import handle_key, plain_handle, plain_words
from moderation.items.known import hold_back_others, known_item
from moderation.items.models import Item
from moderation.log.actions.common import (
    require_capture,
    require_copy,
    require_happened,
    require_not_prohibited,
    require_reference,
    require_shown,
    shortened,
    write,
)
from moderation.log.grounds import NO_GROUNDS, Grounds, judged, prohibited_grounds
from moderation.log.in_period import judged_in_period
from moderation.log.models import ModerationAction
from moderation.log.part_of import require_may_act, shows_restricted


class Posted(TypedDict, total=False):
    """What the public posted, as `add_item` takes it; `item_kind` is its `kind`."""

    platform: str
    account: OfficialAccount | None
    elsewhere: str
    item_kind: str
    url: str
    handle: str
    author_name: str
    platform_id: str
    words: str
    posted_at: datetime | None
    seen_at: datetime | None
    found: str
    restricted: bool


@action
def log_action(
    *,
    council: Council,
    actor: Person,
    kind: str,
    done: bool,
    grounds: Grounds = NO_GROUNDS,
    item: Item | None = None,
    again: bool = False,
    captures: Sequence[Evidence] = (),
    no_capture: str = "",
    prohibited: str = "",
    happened_at: datetime | None = None,
    reference: str = "",
    none_given: bool = False,
    public_record: bool = False,
    copy_kept: str = "",
    copy: Evidence | None = None,
    note: str = "",
    in_period: str = "",
    in_period_reason: str = "",
    form_key: UUID | None = None,
    part_of: models.Model | None = None,
    **posted: Unpack[Posted],
) -> ModerationAction:
    """Logs what was decided about something the public posted, with the evidence, in one step.

    Args:
        done: it is done on the platform already; else `confirm_action` says so later.
        item: what it is about, where that is on the record; else it is found by its address or
            written down from what was `posted`.
        again: it is known that the item is on the record; this is one more action on it.
        no_capture: why nothing shows what stood there.
        prohibited: "child" or "terrorist" for what nobody may keep: nothing else is asked, and
            neither words nor captures are kept.
        happened_at: when it was done; None for just now.
        reference, none_given: of a report, at the latest once it is done.
        public_record: what is deleted is public record; its copy is kept where `copy_kept` says
            so or in `copy` (FTC-A-15).
        in_period, in_period_reason: of a reply that went out in a pre-election period: a code of
            `IN_PERIOD`, empty for none of them, and why it may. An enquiry asks for its own.
        posted: what was typed of it; of an item on the record, what differs goes into the note.
        form_key: of the page that it comes from, which makes one entry however often it is sent.
        part_of: the restricted case or enquiry it belongs to, for who may work on that and need
            not keep the log.

    Raises:
        AlreadyDone: this page was sent before, or the item is on the record; with the entry.
        Stale: the item became part of a restricted case meanwhile.
        RuleBroken: the actor may not (`require_may_act`); the grounds do not do (`judged`); nothing
            shows what was removed and no reason is given for that; a copy or a reference is
            missing; a time is wrong; a reply may not go out in a pre-election period
            (`judged_in_period`); or the item cannot be written down (`add_item`).
    """
    require_same_council(council, item, copy, *captures)
    require_may_act(council, actor, item, kind, part_of)
    hold_back_others(council)  # holds back a second click, and whoever logs the same comment
    _require_new(council, form_key)
    if prohibited:  # any words may describe it
        posted, public_record, copy = posted | {"words": ""}, False, None
        note = no_capture = copy_kept = ""
    item = item or _on_record(council, posted, again)
    if item and not shows_restricted(part_of):
        require_shown(item)
    if item and prohibited:
        hide_prohibited(item=item, actor=actor)
    now = timezone.now()
    note = shortened(note, 2_000, "note")
    if not prohibited and (part_of is None or shows_restricted(part_of)):
        why = judged_in_period(
            council=council,
            actor=actor,
            kind=kind,
            moment=happened_at,
            words=note,
            is_one_of=in_period,
            reason=in_period_reason,
        )
        note = f"{note}\n{why}".strip()
    words = plain_words(posted.get("words", ""))
    if item:
        words = f"{item.words}\n{words}"
        note = f"{note}\n{_found_again(item, posted)}".strip()
    columns = (
        prohibited_grounds(prohibited)
        if prohibited
        else judged(grounds, council=council, kind=kind, words=words)
    )
    require_not_prohibited(columns["reason"], captures)
    if not prohibited:
        require_capture(kind, item, captures, no_capture, words)
        require_copy(council, kind, public_record, copy_kept, copy, columns["necessity"])
    reference = shortened(reference, 120, "reference")
    require_reference(kind, reference, none_given, done=done)
    is_new = item is None
    item = item or _added(council, posted, actor, happened_at or now)
    require_happened(happened_at or now, item)
    return write(
        Verb.MODERATION_DECIDED,
        item,
        actor,
        done=done,
        is_new=is_new,
        captures=captures,
        kind=kind,
        **columns,
        note=note,
        no_capture=shortened(no_capture, 300, "reason why there is no capture"),
        reference=reference,
        none_given=True if none_given else None,
        public_record=public_record,
        copy_kept=shortened(copy_kept, 200, "place of the copy"),
        copy=copy,
        happened_at=happened_at or now,
        form_key=form_key,
    )


def _require_new(council: Council, form_key: UUID | None) -> None:
    """Raises `AlreadyDone` where the page was sent before."""
    if form_key is None:
        return
    sent = council.moderation_actions.select_related("item").filter(form_key=form_key).first()
    if sent is not None:
        raise AlreadyDone(f"This page is on the record already, as {sent.item.reference}.", sent)


def _on_record(council: Council, posted: Posted, again: bool) -> Item | None:
    """The item where it is on the record.

    Raises:
        AlreadyDone: it is, and that was not known; with its latest action.
    """
    known = known_item(
        council,
        platform=posted.get("platform", ""),
        url=posted.get("url", ""),
        kind=posted.get("item_kind", Item.Kind.COMMENT),
        handle=posted.get("handle", ""),
        words=posted.get("words", ""),
        waited=True,
    )
    if known is None or again:
        return known
    latest = known.actions.select_related("item", "decided_by").order_by("-pk").first()
    if latest is None:
        return known
    raise AlreadyDone(
        f"{latest.decided_by} logged this on {when_in_words(latest.logged_at)} as "
        f"{known.reference}: {latest.get_kind_display().lower()}. Open it, or log one more action "
        "on it.",
        latest,
    )


def _found_again(item: Item, posted: Posted) -> str:
    """What somebody typed of an item that the record has otherwise, for the note."""
    words, handle = plain_words(posted.get("words", "")), posted.get("handle", "").strip()
    said = [f"This time the words were: {words}"] if words and words != item.words else []
    if handle and (
        item.author is None or handle_key(plain_handle(handle)) != item.author.handle_key
    ):
        said.append(f"This time the handle was: {plain_handle(handle)}")
    return "\n".join(said)


def _added(council: Council, posted: Posted, actor: Person, happened_at: datetime) -> Item:
    given: dict[str, Any] = dict(posted)
    given["kind"] = given.pop("item_kind", Item.Kind.COMMENT)
    given["seen_said"] = given.get("seen_at") is not None
    given["seen_at"] = given.get("seen_at") or min(happened_at, timezone.now())
    return add_item(council=council, actor=actor, **({"platform": "", "account": None} | given))
