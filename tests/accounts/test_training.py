"""Courses, who needs them, who has done them, and when that lapses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.missing import missing_of
from accounts.people.models import Membership, Person
from accounts.training.models import Completion, Course
from councilsm.audit.models import AuditEvent
from tests.accounts.changing import in_boxes
from tests.accounts.teaming import a_course, tomorrow, yesterday
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.councilsm.files.samples import picture

As = Callable[[Person], Client]
LIST, NEW, RECORD = (
    "/c/ashford/training/",
    "/c/ashford/training/new/",
    "/c/ashford/training/record/",
)


def ana_of(cast: Cast) -> Membership:
    return Membership.objects.get(person=cast.ana)


def missing(as_: As, reader: Person, person: Person) -> list[str]:
    """What the list of training shows as missing for somebody."""
    shown = [row for row, _ in as_(reader).get(LIST).context["rows"]]
    (row,) = [row for row in shown if row.membership.person == person]
    return [cell.course.title for cell in row.cells if cell.is_missing]


def lacks(cast: Cast, person: Person, day: date | None = None) -> list[str]:
    """What somebody lacks for access, where the council wants training first."""
    a_rulebook(cast.ashford, **RULES | {"training_first": chosen(True)})
    cast.ashford.refresh_from_db()
    one = Membership.objects.get(person=person).pk
    return [m.what for m in missing_of(cast.ashford, [one], day or today()).get(one, [])]


def done(course: Course, membership: Membership, day: date | None = None, **typed: Any) -> Any:
    """What the page for recording posts."""
    return {
        "course": course.pk,
        "membership": membership.pk,
        **in_boxes("completed_on", day or today()),
        "paper_reference": "Personnel file 7",
        **typed,
    }


def test_a_course_and_who_needs_it(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    typed = {"title": "Using social media", "valid_months": 24, "duties": ["record_posts"]}
    assert adam.post(NEW, {"title": "", "valid_months": 0}).status_code == 422
    assert adam.post(NEW, typed).status_code == 302
    assert adam.post(NEW, {**typed, "title": "USING social media"}).status_code == 409
    course = Course.objects.get()
    assert missing(as_, cast.adam, cast.cora) == ["Using social media"]
    assert missing(as_, cast.adam, cast.ana) == []
    url = f"{LIST}{course.pk}/"
    assert adam.post(url, {"title": "Social media", "categories": ["employee"]}).status_code == 302
    assert missing(as_, cast.adam, cast.ana) == ["Social media"]
    assert missing(as_, cast.adam, cast.dev) == []
    verbs = AuditEvent.objects.about(course).values_list("verb", flat=True)
    assert list(verbs) == ["course.added", "course.changed"]


def test_a_course_that_ended_is_needed_by_nobody(cast: Cast, as_: As) -> None:
    course = a_course(cast.ashford, category="employee")
    assert lacks(cast, cast.ana) == ["training: Using social media"]
    adam = as_(cast.adam)
    assert adam.post(f"{LIST}{course.pk}/end/").status_code == 302
    assert lacks(cast, cast.ana) == []
    assert adam.post(f"{LIST}{course.pk}/end/").status_code == 409
    assert adam.post(RECORD, done(course, ana_of(cast))).status_code == 422


@pytest.mark.clause("LTC-4.2.3-c", "FTC-6.2-d")
def test_training_is_recorded_with_proof_and_lapses(cast: Cast, as_: As) -> None:
    course = a_course(cast.ashford, category="employee")
    adam, ana = as_(cast.adam), ana_of(cast)
    assert adam.post(RECORD, done(course, ana, paper_reference="")).status_code == 422
    assert adam.post(RECORD, done(course, ana, tomorrow())).status_code == 422
    day = today() - timedelta(days=30)
    assert adam.post(RECORD, done(course, ana, day)).status_code == 302
    completion = Completion.objects.get()
    assert completion.expires_on == months_later(day, 24)
    ends = completion.expires_on
    for then, missed in ((today(), False), (ends, False), (ends + timedelta(days=1), True)):
        assert lacks(cast, cast.ana, then) == ([f"training: {course}"] if missed else [])
    assert adam.post(RECORD, done(course, ana, day)).status_code == 409


def test_the_certificates_own_last_day_goes_before_the_courses(cast: Cast, as_: As) -> None:
    course = a_course(cast.ashford, category="employee")
    adam, ana = as_(cast.adam), ana_of(cast)
    early = done(course, ana, **in_boxes("expires_on", yesterday()))
    assert adam.post(RECORD, early).status_code == 422
    assert (
        adam.post(RECORD, done(course, ana, **in_boxes("expires_on", tomorrow()))).status_code
        == 302
    )
    assert Completion.objects.get().expires_on == tomorrow()


def test_a_picture_of_the_certificate_stays_chosen(cast: Cast, as_: As, settings: Any) -> None:
    course = a_course(cast.ashford, category="employee")
    adam, ana = as_(cast.adam), ana_of(cast)
    certificate = SimpleUploadedFile("certificate.jpg", picture(), "image/jpeg")
    wrong = done(course, ana, paper_reference="", certificate=certificate, completed_on_day="31")
    wrong["completed_on_month"] = "2"
    shown = adam.post(RECORD, wrong)
    assert shown.status_code == 422
    kept = shown.context["form"]["certificate_kept"].value()
    assert kept
    again = done(course, ana, paper_reference="", certificate_kept=kept)
    assert adam.post(RECORD, again).status_code == 302
    stored = Completion.objects.get().certificate
    assert stored
    assert stored.name == "certificate.jpg"


def test_a_password_in_a_note_is_refused(cast: Cast, as_: As) -> None:
    course = a_course(cast.ashford, category="employee")
    typed = done(course, ana_of(cast), paper_reference="password: hunter2hunter2")
    assert as_(cast.adam).post(RECORD, typed).status_code == 409
    assert not Completion.objects.exists()


def test_another_councils_people_and_courses_are_not_offered(cast: Cast, as_: As) -> None:
    ours, theirs = a_course(cast.ashford), a_course(cast.barham)
    oscar = Membership.objects.get(person=cast.oscar)
    adam = as_(cast.adam)
    assert adam.post(RECORD, done(ours, oscar)).status_code == 422
    assert adam.post(RECORD, done(theirs, ana_of(cast))).status_code == 422
    for path in (f"{theirs.pk}/", f"{theirs.pk}/end/"):
        assert adam.post(f"{LIST}{path}", {"title": "Mine"}).status_code == 404


def test_others_see_their_own_training_only(cast: Cast, as_: As) -> None:
    a_course(cast.ashford, category="employee")
    rows = [row for row, _ in as_(cast.ana).get(LIST).context["rows"]]
    assert [row.membership.person for row in rows] == [cast.ana]
    listed = as_(cast.rita).get(LIST).context["rows"]
    people = [row.membership.person.name for row, _ in listed]
    assert people == ["Adam", "Ana", "Cllr Dev", "Cora", "Priya", "Rita"]


def test_home_tells_of_what_is_missing_has_lapsed_or_will(cast: Cast, as_: As) -> None:
    course = a_course(cast.ashford, category="employee")
    home = "/c/ashford/home/"
    texts = lambda person: [one.text for one in as_(person).get(home).context["due"]]  # noqa: E731
    assert "Your training “Using social media” is missing" in texts(cast.ana)
    assert "5 people lack training they need" in texts(cast.adam)
    adam = as_(cast.adam)
    ana, soon = ana_of(cast), today() + timedelta(days=20)
    adam.post(RECORD, done(course, ana, date(2023, 1, 5), **in_boxes("expires_on", yesterday())))
    assert "Your training “Using social media” has lapsed" in texts(cast.ana)
    adam.post(RECORD, done(course, ana, yesterday(), **in_boxes("expires_on", soon)))
    assert any("counts until" in text for text in texts(cast.ana))
    assert "4 people lack training they need" in texts(cast.adam)


def test_the_list_stays_within_its_queries(cast: Cast, as_: As, queries: Any) -> None:
    for number in range(3):
        a_course(cast.ashford, f"Course {number}", category="employee")
    for number in range(20):
        a_member(cast.ashford, f"Officer {number:02}", "events-officer")
    adam = as_(cast.adam)
    adam.get(LIST)  # reads the rules once a process
    with queries(at_most=11):
        adam.get(LIST)


def test_months_later_stays_within_the_month() -> None:
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2024, 12, 5), 12) == date(2025, 12, 5)


def test_access_asks_what_training_is_missing(cast: Cast) -> None:
    a_course(cast.ashford, category="employee")
    ana = ana_of(cast)
    assert missing_of(cast.ashford, [ana.pk], today()) == {}
    a_rulebook(cast.ashford, **RULES | {"training_first": chosen(True)})
    cast.ashford.refresh_from_db()
    (missing,) = missing_of(cast.ashford, [ana.pk], today())[ana.pk]
    assert (missing.what, missing.url) == ("training: Using social media", LIST)


def test_ones_own_training_is_for_another_to_record(cast: Cast, as_: As) -> None:
    course = a_course(cast.ashford, category="employee")
    own = done(course, Membership.objects.get(person=cast.adam))
    both = chosen({"offices": ["administrator", "events-officer"]})
    a_rulebook(cast.ashford, **RULES | {"manage_people": both})
    answer = as_(cast.adam).post(RECORD, own)
    assert answer.status_code == 409
    assert "somebody else must record it" in answer.text
    assert as_(cast.ana).post(RECORD, own).status_code == 302
    # Where nobody else could, the entry on the trail names them as both.
    a_rulebook(cast.ashford, **RULES)
    alone = done(course, Membership.objects.get(person=cast.adam), yesterday())
    assert as_(cast.adam).post(RECORD, alone).status_code == 302
