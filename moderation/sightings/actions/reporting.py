"""The reporter's part: keep what was seen, send it, add to it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import next_number
from moderation.cases.concerned import clerks_of
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import SKEW
from moderation.items.models import Item
from moderation.sightings.actions.common import locked, require_may_act, settle, tell, tell_them
from moderation.sightings.actions.opening import bring_to_case, open_at_once
from moderation.sightings.actions.sending import judged, told_on_trail, write_recipients
from moderation.sightings.models import Addition, SentTo, Sighting, SightingCapture
from moderation.sightings.report import Report

#: What of a report is written down once it is sent, under the same names.
SAID = (
    *("kind", "url", "words", "page", "sentiment", "what", "prohibited", "about_clerk"),
    *("seen_at", "reason", "investigation"),
)


@action
def keep_sighting(
    *,
    council: Council,
    report: Report,
    actor: Person,
    sighting: Sighting | None = None,
    form_key: UUID | None = None,
) -> Sighting:
    """Keeps a report to finish later: whoever reports sees it, and nobody is told (HLTC-capture-4).

    Args:
        sighting: one of the actor's that is not sent yet; None for a new one.
        form_key: of the page that it comes from, which makes one report however often it is sent.

    Raises:
        AlreadyDone: this page was sent before; with the report that it made.
        Stale: it was sent meanwhile.
        RuleBroken: the actor does not belong to the council today; there is no link, no picture and
            no word, or the time lies ahead.
    """
    actor.require_membership_at(council)
    sighting = _kept(council, fit_to_keep(report), actor, sighting, form_key)
    record(Verb.SIGHTING_KEPT, sighting, actor=actor)
    return sighting


@action
def send_sighting(
    *,
    council: Council,
    report: Report,
    actor: Person,
    sighting: Sighting | None = None,
    form_key: UUID | None = None,
) -> Sighting:
    """Keeps a report and sends it to all it goes to, at once (DTC-1.1-d, LLTC-4.2-a, FTC-6.4-a).

    Abuse and safeguarding are seen by nobody else from the first moment, and become a restricted
    case at once.

    Raises:
        AlreadyDone, Stale, RuleBroken: as `keep_sighting`; or its kind or something that its kind
            asks for is missing; or nobody is left whom it could go to.
    """
    membership = actor.require_membership_at(council)
    report = fit_to_keep(report)
    sighting = _kept(council, report, actor, sighting, form_key)
    plan = judged(membership, report, sighting)
    clerks = [one for one in clerks_of(council) if one != actor] if report.about_clerk else []
    said = {name: getattr(report, name) for name in SAID}
    fields: dict[str, object] = {
        **said,
        "kept": None,
        "state": Sighting.State.WAITING,
        "reported_at": timezone.now(),
        "restricted": report.kind in Sighting.RESTRICTED,
        "source": plan.source[:250],
        "rule_not_set": plan.not_set,
        "platform_wanted": plan.platform,
        "about": next(iter(clerks), None),
    }
    for name, value in fields.items():
        setattr(sighting, name, value)
    sighting.save(update_fields=list(fields))
    sent = write_recipients(sighting, plan, report, actor)
    tell_them(sighting, sent, actor)
    record(Verb.SIGHTING_REPORTED, sighting, actor=actor, new=told_on_trail(sighting, sent))
    if sighting.restricted:
        _follow_up(sighting, sent, actor)
    return sighting


def _follow_up(sighting: Sighting, sent: Sequence[SentTo], actor: Person) -> None:
    """Opens the case of a restricted report; where nobody here was told, says who follows it.

    One told to the police or a group leader alone is kept from everybody of the council, as its
    reporter chose (HLTC-resp-15). One about the proper officer that only the Monitoring Officer
    got is a case which its reporter reads.
    """
    inside = any(one.way in SentTo.INSIDE for one in sent)
    if inside or any(one.way == SentTo.Way.MONITORING for one in sent):
        open_at_once(sighting=sighting, actor=actor)
    if inside:
        return
    told = " and ".join(sorted(f"the {one.get_way_display()}" for one in sent)).lower()
    outcome = Sighting.Outcome.CASE if sighting.case else Sighting.Outcome.TOLD
    answer = (
        f"It went to {told}, who answer for it. Nobody else of the council was told. If somebody "
        "here should follow it up, report it again and choose them."
    )
    settle(sighting, outcome, actor, answer=answer)
    record(Verb.SIGHTING_CLOSED, sighting, actor=actor)


@action
def add_to_sighting(
    *, sighting: Sighting, words: str, captures: Sequence[Evidence], actor: Person
) -> Sighting:
    """Adds words or captures to a report that was sent: by its reporter, or by who deals with it.

    What is added to a report that became a case at once is kept with the case too.

    Raises:
        Stale: it or its case is closed.
        RuleBroken: nothing is added, or it did not go to the actor.
    """
    sighting = locked(sighting)
    sighting.require_open()
    if sighting.reported_by_id != actor.pk:
        require_may_act(sighting, actor)
    words = words.strip()
    refuse_hidden(words)
    if not words and not captures:
        raise RuleBroken("Write something, or add a picture.")
    if words:
        Addition.objects.create(
            council=sighting.council, sighting=sighting, words=words, added_by=actor
        )
    item = bring_to_case(sighting, words, captures, actor=actor) if sighting.case else None
    _attach(sighting, captures, actor, item=item)
    if sighting.taken_by and sighting.taken_by != actor:
        tell(sighting, [sighting.taken_by], "sighting_added")
    record(Verb.SIGHTING_ADDED, sighting, actor=actor, new={"pictures": len(captures)})
    return sighting


# --- Of these actions only ----------------------------------------------------------------------


def fit_to_keep(report: Report) -> Report:
    """Without what may describe an image or a text that nobody may keep."""
    return replace(report, words="", captures=()) if report.prohibited else report


def _kept(
    council: Council,
    report: Report,
    actor: Person,
    sighting: Sighting | None,
    form_key: UUID | None,
) -> Sighting:
    """The report's row with all that was filled in, still unsent."""
    if sighting is None:
        number = next_number(council, "S")  # holds back a second click until the first is done
        again = council.sightings.filter(reported_by=actor, form_key=form_key).first()
        if form_key and again:
            raise AlreadyDone(f"You have reported this already: {again.reference}.", again)
        sighting = Sighting(council=council, number=number, reported_by=actor, form_key=form_key)
        sighting.office_id = next(iter(actor.require_membership_at(council).offices.values()), None)
        sighting.kept = report.kept()
        sighting.save(force_insert=True)
    else:
        sighting = locked(sighting)
        sighting.require_unfinished()
        if sighting.reported_by_id != actor.pk:
            raise Stale(f"{sighting.reference} is somebody else’s.")
        sighting.kept = report.kept()
        sighting.save(update_fields=["kept"])
    refuse_hidden(report.words, report.reason)
    if report.seen_at > timezone.now() + SKEW:
        raise RuleBroken("The time when you saw it is in the future.")
    _attach(
        sighting,
        report.captures,
        actor,
        reason=report.reason,
        investigation=report.investigation,
    )
    anything = report.url or report.words or report.prohibited
    if not anything and not sighting.came_with.exists():
        raise RuleBroken("Add a link or a picture, or say in words what you saw.")
    return sighting


def _attach(
    sighting: Sighting,
    captures: Sequence[Evidence],
    actor: Person,
    *,
    item: Item | None = None,
    reason: str = "",
    investigation: str = "",
) -> None:
    """Keeps captures with a report.

    Args:
        item: of its case, which keeps them.
        reason, investigation: as far as they are said yet.
    """
    saved = attach(
        item=item,
        captures=captures,
        actor=actor,
        url=sighting.url,
        reason=reason,
        investigation=investigation,
        later=True,
    )
    known = SightingCapture.objects.filter(evidence__in=saved).values_list("evidence", flat=True)
    there = set(known)  # the same bytes were added before
    SightingCapture.objects.bulk_create(
        SightingCapture(council=sighting.council, sighting=sighting, evidence=one)
        for one in saved
        if one.pk not in there
    )
