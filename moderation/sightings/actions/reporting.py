"""The reporter's part: keep what was seen, send it, add to it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import next_number
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import SKEW
from moderation.sightings.actions.common import locked, require_may_act, tell_them
from moderation.sightings.actions.opening import open_at_once
from moderation.sightings.models import Addition, SentTo, Sighting, SightingCapture
from moderation.sightings.report import Report
from moderation.sightings.routing import GROUP_LEADER, POLICE, Plan, clerks_of, plan_for

Way, Why = SentTo.Way, SentTo.Why


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
        RuleBroken: there is no link, no picture and no word, or the time lies ahead.
    """
    sighting = _kept(council, report, actor, sighting, form_key)
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
    sighting = _kept(council, report, actor, sighting, form_key)
    plan = _judged(membership, report, sighting)
    sighting.state = Sighting.State.WAITING
    sighting.reported_at = timezone.now()
    sighting.restricted = sighting.kind in Sighting.RESTRICTED
    sighting.source, sighting.rule_not_set = plan.source[:250], plan.not_set
    sighting.platform_wanted = plan.platform
    if sighting.about_clerk:
        sighting.about = clerks_of(council).exclude(pk=actor.pk).first()
    sighting.save()
    sent = _sent(sighting, plan, report, actor)
    tell_them(sighting, sent, actor)
    record(Verb.SIGHTING_REPORTED, sighting, actor=actor, new=_told(sighting, sent))
    if sighting.restricted and any(one.office for one in sent):
        open_at_once(sighting=sighting, actor=actor)
    return sighting


@action
def add_to_sighting(
    *, sighting: Sighting, words: str, captures: Sequence[Evidence], actor: Person
) -> Sighting:
    """Adds words or captures to a report that was sent: by its reporter, or by who deals with it.

    Raises:
        Stale: it is closed.
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
    _attach(sighting, captures, actor)
    if sighting.taken_by and sighting.taken_by != actor:
        notify([sighting.taken_by], "sighting_added", council=sighting.council, sighting=sighting)
    record(Verb.SIGHTING_ADDED, sighting, actor=actor, new={"pictures": len(captures)})
    return sighting


# --- Of these actions only ----------------------------------------------------------------------


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
    else:
        sighting = locked(sighting)
        sighting.require_unfinished()
        if sighting.reported_by_id != actor.pk:
            raise Stale(f"{sighting.reference} is somebody else’s.")
    refuse_hidden(report.words, report.reason)
    if report.seen_at > timezone.now() + SKEW:
        raise RuleBroken("The time when you saw it is in the future.")
    for name in ("kind", "url", "words", "page", "sentiment", "what", "prohibited", "about_clerk"):
        setattr(sighting, name, getattr(report, name))
    sighting.seen_at = report.seen_at
    sighting.save()
    _attach(
        sighting,
        report.captures,
        actor,
        reason=report.reason.strip(),
        investigation=report.investigation,
    )
    anything = sighting.url or sighting.words or sighting.prohibited
    if not anything and not sighting.came_with.exists():
        raise RuleBroken("Add a link or a picture, or say in words what you saw.")
    return sighting


def _attach(
    sighting: Sighting,
    captures: Sequence[Evidence],
    actor: Person,
    *,
    reason: str = "",
    investigation: str = "",
) -> None:
    """Keeps captures with a report, and says of all of it why they had to be made."""
    why = {"reason": reason, "investigation": investigation}
    saved = attach(item=None, captures=captures, actor=actor, url=sighting.url, **why)
    SightingCapture.objects.bulk_create(
        SightingCapture(council=sighting.council, sighting=sighting, evidence=one) for one in saved
    )
    for name, words in why.items():
        if words:  # said once: what was said of an earlier picture stays as it is
            silent = Evidence.objects.filter(sighting__sighting=sighting, **{name: ""})
            silent.update(**{name: words})


def _judged(membership: Membership, report: Report, sighting: Sighting) -> Plan:
    """To whom it goes, if all is there that its kind asks for."""
    council = membership.council
    if not report.kind:
        raise RuleBroken("Select what it is.")
    if report.kind == Sighting.Kind.NEWSWORTHY and not report.sentiment:
        raise RuleBroken("Select whether it is positive, negative or neutral.")
    if report.kind == Sighting.Kind.DAMAGE and not report.what:
        raise RuleBroken("Select what it is about.")
    clauses = council.rulebook.clauses
    if "HLTC-capture-2" in clauses:
        silent = Evidence.objects.filter(sighting__sighting=sighting)
        if silent.filter(reason="").exists() or silent.filter(investigation="").exists():
            raise RuleBroken(
                "Say why a copy has to be kept, and for what kind of investigation.",
                source=f"HLTC-capture-2: {clauses['HLTC-capture-2']}",
            )
    plan = plan_for(membership, report.kind, about_clerk=report.about_clerk)
    if plan.choices and not _chosen(plan, report):
        raise RuleBroken("Select whom you report it to.", source=plan.source)
    if GROUP_LEADER in report.tell and GROUP_LEADER in plan.choices and not report.group_leader:
        raise RuleBroken("Enter the e-mail address of your group leader.")
    if report.about_clerk and not plan.offices and not report.monitoring:
        raise RuleBroken(
            f"Nobody here can be told in place of the {council.rulebook.title(_clerk(council))}. "
            "Enter the e-mail address of the Monitoring Officer."
        )
    return plan


def _sent(sighting: Sighting, plan: Plan, report: Report, actor: Person) -> list[SentTo]:
    """Writes down to whom a report goes."""
    council = sighting.council
    chosen = _chosen(plan, report)
    wanted = {key: why for key, why in plan.offices.items() if key in chosen}
    rows = [
        SentTo(way=Way.OFFICE, why=wanted[office.key], office=office)
        for office in council.offices.filter(key__in=wanted).order_by("pk")
    ]
    if plan.team:
        rows.append(SentTo(way=Way.TEAM, why=Why.RULE))
    if GROUP_LEADER in chosen:
        rows.append(SentTo(way=Way.GROUP_LEADER, why=Why.CHOSEN, email=report.group_leader))
    if POLICE in chosen:
        rows.append(SentTo(way=Way.POLICE, why=Why.CHOSEN, reference=report.police_reference))
    if report.about_clerk and report.monitoring:
        rows.append(SentTo(way=Way.MONITORING, why=Why.NOT_CLERK, email=report.monitoring))
    for row in rows:
        row.council, row.sighting, row.sent_by = council, sighting, actor
        row.save()
    return rows


def _chosen(plan: Plan, report: Report) -> set[str]:
    """The offices it goes to and the ways in which it does, as far as these are a choice.

    About the proper officer, it goes to whoever stands in for them whatever was chosen.
    """
    if not plan.choices:
        return set(plan.offices)
    instead = set(plan.offices) if report.about_clerk else set()
    return instead | set(report.tell) & set(plan.choices)


def _told(sighting: Sighting, sent: list[SentTo]) -> dict[str, object]:
    """What the trail says: of what is restricted or about the clerk, nothing."""
    if sighting.restricted or sighting.about_clerk:
        return {}
    to = [one.office.title if one.office else one.get_way_display() for one in sent]
    return {"kind": sighting.get_kind_display(), "to": to}


def _clerk(council: Council) -> str:
    return council.rulebook.proper_officer
