"""A policy is added, its particulars change, it is withdrawn."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Office, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from councilsm.tenancy import require_same_council
from policies.documents.actions.common import locked, require_read
from policies.documents.models import Policy

#: Words that stand where a policy stands in addresses.
TAKEN = frozenset({"manage", "clauses", "house-rules", "disclaimers", "new"})
#: Characters of a policy's name in addresses.
LONGEST = 50


@action
def add_policy(
    *,
    council: Council,
    title: str,
    actor: Person,
    reference: str = "",
    audience: str = Policy.Audience.PUBLIC,
    owner: Office | None = None,
    carries_rules: bool = False,
    review_months: int | None = None,
    form_key: UUID | None = None,
) -> Policy:
    """Adds a policy, without any version yet.

    Args:
        reference: as the council writes it, kept to the letter: "SM / 23" (LTC-header-a).
        owner: the office that sees to its reviews; None: the proper officer.
        carries_rules: the council's rulebook carries it out.
        review_months: between reviews, of a policy that the rulebook does not speak of.
        form_key: of the page it comes from, which makes one policy however often it is sent.

    Raises:
        AlreadyDone: the same page was sent before; with the policy.
        RuleBroken: the actor does not keep the policies, it has no title, another has that title,
            another carries out the rules, or the period is for a policy of which the rulebook
            speaks.
    """
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    if owner is not None:
        require_same_council(council, owner)
    refuse_secrets(title, reference)
    # One after the other: two at once would take the same address.
    Council.objects.select_for_update(no_key=True).only("pk").get(pk=council.pk)
    if form_key and (same := council.policies.filter(form_key=form_key).first()):
        raise AlreadyDone(f"This page was sent already: {same}.", same)
    title = required_words(title, "Say what the policy is called.")
    _require_period(carries_rules, review_months)
    policy = Policy(
        council=council,
        title=title,
        slug=_free_slug(council, title),
        reference=reference,
        audience=audience,
        owner=owner,
        carries_rules=carries_rules,
        review_months=review_months,
        form_key=form_key,
    )
    _save(policy)
    record(Verb.POLICY_ADDED, policy, actor=actor, duty=Duty.MANAGE_RULES, new=particulars(policy))
    return policy


@action
def change_policy(
    *,
    policy: Policy,
    title: str,
    reference: str,
    audience: str,
    owner: Office | None,
    carries_rules: bool,
    review_months: int | None,
    actor: Person,
    disclaimers: str | None = None,
    read: str = "",
) -> Policy:
    """Changes what a policy is called and who sees to it; its versions stay as they are.

    Args:
        disclaimers: words that people may copy, one to a line (FTC-D-1); None leaves them.
        read: what the page showed, as `fingerprint` tells it of `particulars`; empty for whatever
            it was.

    Raises:
        AlreadyDone: the same page was sent before; with the policy.
        Stale: it was changed meanwhile.
        RuleBroken: as `add_policy`, or it was withdrawn.
    """
    require_same_council(policy, owner)
    refuse_secrets(title, reference)
    row = locked(policy, actor)
    old = particulars(row)
    row.title = required_words(title, "Say what the policy is called.")
    _require_period(carries_rules, review_months)
    row.reference, row.audience, row.owner = reference, audience, owner
    row.carries_rules, row.review_months = carries_rules, review_months
    if disclaimers is not None:
        row.disclaimers = disclaimers.strip().replace("\r\n", "\n")
    fields = ["title", "reference", "audience", "owner", "carries_rules", "review_months"]
    _save(row, [*fields, "disclaimers"])
    new = particulars(row)
    require_read(row, old, new, read)
    record(
        Verb.POLICY_CHANGED,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old=old,
        new=new,
    )
    return row


@action
def withdraw_policy(*, policy: Policy, withdrawn_on: date, minute: str, actor: Person) -> Policy:
    """Withdraws a policy from a day on, by a decision; all its versions stay on record.

    Args:
        withdrawn_on: the first day (London) on which it holds no longer.

    Raises:
        RuleBroken: the actor does not keep the policies, it was withdrawn already, no minute is
            given, the day is in the future or before the version in force began, or somebody writes
            a version of it.
    """
    row = locked(policy, actor)
    minute = required_words(minute, "Say by which minute it is withdrawn.")
    if withdrawn_on > today():
        raise RuleBroken(
            "The day is in the future. Record it once the policy holds no longer.",
            field="withdrawn_on",
        )
    current = row.version_on(today())
    if current and current.effective_from and withdrawn_on < current.effective_from:
        raise RuleBroken(
            f"{current.label} is in force since {when_in_words(current.effective_from)}. It cannot "
            "be withdrawn from an earlier day.",
            field="withdrawn_on",
        )
    if row.versions.in_work().exists():
        raise RuleBroken("A version of it is being written. Adopt it or discard it first.")
    row.withdrawn_on, row.withdrawn_minute = withdrawn_on, minute
    row.save(update_fields=["withdrawn_on", "withdrawn_minute"])
    record(
        Verb.POLICY_WITHDRAWN,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"withdrawn_on": withdrawn_on.isoformat(), "minute": minute},
    )
    return row


def _require_period(carries_rules: bool, review_months: int | None) -> None:
    if carries_rules and review_months:
        raise RuleBroken(
            "The rules say when this policy is reviewed. Change it there, and leave the period "
            "empty here.",
            field="review_months",
        )


def _free_slug(council: Council, title: str) -> str:
    """The title for addresses, with a number where another policy has it."""
    stem = slugify(title)[:LONGEST].strip("-") or "policy"
    taken = {*TAKEN, *council.policies.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _save(policy: Policy, fields: list[str] | None = None) -> None:
    """Saves it.

    Raises:
        RuleBroken: another policy has its title, or carries out the rules.
    """
    others = policy.council.policies.exclude(pk=policy.pk)
    if policy.carries_rules and (other := others.filter(carries_rules=True).first()):
        raise RuleBroken(f"The rules carry out {other} already.", field="carries_rules")
    try:
        with transaction.atomic():
            policy.save(update_fields=fields)
    except IntegrityError:
        raise RuleBroken(
            f"There is a policy called {policy.title} already.", field="title"
        ) from None


def particulars(policy: Policy) -> dict[str, str | int | bool | None]:
    """All that is said of a policy itself; its owner by the key, which stays as titles change."""
    return {
        "title": policy.title,
        "reference": policy.reference,
        "audience": policy.audience,
        "owner": policy.owner.key if policy.owner else None,
        "carries_rules": policy.carries_rules,
        "review_months": policy.review_months,
        "disclaimers": policy.disclaimers,
    }
