"""People of agencies, contractors and partners: named with whom they work for, in or not."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.actions import change_contact
from accounts.people.actions.members import add_member
from accounts.people.models import Membership, Person
from accounts.team.actions import give_undertaking
from accounts.training.actions import record_completion
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.granting import Travel, ask_url, decide, wanted
from tests.accounts.importing import a_csv, imported, outcomes
from tests.accounts.teaming import a_course, a_text, flitwick, joining, named, of
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
NEW = "/c/ashford/people/new/"
FIRM, DESK = "Bright Media Ltd", "Studio desk, 01234 567890"


def newcomer(**more: Any) -> dict[str, Any]:
    """What the page for a new person posts: somebody of an agency, who will not sign in."""
    return {
        "name": "Ayo Agency",
        "sign_in": "no",
        "email": "",
        "category": "agency",
        "organisation": FIRM,
        "contact": DESK,
        "line_manager": "",
        **in_boxes("starts_on", today()),
        **more,
    }


def holder(cast: Cast, as_: As, **more: Any) -> Membership:
    """Adam adds them, Priya asks for their access to the page and grants it."""
    assert as_(cast.adam).post(NEW, newcomer(**more)).status_code == 302
    ayo = Membership.objects.get(person__name="Ayo Agency")
    as_(cast.priya).post(ask_url(cast), wanted(membership=ayo.pk))
    assert decide(as_, cast.priya, cast.ashford.access_grants.get()).status_code == 302
    return ayo


def who_has_access(browser: Client, day: date | None = None) -> list[tuple[str, str]]:
    """Who is on the register of access on a day, and as what they belong to the council."""
    asked = {"on": day.isoformat()} if day else {}
    response: Any = browser.get("/c/ashford/registers/access.csv", asked)
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return [(row["Who"], row["Category"]) for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.clause("LLTC-3.1-a")
def test_an_agencys_person_without_a_sign_in_is_on_the_register(cast: Cast, as_: As) -> None:
    ayo = holder(cast, as_)
    assert not ayo.can_sign_in and ayo.person.email is None
    rita = as_(cast.rita)
    assert who_has_access(rita) == [("Ayo Agency", f"Agency worker, {FIRM}")]
    assert FIRM in rita.get("/c/ashford/registers/access/").text
    assert FIRM in rita.get("/c/ashford/access/").text
    grant = cast.ashford.access_grants.get()
    page = as_(cast.priya).get(grant.get_absolute_url()).text
    for words in ("Ayo Agency", f"Agency worker, {FIRM}", "No sign-in", DESK):
        assert words in page
    assert DESK not in as_(cast.ana).get(grant.get_absolute_url()).text
    event = AuditEvent.objects.get(verb="membership.started", object_id=ayo.pk)
    assert FIRM in event.detail.new and DESK not in event.detail.new  # the trail needs no number


def test_whom_they_work_for_is_changed_and_known_for_days_before(
    cast: Cast, as_: As, travel: Travel
) -> None:
    ayo = holder(cast, as_)
    first = today()
    travel(date(2026, 12, 1) if first < date(2026, 12, 1) else date(2028, 1, 5))
    adam, page = as_(cast.adam), f"/c/ashford/people/{ayo.pk}/"
    assert FIRM in adam.get(page).text and DESK in adam.get(page).text
    sent = {"contact-organisation": "Brighter Ltd", "contact-contact": DESK}
    assert adam.post(f"{page}contact/", sent).status_code == 302
    again = adam.post(f"{page}contact/", sent)
    assert again.status_code == 409 and "Nothing would change" in again.text
    hidden = adam.post(f"{page}contact/", {**sent, "contact-contact": "Desk\u202e1"})
    assert hidden.status_code == 409
    assert who_has_access(adam) == [("Ayo Agency", "Agency worker, Brighter Ltd")]
    assert who_has_access(adam, first) == [("Ayo Agency", f"Agency worker, {FIRM}")]
    assert "Organisation or contact changed" in adam.get(page).text
    assert "Changed: whom they work for" in adam.get(page).text
    AuditDetail.objects.filter(event__verb="membership.contact").delete()
    ((_, category),) = who_has_access(adam, first)
    assert category == "Agency worker, Not known as at this day"


def test_how_they_are_reached_is_changed_and_not_copied_to_the_trail(cast: Cast, as_: As) -> None:
    ayo = holder(cast, as_)
    adam, page = as_(cast.adam), f"/c/ashford/people/{ayo.pk}/"
    sent = {"contact-organisation": FIRM, "contact-contact": "Ayo, 07700 900123"}
    assert adam.post(f"{page}contact/", sent).status_code == 302
    shown = adam.get(page).text
    assert "07700 900123" in shown and "Changed: how they are reached" in shown
    for detail in AuditDetail.objects.all():
        assert "07700" not in detail.old + detail.new and DESK not in detail.old + detail.new


def test_two_who_change_it_at_once_do_not_overwrite_each_other(cast: Cast, as_: As) -> None:
    ayo = holder(cast, as_)
    adam, page = as_(cast.adam), f"/c/ashford/people/{ayo.pk}/"
    read = adam.get(page).context["contact_form"]["read"].value()
    sent = {"contact-organisation": FIRM, "contact-contact": "Desk 2", "contact-read": read}
    assert adam.post(f"{page}contact/", sent).status_code == 302
    late = adam.post(f"{page}contact/", {**sent, "contact-contact": "Desk 3"})
    assert late.status_code == 409 and "Somebody changed this entry" in late.text
    assert 'value="Desk 3"' in late.text  # nothing typed is lost
    ayo.refresh_from_db()
    assert ayo.contact == "Desk 2"


@pytest.mark.parametrize(
    ("organisation", "contact", "words"),
    [
        ("x" * 121, "", "at most 120 characters whom they work for"),
        ("", "x" * 201, "at most 200 characters how they are reached"),
    ],
)
def test_the_actions_refuse_what_is_too_long(
    cast: Cast, organisation: str, contact: str, words: str
) -> None:
    ana = cast.ana.memberships.get()
    with pytest.raises(RuleBroken, match=words):
        change_contact(membership=ana, organisation=organisation, contact=contact, actor=cast.adam)
    with pytest.raises(RuleBroken, match=words):
        add_member(
            council=cast.ashford,
            name="Nia",
            email=None,
            can_sign_in=False,
            category="agency",
            starts_on=today(),
            organisation=organisation,
            contact=contact,
            actor=cast.adam,
        )
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"organisation": "x" * 121}, "at most 120 characters"),
        ({"contact": "x" * 201}, "at most 200 characters"),
    ],
)
def test_too_long_is_refused_and_kept(
    cast: Cast, as_: As, changes: dict[str, str], words: str
) -> None:
    response = as_(cast.adam).post(NEW, newcomer(**changes))
    assert (response.status_code, words in response.text) == (422, True)
    assert next(iter(changes.values())) in response.text
    assert not Membership.objects.filter(person__name="Ayo Agency").exists()


def test_they_come_by_spreadsheet_too(cast: Cast, as_: As) -> None:
    headings = ("Name", "Belongs as", "First day", "Signs in", "Works for", "Contact")
    row = ("Ayo Agency", "Agency worker", today().isoformat(), "No", FIRM, DESK)
    file = imported(as_(cast.adam), "people", a_csv(headings, row))
    assert outcomes(file) == {2: "done"}
    ayo = Membership.objects.get(person__name="Ayo Agency")
    assert (ayo.organisation, ayo.contact) == (FIRM, DESK)


# --- Authorised users ---------------------------------------------------------------------------


@pytest.mark.clause("FTC-3-a")
def test_a_contractor_is_designated_and_a_councillor_in_scope_is_not(db: None, as_: As) -> None:
    """Designated by a seat on the team, once they are trained and have given the undertaking."""
    council = flitwick(live=True)
    tessa = named("Tessa Clerk")
    text, course = a_text(council, actor=tessa), a_course(council)
    clerk = as_(tessa)
    connie = a_member(council, "Connie Contractor", category="contractor")
    a_member(council, "Cllr Cole", category="councillor")
    join = "/c/flitwick/team/join/"
    assert clerk.post(join, joining(of("Connie Contractor"))).status_code == 409  # untrained
    assert "Connie Contractor" not in members(clerk)
    record_completion(
        course=course,
        membership=of("Connie Contractor"),
        completed_on=today(),
        paper_reference="File 7",
        actor=tessa,
    )
    assert clerk.post(join, joining(of("Connie Contractor"))).status_code == 302
    give_undertaking(membership=of("Connie Contractor"), text=text, actor=connie)
    assert "Connie Contractor" in members(clerk)
    assert "Cllr Cole" not in members(clerk)
    # Both are people of the council's policy, by its own clause; the duties come with the seat.
    policy = council.policies.get(carries_rules=True)
    page = clerk.get(f"/c/flitwick/policies/manage/{policy.slug}/").text
    for category in ("Contractor", "Councillor"):
        assert f"{category}: it binds them" in page
    assert page.count("/policies/clauses/FTC-3-a/") >= 2
    assert duties(clerk, "Connie Contractor") > duties(clerk, "Cllr Cole")


def members(browser: Client) -> list[str]:
    """Who sits on the team today, as its page shows it."""
    return [one.goes_by for one in browser.get("/c/flitwick/team/").context["team"].members]


def duties(browser: Client, name: str) -> set[str]:
    """What somebody may do today, as their record shows it."""
    page = browser.get(f"/c/flitwick/people/{of(name).pk}/record/")
    return {row[0] for row in page.context["duties"]}
