"""What the public posted, as part of a case: brought in, and acted on from the case's page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from moderation.cases.actions.common import to_work_on, write
from moderation.cases.actions.working import put_before
from moderation.cases.models import Case, CaseEntry, CaseItem, Referral
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item, restrict_item
from moderation.items.addresses import recognise, tidy_address
from moderation.items.corrected import lineage
from moderation.items.models import Item
from moderation.log.actions import confirm_action, log_action, reverse_action
from moderation.log.models import ModerationAction

_Kind = ModerationAction.Kind

#: Those that put it before somebody outside.
BODIES = {_Kind.REPORTED: Referral.Body.PLATFORM, _Kind.POLICE: Referral.Body.POLICE}


@action
def add_item_to_case(
    *,
    case: Case,
    actor: Person,
    item: Item | None = None,
    url: str = "",
    handle: str = "",
    words: str = "",
    captures: Sequence[Evidence] = (),
    form_key: UUID | None = None,
) -> Case:
    """Brings in what the public posted: an item of the log, or a new one.

    Raises:
        RuleBroken: nothing is given, it belongs to a case already, or the case is not open to the
            actor.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    if item is None:
        if not (url or handle or words or captures):
            raise RuleBroken("Give its address, its words or a capture.")
        item = new_item(case, url=url, handle=handle, words=words, captures=captures, actor=actor)
    bring_in(case, item, actor=actor)
    write(case, CaseEntry.Kind.ITEM, Verb.CASE_ITEM_ADDED, form_key=form_key, actor=actor)
    return case


def new_item(
    case: Case,
    *,
    url: str,
    handle: str,
    words: str,
    captures: Sequence[Evidence],
    actor: Person,
) -> Item:
    """Writes down what the public posted, hidden from the first; part of an action."""
    platform, account = recognise(case.council, tidy_address(url)[0]) if url else (None, None)
    item = add_item(
        council=case.council,
        platform=platform or OfficialAccount.Platform.OTHER,
        account=account,
        elsewhere="" if account else "As the case says",
        url=url,
        handle=handle,
        words=words,
        seen_at=case.seen_at,
        restricted=True,
        actor=actor,
    )
    if captures:
        attach(item=item, captures=captures, actor=actor)
    return item


def bring_in(case: Case, item: Item, *, actor: Person) -> None:
    """Makes an item part of a case, whose page alone shows it from now on; part of an action.

    What said something wrong about the same thing, or put it right, becomes part of it too.

    Raises:
        RuleBroken: it belongs to another council.
        Stale: it belongs to a case already.
    """
    if item.council_id != case.council_id:
        raise RuleBroken("Choose something your council has logged.")
    if not item.restricted:
        restrict_item(item=item, actor=actor)
    elif CaseItem.objects.filter(item=item).exists():
        raise Stale(f"{item.reference} belongs to a restricted case already.")
    for one in lineage(item):
        CaseItem.objects.create(council=case.council, case=case, item=one, added_by=actor)


@action
def act_on_item(
    *,
    case: Case,
    item: Item,
    kind: str,
    actor: Person,
    reference: str = "",
    none_given: bool = False,
    note: str = "",
    form_key: UUID | None = None,
    **log: Any,
) -> Case:
    """Logs what was done about an item of the case; a report to police or platform is a referral.

    Args:
        log: what else `log_action` takes.

    Raises:
        RuleBroken: as `log_action`; or the case is not open to the actor.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor)
    if not case.items.filter(item=item).exists():
        raise RuleBroken("This is no item of the case.")
    if form_key and case.council.moderation_actions.filter(form_key=form_key).exists():
        raise AlreadyDone("This is on the case already.", case)
    done = log_action(
        council=case.council,
        item=item,
        kind=kind,
        reference=reference,
        none_given=none_given,
        note=note,
        form_key=form_key,
        part_of=case,
        actor=actor,
        **log,
    )
    if body := BODIES.get(_Kind(kind)):
        put_before(
            case,
            body=body,
            made_at=done.happened_at,
            reference=reference,
            none_given=none_given,
            note=note,
            action=done,
            actor=actor,
        )
    else:
        words = f"{item.reference}: {done.get_kind_display().lower()}"
        write(case, CaseEntry.Kind.NOTE, Verb.CASE_NOTED, words=words, actor=actor)
    return case


@action
def confirm_in_case(*, case: Case, entry: ModerationAction, actor: Person, **said: Any) -> Case:
    """Says that what was logged in a case is done on the platform.

    Args:
        said: what `confirm_action` takes.

    Raises:
        RuleBroken, Stale: as `confirm_action`; or the case is not open to the actor.
    """
    case = _with(case, entry, actor)
    confirm_action(action=entry, part_of=case, actor=actor, **said)
    words = f"{entry.item.reference}: done on the platform"
    write(case, CaseEntry.Kind.NOTE, Verb.CASE_NOTED, words=words, actor=actor)
    return case


@action
def reverse_in_case(
    *, case: Case, entry: ModerationAction, why: str, actor: Person, **said: Any
) -> Case:
    """Takes back what was logged in a case: whoever reads the case is the only one who sees it.

    Args:
        said: what else `reverse_action` takes.

    Raises:
        RuleBroken, Stale: as `reverse_action`; or the case is not open to the actor.
    """
    case = _with(case, entry, actor)
    reverse_action(action=entry, why=why, part_of=case, actor=actor, **said)
    words = f"{entry.item.reference}: {entry.get_kind_display().lower()}, taken back. {why}"
    write(case, CaseEntry.Kind.NOTE, Verb.CASE_NOTED, words=words, actor=actor)
    return case


def _with(case: Case, entry: ModerationAction, actor: Person) -> Case:
    """The case to work on, with which an entry of the log is."""
    case = to_work_on(case, actor)
    if not case.items.filter(item=entry.item_id).exists():
        raise RuleBroken("This is no item of the case.")
    return case
