"""Cases of accounts that a reader could take for the council's, and what is done about them."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.lookalikes.actions.common import end_now, open_case
from accounts.lookalikes.models import Effort, Lookalike
from accounts.people.actions.common import lock_people
from accounts.people.models import Person
from accounts.register.addresses import address_problem
from accounts.register.identity import identify
from accounts.register.models import OfficialAccount
from accounts.register.ours import account_at
from accounts.register.post_addresses import platform_of
from accounts.register.same_address import at_the_same
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import next_number, require_same_council

_K = Lookalike.Kind


class OnOurRegister(RuleBroken):
    """The address is of an account that the council has itself.

    Args:
        account: that account, so that the page can link to it.
    """

    def __init__(self, account: OfficialAccount) -> None:
        super().__init__(f"This is your own account: {account}. It is on your register.")
        self.account = account


class RecordedBefore(RuleBroken):
    """An open case is about that address already.

    Args:
        case: that case, so that the page can link to it.
    """

    def __init__(self, case: Lookalike) -> None:
        super().__init__(f"{case} is about this address. Add to that case instead.")
        self.case = case


@action
def record_lookalike(
    *,
    council: Council,
    kind: str,
    name: str,
    url: str,
    seen_on: date,
    actor: Person,
    note: str = "",
    likely_to_mislead: str = "",
    capture: StoredFile | None = None,
) -> Lookalike:
    """Records an account that could be taken for the council's (FTC-4-a, FTC-6.2-o, LLTC-9.3-c).

    Args:
        kind: `fake`, `satire` or `uncontrolled`.
        seen_on: the day somebody saw it (London).
        likely_to_mislead: of satire: whether, and how, somebody would be misled by it.

    Raises:
        OnOurRegister: the council has that account itself.
        RecordedBefore: an open case is about that account, however its address is written.
        RuleBroken: the actor does not keep the register, the address is not a public one, it is
            dated in the future, satire without a word on whether it misleads, or a note holds
            something like a password.
    """
    actor.require_duty_at(council, Duty.KEEP_REGISTER)
    require_same_council(council, capture)
    if problem := address_problem(url):
        raise RuleBroken(f"{problem}.")
    if seen_on > today():
        raise RuleBroken("The day it was seen is in the future.")
    if kind == _K.SATIRE and not likely_to_mislead.strip():
        raise RuleBroken("Say whether somebody is likely to be misled by it, and how.")
    refuse_secrets(name, note, likely_to_mislead)
    if account := account_at(council, url):
        raise OnOurRegister(account)
    lock_people(council)  # so that two at once see one another's
    if case := at_the_same(council.lookalikes.open(), url):
        raise RecordedBefore(case)
    case = _save(
        Lookalike(
            council=council,
            number=next_number(council, "K"),
            kind=kind,
            name=name,
            platform=platform_at(url),
            url=url,
            seen_on=seen_on,
            note=note,
            likely_to_mislead=likely_to_mislead if kind == _K.SATIRE else "",
            capture=capture,
            recorded_by=actor,
        )
    )
    record(
        Verb.LOOKALIKE_RECORDED,
        case,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"kind": case.get_kind_display(), "url": url, "note": note},
    )
    return case


def platform_at(url: str) -> OfficialAccount.Platform:
    """The platform of an address, as far as it is known."""
    identity = identify(url)
    named = identity.platform if identity else platform_of(url)
    return named or OfficialAccount.Platform.OTHER


def _save(case: Lookalike) -> Lookalike:
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:
        raise Stale("Somebody recorded a case about this address just now.") from None
    return case


@action
def record_effort(
    *,
    lookalike: Lookalike,
    made_on: date,
    channel: str,
    reference: str,
    note: str,
    follow_up_on: date | None,
    actor: Person,
    form_key: UUID | None = None,
) -> Effort:
    """Records one thing done to have it suspended, deleted or handed over (FTC-6.2-o).

    Args:
        follow_up_on: the day to ask again; None when there is nothing to wait for.
        form_key: of the page that it comes from, which records one however often it is sent.

    Raises:
        AlreadyDone: the actor has sent this page before; with the case.
        Stale: the case was closed meanwhile.
        RuleBroken: the actor does not keep the register, it is dated in the future or before the
            account was seen, or is to be followed up before it was done.
    """
    actor.require_duty_at(lookalike.council, Duty.KEEP_REGISTER)
    case = open_case(lookalike)
    if form_key and case.efforts.filter(made_by=actor, form_key=form_key).exists():
        raise AlreadyDone("This page has already recorded what was done.", case)
    if made_on > today():
        raise RuleBroken("The day it was done is in the future.")
    if made_on < case.seen_on:
        raise RuleBroken(f"The account was seen on {when_in_words(case.seen_on)}, not before.")
    if follow_up_on and follow_up_on <= made_on:
        raise RuleBroken("The day to ask again must be after the day it was done.")
    refuse_secrets(channel, reference, note)
    effort = Effort.objects.create(
        council=case.council,
        lookalike=case,
        made_on=made_on,
        channel=channel,
        reference=reference,
        note=note,
        follow_up_on=follow_up_on,
        made_by=actor,
        form_key=form_key,
    )
    told = f"{channel}, reference {reference}" if reference else channel
    record(
        Verb.EFFORT_MADE,
        case,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"note": f"{told}\n{note}".strip(), "made_on": made_on.isoformat()},
    )
    return effort


@action
def close_lookalike(*, lookalike: Lookalike, outcome: str, note: str, actor: Person) -> Lookalike:
    """Closes a case with what came of it. If the account comes back, that is a new case.

    A public warning of an account that is left as it is ends with it, since the council has
    nothing against that account any more. Any other goes on until somebody ends it.

    Raises:
        Stale: it was closed already.
        RuleBroken: the actor does not keep the register, it is left as it is and nothing says why,
            or the note holds a password.
    """
    actor.require_duty_at(lookalike.council, Duty.KEEP_REGISTER)
    refuse_secrets(note)
    case = open_case(lookalike)
    if outcome == Lookalike.Outcome.LEFT and not note.strip():
        raise RuleBroken("Say why it is left as it is.")
    case.outcome, case.outcome_note = outcome, note
    case.closed_at, case.closed_by = timezone.now(), actor
    case.save(update_fields=["outcome", "outcome_note", "closed_at", "closed_by"])
    record(
        Verb.LOOKALIKE_CLOSED,
        case,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"reason": case.get_outcome_display(), "note": note},
    )
    if outcome == Lookalike.Outcome.LEFT:
        for warning in case.warnings.select_for_update(no_key=True).filter(ended_at=None):
            end_now(warning, note, actor)
    return case
