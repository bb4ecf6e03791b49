"""A version is adopted by a meeting, and the rules whose clauses it changed are looked at."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from policies.dates import first_day, last_day
from policies.documents.actions.common import locked_version, require_shown
from policies.documents.actions.versions import require_words
from policies.documents.digest import digest_of, shown_of
from policies.documents.informing import informed_by
from policies.documents.models import RuleLook, Version
from policies.documents.questions import book_at_adoption, later_in_force, rules_changed, unasked


@action
def adopt_version(
    *,
    version: Version,
    approved_by: str,
    approved_on: str,
    minute: str,
    effective_from: date,
    actor: Person,
    review_due: str = "",
    reviewed_on: str = "",
    unasked_why: str = "",
    as_history: bool = False,
    shown: str | None = None,
) -> Version:
    """Adopts a version: from here on nothing of it changes, and it is in force from its day.

    Those whom it binds or whom the policy says are informed hear of it by mail (FTC-10-c); not of
    one that is past already, since another that began later is in force.

    Args:
        approved_by: the body: "Full Council" (LTC-header-d).
        approved_on: as stated, see `policies/dates.py`.
        minute: its reference.
        effective_from: the day (London) from which it holds.
        review_due: when the document itself says that it is due; as stated, or empty.
        reviewed_on: when its words were last reviewed, where it says so (DTC-header-a).
        unasked_why: why it is adopted though somebody was not asked whom the policy says to
            consult (FTC-10-b).
        as_history: it was adopted before anybody wrote it down here, so body, day and minute may
            not be known, nobody is told, and it must have begun: before the one in force, if any.
        shown: what `shown_of` said of it when the page was made by which it is adopted.

    Raises:
        Stale: it was adopted, discarded or changed meanwhile.
        RuleBroken: the actor does not keep the policies, the words are missing, a day cannot be,
            another version begins on that day, the body, day or minute is not given, or nobody
            says why somebody was not asked.
    """
    refuse_secrets(approved_by, minute)
    row = locked_version(version, actor)
    require_shown(row, shown_of(row), shown)
    _require_adoptable(row)
    _require_decision(approved_by, approved_on, minute, as_history=as_history)
    _require_days(approved_on, effective_from, review_due, reviewed_on, as_history=as_history)
    if as_history:
        _require_past(row, effective_from)
    missing = [] if as_history else unasked(row)
    if missing and not unasked_why.strip():
        raise RuleBroken(
            f"The policy says to consult {', '.join(missing)}, and nobody recorded that they were "
            "asked. Record it, or say why it is adopted without.",
            field="unasked_why",
        )
    row.approved_by, row.approved_on, row.minute = approved_by.strip(), approved_on, minute.strip()
    row.effective_from, row.review_due, row.reviewed_on = effective_from, review_due, reviewed_on
    row.unasked_why = unasked_why.strip() if missing else ""
    row.state, row.digest = Version.State.APPROVED, digest_of(row)
    row.adopted_at = row.words_at = timezone.now()
    row.adopted_by = actor
    row.rulebook_version_id = row.council.rulebook_id if row.policy.carries_rules else None
    _save_adopted(row)
    told = [] if as_history or later_in_force(row, today()) else _tell(row, actor)
    record(
        Verb.VERSION_ADOPTED,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={
            "approved_by": row.approved_by,
            "approved_on": approved_on,
            "minute": row.minute,
            "effective_from": effective_from.isoformat(),
            "review_due": review_due,
            "digest": row.digest,
            "not_asked": missing,
            "unasked_why": row.unasked_why,
            "told": told,
            "as_history": as_history,
        },
    )
    return row


@action
def look_at_rule(*, version: Version, rule: str, kept: bool, actor: Person) -> RuleLook:
    """Records that somebody looked at a rule whose clause a version changed.

    Args:
        rule: its name in the rulebook.
        kept: it stays as it is; else it was changed since the version was adopted.

    Raises:
        Stale: somebody looked at it meanwhile.
        RuleBroken: the actor does not keep the rules, the version changed no clause of that rule,
            is not adopted, or the rule was not changed though that is said.
    """
    council = version.council
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    row: Version = council.policy_versions.select_for_update(no_key=True).get(pk=version.pk)
    row.council, row.policy = council, version.policy
    if row.state != Version.State.APPROVED:
        raise RuleBroken(f"{row.label} is not adopted, so the rules stay as they are.")
    if rule not in rules_changed(row):
        raise RuleBroken(f"{row.label} did not change the clause of that rule.")
    if row.rule_looks.filter(rule=rule).exists():
        raise Stale("Somebody has looked at that rule already.")
    was = getattr(book_at_adoption(row).rules, rule)
    if not kept and was == getattr(council.rulebook.rules, rule):
        raise RuleBroken("That rule is as it was when the version was adopted. Change it first.")
    assert council.rulebook_id  # the rules that were looked at
    look = RuleLook.objects.create(
        council=council,
        version=row,
        rule=rule,
        kept=kept,
        rulebook_version_id=council.rulebook_id,
        looked_by=actor,
    )
    record(
        Verb.RULE_LOOKED_AT,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"rule": rule, "kept": kept},
    )
    return look


def _require_adoptable(row: Version) -> None:
    if not row.text.strip() and not row.clauses_json:
        raise RuleBroken("It has no words yet. Put them in before it is adopted.")
    require_words(row)


def _require_decision(approved_by: str, approved_on: str, minute: str, *, as_history: bool) -> None:
    if as_history:
        return
    for value, field, sentence in (
        (approved_by, "approved_by", "Say which body approved it, for example Full Council."),
        (approved_on, "approved_on", "Say when it was approved."),
        (minute, "minute", "Give the reference of the minute."),
    ):
        if not value.strip():
            raise RuleBroken(sentence, field=field)


def _require_days(
    approved_on: str,
    effective_from: date,
    review_due: str,
    reviewed_on: str,
    *,
    as_history: bool,
) -> None:
    """Judges the days against one another and against today; those stated as months by the month.

    Raises:
        RuleBroken: one cannot be.
    """
    if approved_on and first_day(approved_on) > today():
        raise RuleBroken("It was not approved yet: the day is in the future.", field="approved_on")
    if approved_on and effective_from < first_day(approved_on):
        raise RuleBroken("It cannot hold before it was approved.", field="effective_from")
    if reviewed_on and first_day(reviewed_on) > today():
        raise RuleBroken("It was not reviewed yet: that is in the future.", field="reviewed_on")
    if approved_on and review_due and last_day(review_due) < first_day(approved_on):
        raise RuleBroken("Its review would be due before it was approved.", field="review_due")
    if as_history and effective_from > today():
        raise RuleBroken(
            "A version that was adopted earlier has begun: its first day is in the future.",
            field="effective_from",
        )


def _require_past(row: Version, effective_from: date) -> None:
    """Asserts that it takes the place of nothing: what is new to people is adopted and told.

    Raises:
        RuleBroken: it would be in force instead of the version that is.
    """
    current = row.policy.version_on(today())
    if current and current.effective_from and effective_from > current.effective_from:
        raise RuleBroken(
            f"{current.label} is in force since {when_in_words(current.effective_from)}, and this "
            "one would take its place. Adopt it with its body, day and minute.",
            field="as_history",
        )


def _save_adopted(row: Version) -> None:
    """Saves it; raises RuleBroken where another version of the policy begins on the same day."""
    fields = [
        *("approved_by", "approved_on", "minute", "effective_from", "review_due", "reviewed_on"),
        *("unasked_why", "state", "digest", "adopted_at", "adopted_by", "words_at"),
        "rulebook_version",
    ]
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        begins = row.effective_from
        other = row.policy.versions.adopted().filter(effective_from=begins).first()
        if other is None or begins is None:
            raise
        raise RuleBroken(
            f"{other.label} holds from {when_in_words(begins)} too. Two versions cannot begin on "
            "one day.",
            field="effective_from",
        ) from None


def _tell(row: Version, actor: Person) -> list[int]:
    """Tells whom it concerns by mail; the ids of their memberships, and of who is told on paper."""
    informed = informed_by(row.policy, today())
    by_mail = [one.membership.person for one in informed if one.by_mail]
    notify(
        [person for person in by_mail if person.pk != actor.pk],
        "policy_adopted",
        council=row.council,
        version=row,
        begins=row.effective_from,
    )
    return [one.membership.pk for one in informed]
