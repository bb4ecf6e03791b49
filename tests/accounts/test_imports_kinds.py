"""What each kind of file asks of its rows, and that each row is one action of that kind."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.grants.models import AccessGrant
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.tenancy import next_number
from tests.accounts.importing import (
    ACCESS,
    ACCOUNTS,
    ALL,
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
    uploaded,
    verbs,
)
from tests.accounts.registering import a_login, another, has_access
from tests.accounts.teaming import a_course, a_text
from tests.cast import BEGAN, Cast

As = Callable[[Person], Client]
TODAY, YESTERDAY = in_full(today()), in_full(today() - timedelta(days=1))
TOMORROW = in_full(today() + timedelta(days=1))


def test_accounts_are_entered_with_all_that_the_file_says(cast: Cast, as_: As) -> None:
    headings = (
        *("Web address", "Title", "Type", "Status", "Purpose", "Place", "Public"),
        *("Owner", "second-owner", "Monitored", "Monitored when", "Platform", "Handle"),
    )
    row = (
        *(
            "www.youtube.com/@AshfordTC",
            "Films",
            "channel",
            "Dormant",
            "Meetings",
            "Town hall",
            "no",
        ),
        *("town clerk", "Administrator", "comms-officer", "Weekdays", "", ""),
    )
    other = (
        "https://ashford.example/forum",
        "Forum",
        *[""] * 9,
        "Another platform",
        "ashford-forum",
    )
    file = imported(as_(cast.adam), "accounts", a_csv(headings, row, other))
    assert outcomes(file) == {2: "done", 3: "done"}
    account = OfficialAccount.objects.get(platform="youtube")
    assert (account.handle, account.kind, account.status) == ("AshfordTC", "channel", "dormant")
    assert (account.is_public, account.brand) == (False, "Town hall")
    offices = (account.owner, account.second_owner, account.monitored_by)
    assert [str(one) for one in offices] == [
        "Town Clerk",
        "Administrator",
        "Communications Officer",
    ]
    assert OfficialAccount.objects.get(platform="other").handle == "ashford-forum"
    assert verbs(cast) == ["account.added", "account.added"]


def test_bad_rows_of_accounts_say_what_is_wrong_with_which_column(cast: Cast, as_: As) -> None:
    headings = (*ACCOUNTS, "Platform", "Purpose", "State", "Owner", "Public")
    file = judged(
        as_(cast.adam),
        "accounts",
        headings,
        ("javascript:alert(1)", "A"),
        ("http://10.0.0.1/page", "B"),
        ("https://localhost/page", "C"),
        ("https://x.com/abcd", "D", "Myspace"),
        ("https://x.com/abce", "E", "", "Password: hunter2!"),
        ("https://x.com/abcf", "F", "", "", "Gone", "Mayor", "perhaps"),
        ("https://x.com/abcg", ""),
        ("", "H"),
        ("https://x.com/abch", "I", "Facebook"),
        ("https://ashford.example/", "J"),
        ("https://www.facebook.com/barhamcouncil", "K"),
        ("https://x.com/" + "a" * 300, "L"),
    )
    sentences = [said(file, number) for number in range(2, 14)]
    assert sentences[0].startswith("Address: enter an address that begins with https://")
    assert sentences[1].startswith("Address: enter a public web address")
    assert sentences[2].startswith("Address: enter a public web address")
    assert sentences[3] == "Platform: the address is one of X. Correct one of them."
    assert sentences[4].startswith("Purpose: this looks like a password.")
    assert sentences[5].splitlines() == [
        "State: “Gone” is not one of these: Live, Dormant, Lost control, Closed.",
        "Residents can see it: “perhaps” is neither Yes nor No.",
        "Owner: your council has no office called “Mayor”.",
    ]
    assert sentences[6] == "Name: it is empty."
    assert sentences[7] == "Address: it is empty."
    assert sentences[8] == "Platform: the address is one of X. Correct one of them."
    assert sentences[9].startswith("Platform: the address does not show it.")
    assert "Barham Town Council has this account on its public list." in sentences[10]
    assert sentences[11] == "Address: it has 314 characters; 300 at most."


def test_found_access_is_written_down_for_whom_it_is(cast: Cast, as_: As) -> None:
    """By address, handle, name on the register or way in; with or without a person."""
    login = a_login(cast)
    file = imported(
        as_(cast.priya),
        "access",
        a_csv(
            ("Level", *ACCESS[:2], "Where it was seen", "Found on", "Person"),
            ("full control", "facebook.com/AshfordCouncil", "Ana A.", "Page access", TODAY, "Ana"),
            ("Task access", "@ashfordcouncil", "Someone", "Page access", TODAY, ""),
            ("Knows the shared login", str(login), "Cora", "She said", TODAY, "Cora@example.org"),
        ),
    )
    assert outcomes(file) == {2: "done", 3: "done", 4: "done"}, list(file.rows.values())
    found = AccessGrant.objects.order_by("number")
    assert [(one.what, one.level, one.who, one.status) for one in found] == [
        ("Facebook: Main page", "full", "Ana", "found"),
        ("Facebook: Main page", "task", "Someone", "found"),
        (str(login), "shared", "Cora", "found"),
    ]
    assert all((one.found_on, one.confirmed_by) == (today(), cast.priya) for one in found)
    assert verbs(cast)[-3:] == ["grant.found"] * 3
    again = uploaded(
        as_(cast.priya), "access", a_csv(ACCESS, ("Main page", "someone", "task", TODAY, "x"))
    )
    assert (outcomes(again), said(again, 2)) == ({2: "there"}, "On record already, as A-0002.")


def test_bad_rows_of_access_say_what_is_wrong_with_which_column(cast: Cast, as_: As) -> None:
    another(cast, handle="ashfordcouncil", url="https://www.instagram.com/ashfordcouncil")
    another(
        cast, name="Old", platform="x", handle="oldone", url="https://x.com/oldone", status="closed"
    )
    page = "facebook.com/ashfordcouncil"
    file = judged(
        as_(cast.priya),
        "access",
        (*ACCESS, "Person"),
        (page, "A", "Owner", TODAY, "Seen"),
        (page, "B", "Full control", TOMORROW, "Seen"),
        (page, "C", "Full control", TODAY, "Seen. Password: hunter2!"),
        ("facebook.com/barhamcouncil", "D", "Full control", TODAY, "Seen"),
        ("@ashfordcouncil", "E", "Full control", TODAY, "Seen"),
        ("oldone", "F", "Delegate", TODAY, "Seen"),
        (page, "G", "Full control", TODAY, "Seen", "Leo"),
        (page, "H", "Full control", TODAY, "Seen", "Oscar"),
        (page, "I", "Full control", "31/02/2026", "Seen"),
    )
    sentences = [said(file, number) for number in range(2, 11)]
    assert sentences[0].startswith("Level: Facebook: Main page has no level “Owner”. It has: Task")
    assert sentences[1] == "Found on: that day is in the future."
    assert sentences[2].startswith("Where it was seen: this looks like a password.")
    assert "“facebook.com/barhamcouncil” is not on your register." in sentences[3]
    assert "may be Facebook: Main page or Instagram: Events." in sentences[4]
    assert sentences[5].endswith("X: Old is closed, so nobody has access to it.")
    assert sentences[6].startswith("Person: Leo left on ")
    assert sentences[7].startswith("Person: nobody called “Oscar” is on your list of people.")
    assert sentences[8].startswith("Found on: “31/02/2026” is no date.")


def test_access_on_record_is_not_written_down_again(cast: Cast, as_: As) -> None:
    has_access(cast, cast.ana)
    has_access(cast, cast.cora, ends_on=today() - timedelta(days=1), starts_on=BEGAN)
    assert [next_number(cast.ashford, "A") for _ in range(2)] == [1, 2]
    row = ("Main page", "Ana on Facebook", "Full control", TODAY, "Seen", "Ana")
    over = ("Main page", "Cora on Facebook", "Full control", TODAY, "Seen", "Cora")
    file = imported(as_(cast.priya), "access", a_csv((*ACCESS, "Person"), row, over))
    assert outcomes(file) == {2: "there", 3: "done"}


KINDS_OF_ROWS = {
    "accounts": (ACCOUNTS, lambda n: (f"https://x.com/account{n}", f"Account {n}")),
    "access": (ACCESS, lambda n: ("Main page", f"Person {n}", "Task access", TODAY, "Page access")),
    "people": (PEOPLE, lambda n: (f"Person {n}", "employee", TODAY, "no", f"p{n}@example.org")),
    "training": (
        TRAINING,
        lambda n: ("Ana", "Using social media", f"{n % 28 + 1}/5/{1950 + n // 28}", "F"),
    ),
    "team": (TEAM, lambda n: ("Ana", f"1/1/{2000 + n}", f"1/2/{2000 + n}", "", "M")),
    "undertakings": (UNDERTAKINGS, lambda n: ("Ana", YESTERDAY, "F")),
}


@pytest.mark.parametrize("kind", KINDS_OF_ROWS)
def test_a_preview_asks_as_much_for_hundreds_of_rows_as_for_two(
    cast: Cast, as_: As, kind: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    a_course(cast.ashford)
    a_text(cast.ashford)
    headings, row = KINDS_OF_ROWS[kind]
    adam = as_(cast.adam)
    adam.get(f"{ALL}{kind}/")
    with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
        file = uploaded(adam, kind, a_csv(headings, *(row(number) for number in range(400))))
    assert file.rows.count() == 400
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        assert adam.get(f"{ALL}{file.pk}/").status_code == 200
