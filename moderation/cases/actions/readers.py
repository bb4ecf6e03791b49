"""Who else may read a case, by name and for a reason; and whom it turns out to concern."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale, required_words
from moderation.cases.actions.common import require_reader, to_work_on, write
from moderation.cases.concerned import about_clerk
from moderation.cases.handlers import goes_to_instead, told_at_once
from moderation.cases.models import Case, CaseEntry, CaseReader


@action
def add_reader(*, case: Case, person: Person, reason: str, actor: Person) -> CaseReader:
    """Lets somebody of the council read a case by name. They are told.

    Raises:
        RuleBroken: it concerns them, they do not belong to the council, or no reason is given.
        Stale: they may read it by name already, or the case is closed.
    """
    case = to_work_on(case, actor)
    reason = required_words(reason, "Say why they may read it.")
    membership = person.membership_at(case.council)
    if membership is None:
        raise RuleBroken("They do not belong to the council today.")
    if case.about_id == person.pk or is_about(case, membership):
        raise RuleBroken("This case concerns them, so they may not read it.")
    if case.readers.filter(person=person, ended_at=None).exists():
        raise Stale("They may read it by name already.")
    reader = CaseReader.objects.create(
        council=case.council, case=case, person=person, reason=reason, added_by=actor
    )
    tell([person], case)
    write(
        case,
        CaseEntry.Kind.READER_ADDED,
        Verb.CASE_READER_ADDED,
        words=f"{person.name}. {reason}",
        actor=actor,
    )
    return reader


@action
def end_reader(*, reader: CaseReader, actor: Person) -> CaseReader:
    """Takes it away from now on.

    Raises:
        RuleBroken: the case is not open to the actor.
        Stale: it was taken away already.
    """
    require_reader(reader.case, actor)
    reader = CaseReader.objects.select_for_update(no_key=True).get(pk=reader.pk)
    if reader.ended_at:
        raise Stale("They may not read it by name any more.")
    reader.ended_at, reader.ended_by = timezone.now(), actor
    reader.save(update_fields=["ended_at", "ended_by"])
    write(
        reader.case,
        CaseEntry.Kind.READER_ENDED,
        Verb.CASE_READER_ENDED,
        words=reader.person.name,
        actor=actor,
    )
    return reader


@action
def say_whom_it_concerns(*, case: Case, about: Person, words: str, actor: Person) -> Case:
    """Says of whose conduct a case is, once that is known. From then on they do not see it.

    Where nobody named for its kind is left, it goes to the next office, which is told.

    Raises:
        RuleBroken: that was said, it is the person affected or the actor, or no reason is given.
        Stale: the case is closed.
    """
    case = to_work_on(case, actor)
    words = required_words(words, "Say why it concerns them.")
    if case.about_id:
        raise RuleBroken("Whom it concerns was said already, and that does not change.")
    refuse_about(about, affected=case.affected, actor=actor)
    case.about = about
    case.goes_to = case.goes_to or goes_to_instead(case.council, case.kind, about)
    case.save(update_fields=["about", "goes_to"])
    if case.goes_to:
        tell(told_at_once(case, but=actor), case)
    write(
        case,
        CaseEntry.Kind.CONCERNS,
        Verb.CASE_NOTED,
        words=f"{about.name}. {words}",
        actor=actor,
    )
    return case


def is_about(case: Case, membership: Membership) -> bool:
    """Whether a case is about the proper officer, whom somebody was when it was reported."""
    return Case.objects.filter(about_clerk(membership, at="reported_at"), pk=case.pk).exists()


def refuse_about(about: Person, *, affected: Person | None, actor: Person) -> None:
    """Refuses whom a case cannot concern.

    Raises:
        RuleBroken: the person affected, or whoever says it.
    """
    if about.pk == actor.pk:
        raise RuleBroken(
            "You cannot say that of yourself, since you would not see the case any more. "
            "Ask somebody else who may read it."
        )
    if affected and about.pk == affected.pk:
        raise RuleBroken("The person affected cannot be whom it concerns.")


def tell(people: Iterable[Person], case: Case) -> None:
    """Tells people at once that a case needs them, and nothing of what it is about."""
    notify(
        people,
        "case_opened",
        council=case.council,
        apart_from=case.about_id,
        url=reverse("cases:detail", args=[case.council.slug, case.number]),
    )
