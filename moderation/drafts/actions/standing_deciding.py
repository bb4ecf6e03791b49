"""Standing approvals: decided, approved again where their decider has gone, and ended."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.people.consulting import Consulted
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import Stale, required_words
from moderation.drafts.actions.standing import require_no_facts_against, require_period
from moderation.drafts.authority import authority_for
from moderation.drafts.consulting import consulted_first
from moderation.drafts.lapsed import has_lapsed
from moderation.drafts.models import StandingApproval


@action
def approve_standing(
    *,
    standing: StandingApproval,
    digest: str,
    actor: Person,
    consulted: Sequence[Consulted] = (),
) -> StandingApproval:
    """Lets the words go out with their blanks filled, until the day named.

    Whom the rulebook lets authorise this kind may give it, and where it asks for a second person
    not to their own words: each use carries this authority (FTC-6.3-a, LTC-4.2-a).

    Args:
        digest: SHA-256 of what was on the page, 64 hexadecimal digits.
        consulted: whom the decider asked first, where the rule has somebody consulted.

    Raises:
        Stale: it was decided meanwhile; says who and when.
        MustFix: a policy check finds a fact that stands in the way now.
        RuleBroken: the rulebook does not let this person decide, or its last day cannot be.
    """
    standing = locked_standing(standing)
    _require_waiting(standing)
    _require_to_approve(standing, digest)
    approved = StandingApproval.Status.APPROVED
    return _decide(standing, approved, "", Verb.STANDING_APPROVED, actor, consulted)


@action
def approve_standing_again(
    *,
    standing: StandingApproval,
    digest: str,
    actor: Person,
    consulted: Sequence[Consulted] = (),
) -> StandingApproval:
    """Takes over what somebody approved who no longer holds the duty.

    From now on it is the new decider's; the trail keeps whose it was.

    Raises:
        Stale: its decider still holds the duty, or it was changed.
        MustFix: a policy check finds a fact that stands in the way now.
        RuleBroken: the rulebook does not let this person decide, or its last day cannot be.
    """
    standing = locked_standing(standing)
    if not has_lapsed(standing):
        _require_waiting(standing)
        raise Stale(f"{standing.reference} waits to be approved for the first time.")
    _require_to_approve(standing, digest)
    approved = StandingApproval.Status.APPROVED
    return _decide(standing, approved, "", Verb.STANDING_RENEWED, actor, consulted)


@action
def refuse_standing(
    *, standing: StandingApproval, digest: str, note: str, actor: Person
) -> StandingApproval:
    """Refuses it with words for its author. Raises as `approve_standing`."""
    standing = locked_standing(standing)
    _require_waiting(standing)
    _require_unchanged(standing, digest)
    note = required_words(note, "Say why. The author will see this.")
    refused = StandingApproval.Status.REFUSED
    return _decide(standing, refused, note, Verb.STANDING_REFUSED, actor)


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
    standing.status = StandingApproval.Status.ENDED
    standing.ended_by, standing.ended_at = actor, timezone.now()
    standing.end_reason = required_words(reason, "Say why it ends early.")
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
        return actor.office_for(standing.council, Duty.SUBMIT_DRAFTS)
    return authority_for(
        council=standing.council,
        kind=Kind(standing.kind),
        author_id=standing.author_id,
        actor=actor,
    ).office_id


def locked_standing(standing: StandingApproval) -> StandingApproval:
    """The standing approval as it is now, held until the action ends."""
    rows = standing.council.standing_approvals.select_for_update(no_key=True)
    return rows.get(pk=standing.pk)


def _require_to_approve(standing: StandingApproval, digest: str) -> None:
    _require_unchanged(standing, digest)
    require_period(standing)
    require_no_facts_against(standing, list(standing.accounts.all()))


def _require_waiting(standing: StandingApproval) -> None:
    if standing.status != StandingApproval.Status.WAITING:
        assert standing.decided_at is not None  # the database holds it
        raise Stale(
            f"{standing.decider} already decided {standing.reference} on "
            f"{when_in_words(standing.decided_at)}: {standing.get_status_display().lower()}."
        )


def _require_unchanged(standing: StandingApproval, digest: str) -> None:
    if digest != standing.digest or not is_whole(standing):
        raise Stale(f"{standing.reference} was changed while your page was open. Read it again.")


def is_whole(standing: StandingApproval) -> bool:
    """Whether words, accounts and days are those that its digest was made of."""
    accounts = standing.accounts.values_list("pk", flat=True)
    return standing.digest == standing.bound_digest(accounts)


def _decide(
    standing: StandingApproval,
    status: StandingApproval.Status,
    note: str,
    verb: Verb,
    actor: Person,
    consulted: Sequence[Consulted] = (),
) -> StandingApproval:
    council, kind = standing.council, Kind(standing.kind)
    authority = authority_for(council=council, kind=kind, author_id=standing.author_id, actor=actor)
    asked = []
    if status == StandingApproval.Status.APPROVED:
        asked = consulted_first(council, kind, actor, consulted)
    own_office, covers = actor.require_membership_at(council).capacity(authority.office_id)
    source = authority.source
    if covers:
        covering = f"; covering for the {covers}"
        source = source[: 200 - len(covering)] + covering
    before = str(standing.decider or "")
    standing.status, standing.note = status, note
    standing.decider, standing.decided_at = actor, timezone.now()
    standing.office_id, standing.rulebook_version_id = own_office, council.rulebook_id
    standing.own_authority, standing.source = authority.own_authority, source
    standing.save(
        update_fields=[
            *("status", "note", "decider", "decided_at", "office"),
            *("rulebook_version", "own_authority", "source"),
        ]
    )
    notify(
        Person.objects.at(council).filter(pk=standing.author_id).exclude(pk=actor.pk),
        "standing_decided",
        council=council,
        standing=standing,
    )
    record(
        verb,
        standing,
        actor=actor,
        office_id=authority.office_id,
        old={"decider": before},
        new={
            "digest": standing.digest,
            "own_authority": authority.own_authority,
            "source": authority.source,
            "note": note,
            **({"consulted": [one.in_words for one in asked]} if asked else {}),
        },
    )
    return standing
