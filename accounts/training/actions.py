"""Courses, and that somebody has done one; each step is on the council's trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.dates import months_later, today
from accounts.people.models import Membership, Person
from accounts.people.others import leave_to_others
from accounts.register.secrets import refuse_secrets
from accounts.training.models import Completion, Course, Need
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council


@dataclass(frozen=True)
class NeededBy:
    """Who needs a course: exactly one of the three."""

    duty: str = ""
    category: str = ""
    team: bool = False


@action
def add_course(
    *,
    council: Council,
    title: str,
    valid_months: int | None,
    needed_by: Iterable[NeededBy],
    actor: Person | None,
) -> Course:
    """Adds a course (LTC-4.2.3-c).

    Args:
        valid_months: how long a completion counts; None when it never lapses.

    Raises:
        RuleBroken: the actor does not manage people, or the council has a course of that name.
    """
    if actor is not None:
        actor.require_duty_at(council, Duty.MANAGE_PEOPLE)
    refuse_secrets(title)
    course = Course(council=council, title=title, valid_months=valid_months)
    _save(course)
    _need(course, needed_by)
    record(Verb.COURSE_ADDED, course, actor=actor, duty=Duty.MANAGE_PEOPLE, new=_as_is(course))
    return course


@action
def change_course(
    *,
    course: Course,
    title: str,
    valid_months: int | None,
    needed_by: Iterable[NeededBy],
    actor: Person,
) -> Course:
    """Changes a course's name, who needs it, and how long later completions count.

    Raises:
        RuleBroken: the actor does not manage people, it has ended, or another course has that name.
    """
    actor.require_duty_at(course.council, Duty.MANAGE_PEOPLE)
    refuse_secrets(title)
    course = _going_on(course)
    old = _as_is(course)
    course.title, course.valid_months = title, valid_months
    _save(course, ["title", "valid_months"])
    course.needs.all().delete()
    _need(course, needed_by)
    record(
        Verb.COURSE_CHANGED,
        course,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        old=old,
        new=_as_is(course),
    )
    return course


@action
def end_course(*, course: Course, actor: Person) -> Course:
    """Ends a course from today: nobody needs it any more; what was done stays on record.

    Raises:
        RuleBroken: the actor does not manage people, or it has ended already.
    """
    actor.require_duty_at(course.council, Duty.MANAGE_PEOPLE)
    course = _going_on(course)
    course.ended_on = today()
    course.save(update_fields=["ended_on"])
    record(
        Verb.COURSE_CHANGED,
        course,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        new={"ended_on": today().isoformat(), "note": "Ended"},
    )
    return course


@action
def record_completion(
    *,
    course: Course,
    membership: Membership,
    completed_on: date,
    actor: Person,
    expires_on: date | None = None,
    provider: str = "",
    certificate: StoredFile | None = None,
    paper_reference: str = "",
) -> Completion:
    """Records that somebody has done a course, with the proof of it.

    Args:
        expires_on: the last day it counts, as the certificate has it; by default so many months
            later as the course says.
        certificate: a picture of it; else `paper_reference` says where it is kept.

    Raises:
        RuleBroken: the actor does not manage people, it is the actor's own and somebody else could
            record it, the day is in the future, there is no proof, it would lapse before it was
            done, or the same is on record.
    """
    actor.require_duty_at(course.council, Duty.MANAGE_PEOPLE)
    require_same_council(course, membership, certificate)
    refuse_secrets(provider, paper_reference)
    course = _going_on(course)
    if membership.person_id == actor.pk:
        leave_to_others(
            "It is your own training, so somebody else must record it.",
            Duty.MANAGE_PEOPLE,
            council=course.council,
            actor=actor,
        )
    if completed_on > today():
        raise RuleBroken("The day it was done is in the future. Record it afterwards.")
    if not (certificate or paper_reference.strip()):
        raise RuleBroken("Say where the certificate is kept, or add a picture of it.")
    if expires_on is None and course.valid_months:
        expires_on = months_later(completed_on, course.valid_months)
    if expires_on and expires_on < completed_on:
        raise RuleBroken("The last day it counts cannot be before the day it was done.")
    if course.completions.filter(membership=membership, completed_on=completed_on).exists():
        raise RuleBroken(
            f"That {membership.goes_by} did {course} on {when_in_words(completed_on)} is on record."
        )
    completion = Completion.objects.create(
        council=course.council,
        course=course,
        membership=membership,
        completed_on=completed_on,
        expires_on=expires_on,
        provider=provider,
        certificate=certificate,
        paper_reference=paper_reference,
        recorded_by=actor,
    )
    record(
        Verb.TRAINING_COMPLETED,
        completion,
        actor=actor,
        duty=Duty.MANAGE_PEOPLE,
        new={
            "course": course.title,
            "completed_on": completed_on.isoformat(),
            "expires_on": expires_on.isoformat() if expires_on else None,
            "paper_reference": paper_reference,
            "certificate": certificate.digest if certificate else None,
        },
    )
    return completion


def _going_on(course: Course) -> Course:
    """The course as it is now, held until the action ends; RuleBroken if it has ended."""
    course = course.council.courses.select_for_update(no_key=True).get(pk=course.pk)
    if course.ended_on:
        raise RuleBroken(f"{course} ended on {when_in_words(course.ended_on)}.")
    return course


def _save(course: Course, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            course.save(update_fields=fields)
    except IntegrityError:
        raise RuleBroken(f"There is a course called {course.title} already.") from None


def _need(course: Course, needed_by: Iterable[NeededBy]) -> None:
    Need.objects.bulk_create(
        Need(
            council=course.council,
            course=course,
            duty=by.duty,
            category=by.category,
            team=by.team,
        )
        for by in dict.fromkeys(needed_by)
    )


def _as_is(course: Course) -> dict[str, str | int | list[str] | None]:
    needs = course.needs.select_related("course")
    return {
        "title": course.title,
        "valid_months": course.valid_months,
        "needed_by": sorted(str(need).removeprefix(f"{course}, for ") for need in needs),
    }
