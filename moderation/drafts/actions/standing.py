"""Standing approvals: asked for, decided and ended. Their use is in `standing_use`."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import next_number, require_same_council
from moderation.checks.content import Content
from moderation.checks.findings import Report, run_checks
from moderation.drafts.actions.common import office_of
from moderation.drafts.actions.writing import MustFix
from moderation.drafts.authority import authority_for
from moderation.drafts.blanks import blanks_of, fault_in_template, filled, takes
from moderation.drafts.models import StandingApproval


@action
def propose_standing(
    *,
    council: Council,
    title: str,
    kind: Kind,
    words: str,
    sites: str,
    places: str,
    accounts: Sequence[OfficialAccount],
    starts_on: date,
    ends_on: date,
    actor: Person,
) -> StandingApproval:
    """Asks for leave to post words with blanks, on some accounts, until a day.

    Args:
        words: the template; blanks stand as {date}, {time}, {place} and {link}.
        sites: host names that {link} may lead to, one a line; empty without {link}.
        places: what {place} may say, one a line; empty without {place}.
        starts_on, ends_on: London days, both included; twelve months at most.

    Raises:
        MustFix: a policy check finds a fact against the words, with examples in the blanks.
        RuleBroken: the words are no template, or the days cannot be.
    """
    standing = StandingApproval(
        council=council,
        title=title,
        kind=kind.value,
        words=words,
        sites=sites,
        places=places,
        starts_on=starts_on,
        ends_on=ends_on,
        author=actor,
    )
    require_same_council(standing, *accounts)
    require_template(standing)
    require_period(standing)
    report = report_on_example(standing, accounts)
    if report.must_fix:
        raise MustFix(report)
    standing.number = next_number(council, "SA")
    standing.digest = standing.bound_digest(account.pk for account in accounts)
    standing.save()
    standing.accounts.set(accounts)
    holders = getattr(council.rulebook.rules, AUTHORITY[kind]).value
    deciders = Person.objects.holding(council, holders).exclude(pk=actor.pk)
    notify(deciders, "standing_waiting", council=council, standing=standing)
    record(
        Verb.STANDING_PROPOSED,
        standing,
        actor=actor,
        duty=Duty.SUBMIT_DRAFTS,
        new={
            "digest": standing.digest,
            "words": words,
            "places": places.splitlines(),
            "accounts": sorted(str(account) for account in accounts),
            "ends_on": ends_on.isoformat(),
        },
    )
    return standing


def require_template(standing: StandingApproval) -> None:
    """Words with blanks, each bound to what may stand in it.

    Raises:
        RuleBroken: the words are no template, or it is not said what a link or a place may be.
    """
    fault = fault_in_template(standing.words)
    if fault:
        raise RuleBroken(f"{fault}.")
    blanks = blanks_of(standing.words)
    if "link" in blanks and not standing.sites.split():
        raise RuleBroken("Say which sites the link may lead to.")
    if "place" in blanks and not standing.places.strip():
        raise RuleBroken("Say which places it is for.")
    for place in standing.places.splitlines():
        if not takes("place", place):
            raise RuleBroken(f"“{place}” cannot stand in the blank for a place.")


def require_period(standing: StandingApproval) -> None:
    """From today or later, for twelve months at most.

    Raises:
        RuleBroken: says which of these does not hold.
    """
    if standing.starts_on < today():
        raise RuleBroken("It cannot start in the past.")
    latest = a_year_after(standing.starts_on)
    if not standing.starts_on <= standing.ends_on <= latest:
        raise RuleBroken(
            f"A standing approval ends within 12 months of its start: by {when_in_words(latest)}."
        )


@action
def approve_standing(*, standing: StandingApproval, digest: str, actor: Person) -> StandingApproval:
    """Lets the words go out with their blanks filled, until the day named.

    Whom the rulebook lets authorise this kind may give it, and where it asks for a second person
    not to their own words: each use carries this authority (FTC-6.3-a, LTC-4.2-a).

    Args:
        digest: SHA-256 of what was on the page, 64 hexadecimal digits.

    Raises:
        Stale: it was decided meanwhile; says who and when.
        RuleBroken: the rulebook does not let this person decide, or its last day is past.
    """
    standing = _locked_to_decide(standing, digest)
    if standing.ends_on < today():
        raise RuleBroken("Its last day is past. Ask for a new one.")
    return _decide(standing, StandingApproval.Status.APPROVED, "", actor)


@action
def refuse_standing(
    *, standing: StandingApproval, digest: str, note: str, actor: Person
) -> StandingApproval:
    """Refuses it with words for its author. Raises as `approve_standing`."""
    standing = _locked_to_decide(standing, digest)
    if not note.strip():
        raise RuleBroken("Say why. The author will see this.")
    return _decide(standing, StandingApproval.Status.REFUSED, note.strip(), actor)


@action
def end_standing(*, standing: StandingApproval, reason: str, actor: Person) -> StandingApproval:
    """Ends it before its day: from now on nothing is approved under it.

    Its author may end it too: to say less than one was allowed needs nobody's leave.

    Raises:
        Stale: it is not approved (any more).
        RuleBroken: the actor neither wrote it nor may authorise such posts, or gives no reason.
    """
    standing = locked_standing(standing)
    if standing.status != StandingApproval.Status.APPROVED:
        raise Stale(f"{standing.reference} is now “{standing.get_status_display().lower()}”.")
    office_id = require_may_end(standing, actor)
    if not reason.strip():
        raise RuleBroken("Say why it ends early.")
    standing.status = StandingApproval.Status.ENDED
    standing.ended_by, standing.ended_at = actor, timezone.now()
    standing.end_reason = reason.strip()
    standing.save(update_fields=["status", "ended_by", "ended_at", "end_reason"])
    record(
        Verb.STANDING_ENDED,
        standing,
        actor=actor,
        office_id=office_id,
        new={"note": standing.end_reason},
    )
    return standing


def require_may_end(standing: StandingApproval, actor: Person) -> int | None:
    """Its author ends it, or whoever may authorise such words.

    Returns:
        The office through which the actor does so; None when through the team.

    Raises:
        RuleBroken: the actor is neither.
    """
    if standing.author_id == actor.pk:
        return office_of(actor, standing, Duty.SUBMIT_DRAFTS)
    return authority_for(
        council=standing.council,
        kind=Kind(standing.kind),
        author_id=standing.author_id,
        actor=actor,
    ).office_id


def a_year_after(day: date) -> date:
    """The same day next year; 28 February after a leap day."""
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def report_on_example(standing: StandingApproval, accounts: Sequence[OfficialAccount]) -> Report:
    """What the policy checks say of the words with an example in each blank."""
    site = next(iter(standing.sites.split()), "")
    examples = {
        "date": when_in_words(standing.starts_on),
        "time": "9am to 4pm",
        "place": next(iter(standing.places.splitlines()), ""),
        "link": f"https://{site}/",
    }
    text = filled(standing.words, examples)
    content = Content(
        kind=standing.kind, title=standing.title, texts={account: text for account in accounts}
    )
    return run_checks(content, standing.council)


def locked_standing(standing: StandingApproval) -> StandingApproval:
    """The standing approval as it is now, held until the action ends."""
    rows = standing.council.standing_approvals.select_for_update(no_key=True)
    return rows.get(pk=standing.pk)


def _locked_to_decide(standing: StandingApproval, digest: str) -> StandingApproval:
    standing = locked_standing(standing)
    if standing.status != StandingApproval.Status.WAITING:
        assert standing.decided_at is not None  # the database holds it
        raise Stale(
            f"{standing.decider} already decided {standing.reference} on "
            f"{when_in_words(standing.decided_at)}: {standing.get_status_display().lower()}."
        )
    if digest != standing.digest or not is_whole(standing):
        raise Stale(f"{standing.reference} was changed while your page was open. Read it again.")
    return standing


def is_whole(standing: StandingApproval) -> bool:
    """Whether words, accounts and days are those that its digest was made of."""
    accounts = standing.accounts.values_list("pk", flat=True)
    return standing.digest == standing.bound_digest(accounts)


def _decide(
    standing: StandingApproval, status: StandingApproval.Status, note: str, actor: Person
) -> StandingApproval:
    council = standing.council
    authority = authority_for(
        council=council, kind=Kind(standing.kind), author_id=standing.author_id, actor=actor
    )
    standing.status, standing.note = status, note
    standing.decider, standing.decided_at = actor, timezone.now()
    standing.office_id, standing.rulebook_version_id = authority.office_id, council.rulebook_id
    standing.own_authority, standing.source = authority.own_authority, authority.source
    standing.save(
        update_fields=[
            *("status", "note", "decider", "decided_at", "office"),
            *("rulebook_version", "own_authority", "source"),
        ]
    )
    approved = status == StandingApproval.Status.APPROVED
    notify(
        Person.objects.at(council).filter(pk=standing.author_id).exclude(pk=actor.pk),
        "standing_decided",
        council=council,
        standing=standing,
    )
    record(
        Verb.STANDING_APPROVED if approved else Verb.STANDING_REFUSED,
        standing,
        actor=actor,
        office_id=authority.office_id,
        new={
            "digest": standing.digest,
            "own_authority": authority.own_authority,
            "source": authority.source,
            "note": note,
        },
    )
    return standing
