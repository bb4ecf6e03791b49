"""What a report becomes, by whoever has taken it: part of the log, a case, an enquiry, a draft."""

from datetime import datetime
from typing import Any

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council
from moderation.cases.models import Case
from moderation.conduct.actions import record_conduct
from moderation.conduct.models import Conduct
from moderation.drafts.actions import create_draft
from moderation.drafts.models import Draft
from moderation.enquiries.actions import raise_enquiry
from moderation.enquiries.models import Enquiry, Topic
from moderation.items.addresses import address_key
from moderation.items.models import Item
from moderation.sightings.actions.common import locked, require_taken_by, settle
from moderation.sightings.actions.opening import bring_captures, item_of, open_for
from moderation.sightings.models import Sighting

Outcome = Sighting.Outcome


@action
def put_in_log(
    *,
    sighting: Sighting,
    platform: str,
    account: OfficialAccount | None,
    elsewhere: str,
    kind: str,
    handle: str,
    words: str,
    actor: Person,
) -> Item:
    """Puts what a report is about into the log, its captures with it; what is done comes next.

    What is in the log under the same address already gets the captures, and is that item.

    Args:
        words: of the public.

    Raises:
        Stale: the report is closed.
        RuleBroken: the actor has not taken it or does not log, it is restricted or about the
            proper officer, or the item cannot be kept as it is described.
    """
    require_same_council(sighting, account)
    sighting = locked(sighting)
    require_taken_by(sighting, actor)
    _refuse_kept(sighting)
    council = sighting.council
    if not actor.require_membership_at(council).allows(Duty.LOG_MODERATION):
        raise RuleBroken("You do not log moderation here. Hand it on to whoever does.")
    key = address_key(platform, sighting.url, kind) if sighting.url else ""
    item = council.items.for_everyone().filter(url_key=key).first() if key else None
    if item is None:
        item = item_of(
            sighting,
            platform=platform,
            account=account,
            elsewhere=elsewhere,
            kind=kind,
            handle=handle,
            words=words,
            actor=actor,
        )
    else:
        bring_captures(sighting, item, actor=actor)
    settle(sighting, Outcome.LOGGED, actor, item=item)
    _became(sighting, item.reference, actor)
    return item


@action
def make_case_of(*, sighting: Sighting, kind: str, actor: Person) -> Case:
    """Opens a restricted case of a report, which nobody but its readers sees from then on.

    Raises:
        Stale: the report is closed.
        RuleBroken: the actor has not taken it, or it has a case already.
    """
    sighting = locked(sighting)
    require_taken_by(sighting, actor)
    _refuse_restricted(sighting)
    case = open_for(sighting, Case.Kind(kind), affected=None, actor=actor)
    settle(sighting, Outcome.CASE, actor, restricted=True)
    record(Verb.SIGHTING_CLOSED, sighting, actor=actor)
    return case


@action
def make_conduct_of(*, sighting: Sighting, actor: Person, **said: Any) -> Conduct:
    """Records a report of misuse as conduct of somebody of the council; its captures go with it.

    From then on nobody sees the report but the actor and whoever made it.

    Args:
        said: what `record_conduct` takes.

    Raises:
        Stale: the report is closed.
        RuleBroken: it is no report of misuse, the actor has not taken it, it is restricted, or it
            cannot be recorded as it is described.
    """
    sighting = locked(sighting)
    require_taken_by(sighting, actor)
    _refuse_restricted(sighting)
    if sighting.kind != Sighting.Kind.MISUSE:
        raise RuleBroken("Only a report of misuse is recorded as conduct.")
    if sighting.reported_by_id == said["about"].person_id:
        raise RuleBroken("Whoever reported it cannot be whom it is about.")
    conduct = record_conduct(
        council=sighting.council,
        come_with=sighting.came_with.exists(),
        actor=actor,
        **said,
    )
    bring_captures(sighting, conduct.item, actor=actor)
    settle(sighting, Outcome.CONDUCT, actor, item=conduct.item, restricted=True)
    record(Verb.SIGHTING_CLOSED, sighting, actor=actor)
    return conduct


@action
def make_enquiry_of(
    *,
    sighting: Sighting,
    kind: str,
    subject: str,
    topic: Topic | None,
    posted_at: datetime | None,
    actor: Person,
) -> Enquiry:
    """Raises an enquiry of a report; its link and captures go with it (FTC-6.4-b).

    Args:
        subject: in the council's words and without anybody's name.
        posted_at: from when the clock of notice served runs, where that is known.

    Raises:
        Stale: the report is closed.
        RuleBroken: the actor has not taken it, it is restricted or about the proper officer, or the
            enquiry cannot be raised.
    """
    require_same_council(sighting, topic)
    sighting = locked(sighting)
    require_taken_by(sighting, actor)
    _refuse_kept(sighting)
    item = None
    if sighting.url or sighting.came_with.exists():
        item = item_of(sighting, posted_at=posted_at, actor=actor)
    enquiry = raise_enquiry(
        council=sighting.council,
        kind=kind,
        subject=subject,
        topic=topic,
        item=item,
        words="" if item else sighting.words,
        posted_at=posted_at,
        seen_at=sighting.seen_at,
        actor=actor,
    )
    settle(sighting, Outcome.ENQUIRY, actor, item=item, enquiry=enquiry)
    _became(sighting, enquiry.reference, actor)
    return enquiry


@action
def make_draft_of(*, sighting: Sighting, actor: Person) -> Draft:
    """Starts a draft with what a report of something newsworthy says; the actor is its author.

    Raises:
        Stale: the report is closed.
        RuleBroken: the actor has not taken it, or it is restricted or about the proper officer.
    """
    sighting = locked(sighting)
    require_taken_by(sighting, actor)
    _refuse_kept(sighting)
    said = "\n\n".join(filter(None, [sighting.words, sighting.url]))
    typed: dict[str, Any] = {
        "title": [f"From {sighting.reference}"],
        "kind": ["new_post"],
        "text": [said],
    }
    draft = create_draft(
        council=sighting.council, title=typed["title"][0], working_copy=typed, actor=actor
    )
    settle(sighting, Outcome.DRAFTED, actor, draft=draft)
    _became(sighting, draft.reference, actor)
    return draft


def _refuse_kept(sighting: Sighting) -> None:
    """Refuses what would show a report to those from whom it is kept: the proper officer reads the
    log, enquiries and drafts.
    """
    _refuse_restricted(sighting)
    if sighting.about_clerk:
        officer = sighting.council.rulebook.title(sighting.council.rulebook.proper_officer)
        raise RuleBroken(
            f"{sighting.reference} is about the {officer}, who would read it there. Open a "
            "restricted case, or close it with an answer."
        )


def _refuse_restricted(sighting: Sighting) -> None:
    if sighting.restricted:
        raise RuleBroken(
            f"{sighting.reference} is restricted. What becomes of it stands in its case."
        )


def _became(sighting: Sighting, reference: str, actor: Person) -> None:
    record(Verb.SIGHTING_CLOSED, sighting, actor=actor, new={"became": reference})
