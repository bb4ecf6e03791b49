"""A council's rules, from a day on."""

from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rule, Rulebook, Rules
from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale

#: How far ahead a change may begin. The next change cannot begin before it.
FURTHEST = timedelta(days=366)


@action
def change_rules(
    *,
    council: Council,
    changes: dict[str, dict[str, Any]],
    in_force_from: date,
    why: str,
    based_on: int,
    actor: Person | None,
    clauses: dict[str, str] | None = None,
    offices: dict[str, str] | None = None,
) -> RulebookVersion:
    """Makes the next rulebook version with some rules changed.

    Args:
        changes: for each rule's name its value and source (`value`, and `clause` or `minute` with
            `decided_on`); an empty one unsets the rule.
        in_force_from: the first day (London). Not before today and not before the version it
            follows: a change never reaches back.
        based_on: the number of the version the change was made from.
        clauses: clauses of the council's policy that the rulebook lacks, id to title.
        offices: offices that the council lacks, key to title.

    Raises:
        Stale: the rules were changed meanwhile.
        RuleBroken: the actor does not keep the rules, the day is too early, nothing changes, a
            value does not fit, or nobody could manage people or rules any more.
    """
    if actor is not None:
        actor.require_duty_at(council, Duty.MANAGE_RULES)
    # The council's row is the lock: two changes of its rules never overlap.
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    last = council.rulebook_versions.latest("number")
    if last.number != based_on:
        raise Stale("The rules were changed while your page was open. Read them, then try again.")
    if in_force_from < max(today(), last.in_force_from):
        raise RuleBroken(
            "A rule cannot reach back: choose today or later, and no earlier than the change "
            f"before it ({last.in_force_from:%d/%m/%Y})."
        )
    if in_force_from > today() + FURTHEST:
        raise RuleBroken("Choose a day within the next 12 months: changes build on one another.")
    old = last.rulebook
    new = changed(old, changes, clauses or {}, offices or {})
    if new == old:
        raise RuleBroken("Nothing would change: this is what the rule says already.")
    for name in changes.keys() & {Duty.MANAGE_PEOPLE.value, Duty.MANAGE_RULES.value}:
        _require_somebody(council, old, new, name, in_force_from)
    for key, title in (offices or {}).items():
        _add_office(council, key, title, actor)
    version = new_version(council, last.number + 1, new, in_force_from, why, actor)
    record(
        Verb.RULES_CHANGED,
        version,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old={name: _as_json(old, name) for name in changes},
        new={
            **{name: _as_json(new, name) for name in changes},
            "in_force_from": in_force_from.isoformat(),
            "why": why,
        },
    )
    return version


def changed(
    book: Rulebook,
    changes: dict[str, dict[str, Any]],
    clauses: dict[str, str],
    offices: dict[str, str],
) -> Rulebook:
    """A rulebook with some rules replaced, and clauses and offices added.

    Raises:
        RuleBroken: a name is not a rule's, or a value does not fit the rule.
    """
    unknown = set(changes) - set(Rules.model_fields)
    if unknown:
        raise RuleBroken(f"There is no rule called {', '.join(sorted(unknown))}.")
    values = book.model_dump(mode="json")
    values["rules"].update(changes)
    # What is there already stays as it is.
    known = {office.key for office in book.offices}
    values["clauses"] |= {key: title for key, title in clauses.items() if key not in book.clauses}
    values["offices"] += [
        {"key": key, "title": title} for key, title in offices.items() if key not in known
    ]
    try:
        return Rulebook.model_validate(values)
    except ValidationError as error:
        words = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RuleBroken(f"This answer does not fit the rule. {words}") from error


def new_version(
    council: Council,
    number: int,
    book: Rulebook,
    in_force_from: date,
    why: str,
    actor: Person | None,
) -> RulebookVersion:
    """Writes one version. Call inside an action that holds the council's row."""
    values = book.model_dump_json()
    return RulebookVersion.objects.create(
        council=council,
        number=number,
        values=values,
        digest=RulebookVersion.digest_of(values),
        in_force_from=in_force_from,
        why=why,
        made_by=actor,
    )


def _require_somebody(council: Council, old: Rulebook, new: Rulebook, name: str, on: date) -> None:
    """Asserts that a change of who manages people or rules does not lock the council out.

    Raises:
        RuleBroken: somebody could do it on that day by the old rule, and nobody can by the new.
    """
    before, after = (getattr(book.rules, name).value for book in (old, new))
    if (
        Person.objects.holding(council, before, on=on).exists()
        and not Person.objects.holding(council, after, on=on).exists()
    ):
        raise RuleBroken(
            "Nobody who can sign in holds that office on that day, so nobody could do this any "
            "more. Appoint somebody first, then change the rule."
        )


def _add_office(council: Council, key: str, title: str, actor: Person | None) -> None:
    office, created = Office.objects.get_or_create(
        council=council, key=key, defaults={"title": title}
    )
    if created:
        record(
            Verb.OFFICE_CREATED,
            office,
            actor=actor,
            duty=Duty.MANAGE_RULES,
            new={"key": key, "title": title},
        )


def _as_json(book: Rulebook, name: str) -> str:
    rule: Rule[Any] = getattr(book.rules, name)
    return rule.model_dump_json(exclude_defaults=True)
