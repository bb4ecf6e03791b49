"""Logging what was done about something the public posted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken
from councilsm.tenancy import next_number, require_same_council
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.addresses import address_key, tidy_address
from moderation.items.authors import handle_key, plain_handle, plain_words
from moderation.items.models import Item
from moderation.log.actions.common import (
    require_capture,
    require_happened,
    require_not_prohibited,
    require_reference,
    shortened,
    write,
)
from moderation.log.grounds import NO_GROUNDS, Grounds, judged, prohibited_grounds
from moderation.log.models import ModerationAction


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
    form_key: UUID | None = None,
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
        form_key: of the page that it comes from, which makes one entry however often it is sent.

    Raises:
        AlreadyDone: this page was sent before, or the item is on the record; with the entry.
        RuleBroken: the grounds do not do (`judged`); nothing shows what was removed and no reason
            is given for that; a copy or a reference is missing; a time is wrong; or the item
            cannot be written down (`add_item`).
    """
    require_same_council(council, item, copy, *captures)
    next_number(council, "ML")  # holds back a second click, and whoever logs the same comment
    _require_new(council, form_key)
    if prohibited:
        posted, public_record, note = posted | {"words": ""}, False, ""
    item = item or _on_record(council, posted, again)
    now = timezone.now()
    words = item.words if item else plain_words(posted.get("words", ""))
    columns = (
        prohibited_grounds(prohibited)
        if prohibited
        else judged(grounds, council=council, kind=kind, words=words)
    )
    require_not_prohibited(columns["reason"], captures)
    if not prohibited:
        require_capture(kind, item, captures, no_capture)
        _require_copy(council, kind, public_record, copy_kept, copy, columns["necessity"])
    reference = shortened(reference, 120, "reference")
    require_reference(kind, reference, none_given, done=done)
    item = item or _added(council, posted, actor, happened_at or now)
    require_happened(happened_at or now, item.seen_at)
    return write(
        Verb.MODERATION_DECIDED,
        item,
        actor,
        done=done,
        captures=captures,
        kind=kind,
        **columns,
        note=shortened(note, 2_000, "note"),
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
    known = _known(council, posted)
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


def _known(council: Council, posted: Posted) -> Item | None:
    """The same on the record, by its address; where that does not tell, by author and words.

    Items of restricted cases are not looked through: finding one would tell of the case.
    """
    url = posted.get("url", "").strip()
    url = tidy_address(url)[0] if url else ""
    platform = posted.get("platform", "")
    there = council.items.for_everyone().select_related("account", "author").order_by("pk")
    if key := address_key(platform, url, posted.get("item_kind", Item.Kind.COMMENT)):
        return there.filter(url_key=key).first()
    handle, words = posted.get("handle", "").strip(), plain_words(posted.get("words", ""))
    if not (url and handle and words):
        return None
    profile = council.authors.filter(
        platform=platform, handle_key=handle_key(plain_handle(handle))
    ).first()
    return there.filter(author=profile, url=url, words=words).first() if profile else None


def _require_copy(
    council: Council,
    kind: str,
    public_record: bool,
    copy_kept: str,
    copy: Evidence | None,
    necessity: str,
) -> None:
    """Public record is copied before it is deleted, and only if that is necessary (FTC-A-15)."""
    if kind != ModerationAction.Kind.DELETED or not public_record:
        return
    book = council.rulebook
    source = book.source_if_set("record_copy_first")
    if copy is None and not copy_kept.strip():
        raise RuleBroken(
            "Keep a copy before public record is deleted: add it, or say where it is kept.",
            source=source,
        )
    if book.rules.record_copy_first.value and not necessity:
        raise RuleBroken("Say why deleting public record was absolutely necessary.", source=source)


def _added(council: Council, posted: Posted, actor: Person, happened_at: datetime) -> Item:
    given: dict[str, Any] = dict(posted)
    given["kind"] = given.pop("item_kind", Item.Kind.COMMENT)
    given["seen_at"] = given.get("seen_at") or min(happened_at, timezone.now())
    return add_item(council=council, actor=actor, **({"platform": "", "account": None} | given))
