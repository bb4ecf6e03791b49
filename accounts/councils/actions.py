"""Setting up a council and changing its rules."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.questions import QUESTIONS
from accounts.councils.rulebook import Rule, Rulebook, Rules, shipped
from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale


@action
def create_council(
    *,
    name: str,
    slug: str,
    email: str,
    rulebook: str,
    actor: Person | None,
    in_force_from: date | None = None,
    is_demo: bool = False,
) -> Council:
    """Sets up a council with a copy of a shipped rulebook as its version 1 and that book's offices.

    Args:
        slug: the council's part of every address, for example "flitwick".
        rulebook: a name that `rulebook.shipped` knows.
        in_force_from: the first day of version 1 (London); today by default.

    Raises:
        RuleBroken: another council has that slug.
    """
    book = shipped(rulebook)
    try:
        with transaction.atomic():
            council = Council.objects.create(
                name=name,
                slug=slug,
                email=email.lower(),
                is_demo=is_demo,
                setup_left=[question.key for question in QUESTIONS],
            )
    except IntegrityError:
        raise RuleBroken(
            f"Another council here already uses “{slug}” in its address. Choose another."
        ) from None
    _new_version(
        council,
        1,
        book,
        in_force_from or today(),
        f"Copied from the {rulebook} rulebook.",
        actor,
    )
    Office.objects.bulk_create(
        Office(council=council, key=office.key, title=office.title)
        for office in book.offices
    )
    record(
        Verb.COUNCIL_CREATED,
        council,
        actor=actor,
        council=council,
        new={"name": name, "slug": slug, "rulebook": rulebook},
    )
    return council


@action
def change_rules(
    *,
    council: Council,
    changes: dict[str, dict[str, Any]],
    in_force_from: date,
    why: str,
    based_on: int,
    actor: Person | None,
) -> RulebookVersion:
    """Makes the next rulebook version with some rules changed.

    Args:
        changes: for each rule's name its value and source (`value`, and `clause` or `minute` with
            `decided_on`); an empty one unsets the rule.
        in_force_from: the first day (London). Not before today and not before the version it
            follows: a change never reaches back.
        based_on: the number of the version the change was made from.

    Raises:
        Stale: the rules were changed meanwhile.
        RuleBroken: the day is too early, nothing changes, or a value does not fit.
    """
    # The council's row is the lock: two changes of its rules never overlap.
    council = Council.objects.select_for_update().get(pk=council.pk)
    last = council.rulebook_versions.order_by("-number")[0]
    if last.number != based_on:
        raise Stale(
            "The rules were changed while your page was open. Read them, then try again."
        )
    if in_force_from < max(today(), last.in_force_from):
        raise RuleBroken(
            "A rule cannot reach back: choose today or later, and no earlier than the change "
            f"before it ({last.in_force_from:%d/%m/%Y})."
        )
    old = last.rulebook
    new = changed(old, changes)
    if new == old:
        raise RuleBroken("Nothing would change: this is what the rule says already.")
    version = _new_version(council, last.number + 1, new, in_force_from, why, actor)
    record(
        Verb.RULES_CHANGED,
        version,
        actor=actor,
        old={name: _in_words(old, name) for name in changes},
        new={
            **{name: _in_words(new, name) for name in changes},
            "in_force_from": in_force_from.isoformat(),
            "why": why,
        },
    )
    return version


@action
def answer_setup(
    *,
    council: Council,
    question: str,
    changes: dict[str, dict[str, Any]],
    why: str,
    actor: Person,
) -> Council:
    """Answers one setup question, or puts it off when there are no changes.

    Raises:
        Stale: the question was answered already (another tab, another person).
        RuleBroken: a value does not fit.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    if question not in council.setup_left:
        raise Stale(
            "This question was answered already. You can change the answer under Rules."
        )
    if changes:
        last = council.rulebook_versions.order_by("-number")[0]
        if changed(last.rulebook, changes) != last.rulebook:
            change_rules(
                council=council,
                changes=changes,
                in_force_from=max(today(), last.in_force_from),
                why=why,
                based_on=last.number,
                actor=actor,
            )
    council.setup_left = [key for key in council.setup_left if key != question]
    council.save(update_fields=["setup_left"])
    record(
        Verb.SETUP_ANSWERED,
        council,
        actor=actor,
        council=council,
        new={"question": question, "rules": sorted(changes)},
    )
    if not council.setup_left:
        record(Verb.SETUP_FINISHED, council, actor=actor, council=council)
    return council


def changed(book: Rulebook, changes: dict[str, dict[str, Any]]) -> Rulebook:
    """A rulebook with some rules replaced.

    Raises:
        RuleBroken: a name is not a rule's, or a value does not fit the rule.
    """
    unknown = set(changes) - set(Rules.model_fields)
    if unknown:
        raise RuleBroken(f"There is no rule called {', '.join(sorted(unknown))}.")
    values = book.model_dump(mode="json")
    values["rules"].update(changes)
    try:
        return Rulebook.model_validate(values)
    except ValidationError as error:
        words = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RuleBroken(f"This answer does not fit the rule. {words}") from error


def _new_version(
    council: Council,
    number: int,
    book: Rulebook,
    in_force_from: date,
    why: str,
    actor: Person | None,
) -> RulebookVersion:
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


def _in_words(book: Rulebook, name: str) -> str:
    rule: Rule[Any] = getattr(book.rules, name)
    return rule.model_dump_json(exclude_defaults=True)
