"""Comparing an account with its platform, and gaps that the council accepts for a time."""

from datetime import date

from accounts.dates import LONDON, today
from accounts.people.models import Person
from accounts.register.actions.keeping import lock
from accounts.register.models import AcceptedGap, AccountCheck, OfficialAccount
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council


@action
def check_account(
    *,
    account: OfficialAccount,
    as_registered: bool,
    note: str,
    evidence: StoredFile | None,
    actor: Person,
) -> AccountCheck:
    """Records that somebody compared the register with what the platform shows.

    Raises:
        Stale: the actor has recorded the very same today.
        RuleBroken: the actor does not keep the register, the account is not in use, there is
            neither note nor picture, it differs and no note says how, or the note holds something
            like a password.
    """
    actor.require_duty_at(account.council, Duty.KEEP_REGISTER)
    account = lock(account)
    note = note.strip()
    _judge_check(account, as_registered, note, evidence)
    _require_new_check(account, as_registered, note, evidence, actor)
    check = AccountCheck.objects.create(
        council=account.council,
        account=account,
        as_registered=as_registered,
        note=note,
        evidence=evidence,
        checked_by=actor,
    )
    record(
        Verb.ACCOUNT_CHECKED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={
            "as_registered": as_registered,
            "note": check.note,
            "evidence": evidence.digest if evidence else "",
        },
    )
    return check


def _judge_check(
    account: OfficialAccount, as_registered: bool, note: str, evidence: StoredFile | None
) -> None:
    if not account.is_running:
        raise RuleBroken(f"{account} is {account.get_status_display().lower()}: nothing to check.")
    if not note and evidence is None:
        raise RuleBroken("Write down what you saw, or add a picture of it.")
    if not as_registered and not note:
        raise RuleBroken("Write down what differs.")
    refuse_secrets(note)
    require_same_council(account, evidence)


def _require_new_check(
    account: OfficialAccount,
    as_registered: bool,
    note: str,
    evidence: StoredFile | None,
    actor: Person,
) -> None:
    """Refuses what a page sends that is sent twice."""
    last = account.checks.order_by("-pk").first()
    if last is None or last.checked_at.astimezone(LONDON).date() != today():
        return
    was = (last.as_registered, last.note, last.evidence_id, last.checked_by_id)
    if was == (as_registered, note, evidence.pk if evidence else None, actor.pk):
        raise Stale("This check is on record already.")


@action
def accept_gap(
    *,
    account: OfficialAccount,
    code: str,
    about: str,
    reason: str,
    minute: str,
    decided_on: date,
    until: date,
    actor: Person,
) -> AcceptedGap:
    """Records that the council decided to live with a gap until a day.

    Args:
        code: which gap, as `gaps.py` calls it; `about` what it is about there.
        until: the last London day on which it counts as accepted.

    Raises:
        Stale: the very same is on record.
        RuleBroken: the actor does not keep the register, there is no reason or minute, the decision
            lies in the future, or the last day is past or more than two years ahead.
    """
    actor.require_duty_at(account.council, Duty.KEEP_REGISTER)
    account = lock(account)
    reason = required_words(reason, "Say why the council accepts it.")
    minute = required_words(minute, "Say by which minute the council decided it.")
    _judge_acceptance(reason, decided_on, until)
    same = account.accepted_gaps.filter(code=code, about=about, minute=minute, until=until)
    if same.filter(decided_on=decided_on, reason=reason).exists():
        raise Stale("This decision is on record already.")
    accepted = AcceptedGap.objects.create(
        council=account.council,
        account=account,
        code=code,
        about=about,
        reason=reason,
        minute=minute,
        decided_on=decided_on,
        until=until,
        recorded_by=actor,
    )
    _record_acceptance(accepted, actor)
    return accepted


def _judge_acceptance(reason: str, decided_on: date, until: date) -> None:
    if decided_on > today():
        raise RuleBroken("The day of the decision is in the future.")
    if until < today():
        raise RuleBroken("The last day must not be past.")
    if (until - today()).days > LONGEST:
        raise RuleBroken("Choose a day within two years: it is then asked again.")
    refuse_secrets(reason)


def _record_acceptance(accepted: AcceptedGap, actor: Person) -> None:
    record(
        Verb.GAP_ACCEPTED,
        accepted.account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={
            "gap": accepted.code,
            "about": accepted.about,
            "reason": accepted.reason,
            "minute": accepted.minute,
            "until": accepted.until.isoformat(),
        },
    )


#: Days that a gap may be accepted for at once.
LONGEST = 731
