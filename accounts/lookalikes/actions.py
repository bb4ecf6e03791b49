"""What is done about accounts that a reader could take for the council's."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.lookalikes.models import Effort, Lookalike, PublicWarning
from accounts.people.models import Person
from accounts.register.addresses import address_problem
from accounts.register.identity import identify
from accounts.register.models import OfficialAccount
from accounts.register.ours import account_at
from accounts.register.post_addresses import platform_of
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.refusals import RuleBroken, Stale
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
        RecordedBefore: an open case is about that address.
        RuleBroken: the address is not a public one, it is dated in the future, satire without a
            word on whether it misleads, or a note holds something like a password.
    """
    require_same_council(capture)
    if problem := address_problem(url):
        raise RuleBroken(f"{problem}.")
    if seen_on > today():
        raise RuleBroken("The day it was seen is in the future.")
    if kind == _K.SATIRE and not likely_to_mislead.strip():
        raise RuleBroken("Say whether somebody is likely to be misled by it, and how.")
    refuse_secrets(name, note, likely_to_mislead)
    if account := account_at(council, url):
        raise OnOurRegister(account)
    if case := council.lookalikes.open().filter(url__iexact=url).first():
        raise RecordedBefore(case)
    case = _save(
        Lookalike(
            council=council,
            number=next_number(council, "L"),
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
) -> Effort:
    """Records one thing done to have it suspended, deleted or handed over (FTC-6.2-o).

    Args:
        follow_up_on: the day to ask again; None when there is nothing to wait for.

    Raises:
        Stale: the case was closed meanwhile.
        RuleBroken: it is dated in the future, or is to be followed up before it was done.
    """
    case = _open_case(lookalike)
    if made_on > today():
        raise RuleBroken("The day it was done is in the future.")
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

    Raises:
        Stale: it was closed already.
        RuleBroken: it is left as it is and nothing says why.
    """
    case = _open_case(lookalike)
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
    return case


@action
def decide_warning(
    *, lookalike: Lookalike, words: str, reason: str, actor: Person
) -> PublicWarning:
    """Decides to warn the public of an impersonation. Nothing of a case is public without this.

    Raises:
        Stale: the case was closed, or a warning is in force already.
        RuleBroken: the case is satire, or words or reason are missing.
    """
    case = _open_case(lookalike)
    if case.kind == _K.SATIRE:
        raise RuleBroken("The public is never warned of satire.")
    if case.warnings.filter(ended_at__isnull=True).exists():
        raise Stale("A public warning is in force already.")
    if not words.strip() or not reason.strip():
        raise RuleBroken("Write the warning, and say why it is needed.")
    warning = PublicWarning.objects.create(
        council=case.council,
        lookalike=case,
        kind=case.kind,
        words=words,
        reason=reason,
        decided_by=actor,
    )
    record(
        Verb.WARNING_DECIDED,
        case,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"reason": reason, "note": words},
    )
    return warning


@action
def end_warning(*, warning: PublicWarning, reason: str, actor: Person) -> PublicWarning:
    """Decides that the public need not be warned any more.

    Raises:
        Stale: it was ended already.
        RuleBroken: no reason is given.
    """
    rows = PublicWarning.objects.select_for_update(no_key=True)
    row = rows.get(pk=warning.pk)
    if row.ended_at is not None:
        raise Stale("This warning was ended already.")
    if not reason.strip():
        raise RuleBroken("Say why the public need not be warned any more.")
    row.ended_at, row.ended_by = timezone.now(), actor
    row.save(update_fields=["ended_at", "ended_by"])
    record(
        Verb.WARNING_ENDED,
        warning.lookalike,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"reason": reason},
    )
    return row


def _open_case(lookalike: Lookalike) -> Lookalike:
    """The case as it is now, held until the action ends.

    Raises:
        Stale: it is closed.
    """
    rows = lookalike.council.lookalikes.select_for_update(no_key=True)
    case = rows.get(pk=lookalike.pk)
    if case.closed_at is not None:
        raise Stale(f"{case.reference} is closed. If the account is back, record a new case.")
    return case
