"""What came with a report becomes an item of the log, or of a restricted case."""

from collections.abc import Sequence
from datetime import datetime

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import Stale
from councilsm.tenancy import require_same_council
from moderation.cases.actions import open_case
from moderation.cases.actions.acting import bring_in
from moderation.cases.actions.common import locked as locked_case
from moderation.cases.actions.common import write
from moderation.cases.models import Case, CaseEntry, CaseItem
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.addresses import recognise
from moderation.items.models import Item
from moderation.sightings.actions.common import reached
from moderation.sightings.models import Sighting

#: Where something stands of which only a picture was added.
NOT_SAID = "Not said yet: see the report"


def open_at_once(*, sighting: Sighting, actor: Person) -> Case:
    """Opens the restricted case of a report of abuse or of somebody at risk, within its sending.

    Whoever it went to reads the case, and so can give advice and close it (LLTC-8.1-a).
    """
    kind = Case.Kind.ABUSE if sighting.kind == Sighting.Kind.ABUSE else Case.Kind.SAFEGUARDING
    return open_for(
        sighting,
        kind,
        affected=actor if kind == Case.Kind.ABUSE else None,
        readers=reached(sighting, sighting.sent_to.select_related("office")),
        actor=actor,
    )


def open_for(
    sighting: Sighting,
    kind: Case.Kind,
    *,
    affected: Person | None,
    readers: Sequence[Person] = (),
    grooming: bool = False,
    actor: Person,
) -> Case:
    """Opens a case with what a report says, its link and its captures; keeps it with the report."""
    about = sighting.about
    item = None
    if sighting.url or sighting.came_with.exists():
        item = item_of(sighting, restricted=True, actor=actor)
    case = open_case(
        council=sighting.council,
        kind=kind,
        what=sighting.words or f"See {sighting.reference}.",
        affected=affected,
        about=about if about and about != affected else None,
        about_clerk=sighting.about_clerk,
        readers=readers,
        grooming=grooming,
        prohibited=sighting.prohibited,
        item=item,
        seen_at=sighting.seen_at,
        actor=actor,
    )
    sighting.case = case
    sighting.save(update_fields=["case"])
    return case


def item_of(
    sighting: Sighting,
    *,
    actor: Person,
    platform: str = "",
    account: OfficialAccount | None = None,
    elsewhere: str = "",
    kind: str = Item.Kind.POST,
    handle: str = "",
    words: str = "",
    posted_at: datetime | None = None,
    restricted: bool = False,
) -> Item:
    """The item that a report is about, with its captures.

    Args:
        platform, account: as somebody said them; else as the link tells.
        words: of the public.
    """
    council = sighting.council
    if not platform:
        known, account = recognise(council, sighting.url) if sighting.url else (None, None)
        platform = known or OfficialAccount.Platform.OTHER
        elsewhere = "" if account else sighting.url[:200] or NOT_SAID
    item = add_item(
        council=council,
        platform=platform,
        account=account,
        elsewhere=elsewhere,
        kind=kind,
        url=sighting.url,
        handle=handle,
        words=words,
        seen_at=sighting.seen_at or sighting.started_at,
        found=Item.Found.STAFF,
        posted_at=posted_at,
        restricted=restricted,
        actor=actor,
    )
    bring_captures(sighting, item, actor=actor)
    return item


def bring_to_case(
    sighting: Sighting, words: str, captures: Sequence[Evidence], *, actor: Person
) -> Item | None:
    """Writes what is added to a report on the timeline of its case; part of an action.

    Returns:
        The item of the case that its captures belong to; None where there are none.

    Raises:
        Stale: the case is closed.
    """
    assert sighting.case is not None  # the caller asked
    case = locked_case(sighting.case)
    if case.closed_at:
        raise Stale(f"The case of {sighting.reference} is closed. Report it again.")
    brought = CaseItem.objects.filter(case=case).select_related("item").order_by("pk").first()
    item = brought.item if brought else None
    if item is None and captures:
        item = item_of(sighting, restricted=True, actor=actor)
        bring_in(case, item, actor=actor)
    kind = CaseEntry.Kind.SAID if case.affected_id == actor.pk else CaseEntry.Kind.NOTE
    count = f"Captures added: {len(captures)}." if captures else ""
    words = "\n\n".join(filter(None, [f"Added to {sighting.reference}.", words, count]))
    write(case, kind, Verb.CASE_NOTED, words=words, actor=actor)
    return item if captures else None


def bring_captures(sighting: Sighting, item: Item, *, actor: Person) -> None:
    """Gives an item what came with a report and belongs to no item yet; part of an action."""
    require_same_council(sighting, item)
    for one in Evidence.objects.filter(sighting__sighting=sighting, item=None).order_by("pk"):
        one.item = item
        one.save(update_fields=["item"])
        record(Verb.EVIDENCE_ADDED, one, actor=actor, duty=Duty.LOG_MODERATION, label=one.label)
