"""Files of people, training, seats on the team and undertakings; see test_imports_kinds."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.dates import today
from accounts.people.models import Invitation, Membership, Person, TeamMember
from accounts.team.models import TeamChange, Undertaking
from accounts.training.models import Completion
from councilsm.inbox.models import OutboxMessage
from tests.accounts.importing import (
    PEOPLE,
    TEAM,
    TRAINING,
    UNDERTAKINGS,
    a_csv,
    imported,
    in_full,
    judged,
    outcomes,
    said,
    started,
    uploaded,
    verbs,
)
from tests.accounts.registering import member
from tests.accounts.teaming import a_course, a_text, flitwick, named
from tests.cast import Cast

As = Callable[[Person], Client]
TODAY, YESTERDAY = in_full(today()), in_full(today() - timedelta(days=1))
TOMORROW = in_full(today() + timedelta(days=1))


def test_people_are_added_with_offices_and_invited_only_where_it_says_so(
    cast: Cast, as_: As
) -> None:
    file = imported(
        as_(cast.adam),
        "people",
        a_csv(
            PEOPLE,
            ("Nia New", "employee", TODAY, "Yes", "Nia@Example.org", "", "Events officer", "24/7"),
            ("Olly Old", "Councillor", "1/5/2021", "No", "", "7/5/2025", "", ""),
            ("Web Master", "Agency worker", TODAY, "no", "", "", "", ""),
            ("Ana", "employee", TODAY, "no", "ana@example.org", "", "", ""),
        ),
    )
    assert outcomes(file) == {2: "done", 3: "done", 4: "done", 5: "there"}
    nia = Membership.objects.get(person__email="nia@example.org")
    held = nia.appointments.get()
    assert (held.office.key, held.minute, nia.category) == ("events-officer", "24/7", "employee")
    assert [sent.membership for sent in Invitation.objects.all()] == [nia]
    olly = Membership.objects.get(person__name="Olly Old")
    assert (olly.ends_on is not None, olly.can_sign_in) == (True, False)


def test_bad_rows_of_people_say_what_is_wrong_with_which_column(cast: Cast, as_: As) -> None:
    file = judged(
        as_(cast.adam),
        "people",
        PEOPLE,
        ("A", "employee", TODAY, "no", "", YESTERDAY),
        ("B", "employee", TODAY, "yes", ""),
        ("C", "employee", TODAY, "no", "c at example"),
        ("D", "robot", TODAY, "no"),
        ("E", "employee", "1/5/2021", "yes", "e@example.org", "1/6/2021"),
        ("F", "employee", TODAY, "no", "", "", "Mayor; Auditor"),
        ("G", "employee", "", ""),
    )
    assert [said(file, number).splitlines() for number in range(2, 9)] == [
        ["Last day: it is before the first day."],
        ["E-mail: it is empty. Fill it in, or write No under Signs in."],
        ["E-mail: “c at example” is no e-mail address."],
        ["Belongs as: “robot” is not one of these: " + ", ".join(Membership.Category.labels) + "."],
        ["Signs in: they have left, so write No."],
        ["Offices: your council has no office called “Mayor”."],
        ["Signs in: it is empty.", "First day: it is empty."],
    ]


def test_past_training_is_recorded_with_where_the_paper_is(cast: Cast, as_: As) -> None:
    a_course(cast.ashford)
    adam = as_(cast.adam)
    rows = (
        ("Ana", "Using Social Media", "1 May 2026", "File 7", "31/12/2026"),
        ("leo@example.org", "using social media", "2 May 2025", "File 8", ""),
    )
    headings = (*TRAINING, "Expires")
    file = imported(adam, "training", a_csv(headings, *rows))
    assert outcomes(file) == {2: "done", 3: "done"}
    done = Completion.objects.get(membership__person=cast.ana)
    assert (done.paper_reference, str(done.expires_on)) == ("File 7", "2026-12-31")
    assert verbs(cast)[-2:] == ["training.completed"] * 2
    assert set(outcomes(uploaded(adam, "training", a_csv(headings, *rows))).values()) == {"there"}
    bad = judged(
        adam,
        "training",
        headings,
        ("Ana", "First aid", TODAY, "File 7"),
        ("Ana", "Using social media", TOMORROW, "File 7"),
        ("Ana", "Using social media", TODAY, ""),
        ("Ana", "Using social media", TODAY, "File 7", YESTERDAY),
        ("Nobody", "Using social media", TODAY, "File 7"),
    )
    assert [said(bad, number).split(".")[0] for number in range(2, 7)] == [
        "Course: you have no course “First aid”",
        "Completed on: that day is in the future",
        "Certificate kept at: it is empty",
        "Counts until: it is before the day it was done",
        "Person: nobody called “Nobody” is on your list of people",
    ]


def test_seats_on_the_team_past_and_present(as_: As, db: None) -> None:
    """What is over is recorded with its paper: nothing is asked of it and nobody is told."""
    council = flitwick(live=True)
    a_text(council)
    a_course(council)
    clerk = as_(named("Tessa Clerk"))
    wes, mo = (Membership.objects.get(person__name=name) for name in ("Wes Warden", "Mo Manager"))
    TeamMember.objects.filter(membership=mo).delete()

    rows = (
        ("Wes Warden", "1/6/2025", "1/7/2025", "", "Minute 25/11"),
        ("Wes Warden", "1/8/2025", "1/9/2025", "", ""),
        ("Wes Warden", "1/10/2025", "", "", "Minute 25/12"),
        ("Tessa Clerk", TODAY, "", "", ""),
        ("Mo Manager", "1/1/2020", "", "", ""),
        ("Mo Manager", TODAY, "", "", ""),
        ("Mo Manager", "1/7/2025", "", "", ""),
    )
    file = uploaded(clerk, "team", a_csv(TEAM, *rows), at="flitwick")
    found = ["good", "wrong", "wrong", "there", "wrong", "good", "wrong"]
    assert list(outcomes(file).values()) == found
    assert said(file, 8).startswith("Minute or paper: this seat began before today.")
    assert said(file, 3).startswith("Minute or paper: this seat is over.")
    assert said(file, 4).startswith(
        "Why their job needs it: it is empty, and Wes Warden holds none"
    )
    assert said(file, 6).startswith(
        "First day: Mo Manager joins the council on Thursday 1 May 2025"
    )
    told = OutboxMessage.objects.count()
    started(clerk, file)
    assert OutboxMessage.objects.count() == told + 1  # Mo alone
    seat = TeamMember.objects.get(membership=wes)
    assert (seat.minute, str(seat.ends_on), seat.meant_from) == ("Minute 25/11", "2025-07-01", None)
    assert TeamMember.objects.get(membership=mo).is_waiting  # for the undertaking, as by hand
    reviews = dict(TeamChange.objects.values_list("seat__membership__person__name", "review"))
    assert reviews["Wes Warden"] == "not_needed"
    assert "Minute 25/11" in clerk.get("/c/flitwick/team/?on=2025-06-15").content.decode()


def test_undertakings_signed_on_paper(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    row = ("Ana", YESTERDAY, "File 7")
    file = judged(adam, "undertakings", UNDERTAKINGS, row)
    assert "The undertaking has no words yet." in said(file, 2)
    a_text(cast.ashford)
    file = judged(adam, "undertakings", UNDERTAKINGS, row, ("Cora", TOMORROW, "File 8"))
    assert said(file, 2) == "Person: Ana is not on the team."
    cast.ashford.team_members.create(membership=member(cast.ana), starts_on=today())
    file = imported(adam, "undertakings", a_csv(UNDERTAKINGS, row))
    given = Undertaking.objects.get()
    assert (given.paper_reference, given.recorded_by) == ("File 7", cast.adam)
    assert outcomes(uploaded(adam, "undertakings", a_csv(UNDERTAKINGS, row))) == {2: "there"}
