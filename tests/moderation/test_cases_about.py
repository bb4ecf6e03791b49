"""A case about one of the council's people, the clerk above all: it goes round them, unseen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.councils.rulebook import shipped
from accounts.dates import today
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.cases.actions import close_case, open_case, record_advice
from moderation.cases.handlers import offices_for
from moderation.cases.models import Case
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.councilsm.posting import not_sent
from tests.moderation.capturing import captured
from tests.moderation.casing import CASES, THREAT, form, logged, opened

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"

#: Priya has every duty that shows lists of what was done, and Cora acts for her.
CLERKS_RULES = RULES | {
    "cover": chosen(["town-clerk", "comms-officer"]),
    "read_trail": chosen({"offices": ["town-clerk"]}),
    "manage_people": chosen({"offices": ["town-clerk"]}),
    "log_moderation": chosen({"offices": ["town-clerk", "comms-officer"]}),
}


@pytest.fixture
def about_priya(cast: Cast, as_: As) -> Case:
    """Ana said that Priya did it; Cora is next in the order of cover."""
    a_rulebook(cast.ashford, **CLERKS_RULES)
    priya = cast.priya.memberships.get(council=cast.ashford).pk
    sent = as_(cast.ana).post(
        f"{CASES}new/", form(concerns="yes", about=priya, words=THREAT, handle="jo_smith")
    )
    assert sent.status_code == 302
    return Case.objects.get()


def test_case_about_the_clerk_goes_on_to_the_next_once_its_office_is_vacant(
    cast: Cast, as_: As, about_priya: Case
) -> None:
    """Cora, whose it was, leaves; the caretaker is next, and the clerk still is not."""
    rules = CLERKS_RULES | {"caretaker": chosen("administrator")}
    a_rulebook(cast.ashford, **rules)
    assert as_(cast.adam).get(about_priya.get_absolute_url()).status_code == 404
    gone = cast.ashford.appointments.filter(membership__person=cast.cora)
    gone.update(ends_on=today() - timedelta(days=1))
    page = as_(cast.adam).get(about_priya.get_absolute_url())
    assert page.status_code == 200
    assert "Not Priya" in page.content.decode()
    assert as_(cast.priya).get(about_priya.get_absolute_url()).status_code == 404


def test_case_about_the_clerk_goes_to_the_next_in_order(
    cast: Cast, as_: As, about_priya: Case
) -> None:
    assert OutboxMessage.objects.get().recipient == cast.cora.email
    page = as_(cast.cora).get(f"{CASES}RC-0001/").content.decode()
    assert THREAT in page
    assert "who does not see it" in page
    assert (
        "Communications Officer" in as_(cast.ana).get(f"{CASES}RC-0001/received/").content.decode()
    )


def test_clerk_finds_nothing_of_it_anywhere(cast: Cast, as_: As, about_priya: Case) -> None:
    """Pages, lists, Home, the trail, the log, evidence, and messages that were not sent."""
    OutboxMessage.objects.update(state="failed")
    other = not_sent(cast)
    clerk, item = as_(cast.priya), about_priya.items.get().item
    for step in ("", "received/", "note/", "say/", "referrals.csv"):
        assert clerk.get(f"{CASES}RC-0001/{step}").status_code == 404, step
    for path in (
        *(CASES, f"{CASES}?show=all", HOME, "/c/ashford/trail/", "/c/ashford/undelivered/"),
        *(
            "/c/ashford/moderation/",
            "/c/ashford/moderation/?q=park",
            "/c/ashford/moderation/evidence/",
        ),
    ):
        page = clerk.get(path).content.decode()
        for word in ("RC-0001", item.reference, "estricted needs you", THREAT, "jo_smith"):
            assert word not in page, (path, word)
    assert "1 message was not sent" in clerk.get(HOME).content.decode()
    assert other.subject in clerk.get("/c/ashford/undelivered/").content.decode()
    hidden = OutboxMessage.objects.exclude(pk=other.pk).get()
    for verb in ("again", "leave"):
        assert clerk.post(f"/c/ashford/undelivered/{hidden.pk}/{verb}/").status_code == 404
    assert clerk.get(f"/c/ashford/moderation/{item.reference}/").status_code == 404


def test_office_of_cover_keeps_it_when_the_clerk_is_away_and_back(
    cast: Cast, as_: As, about_priya: Case, travel: Callable[[date], None]
) -> None:
    travel(today() + timedelta(days=40))
    assert as_(cast.cora).get(f"{CASES}RC-0001/").status_code == 200
    assert as_(cast.priya).get(f"{CASES}RC-0001/").status_code == 404


def test_case_about_whoever_covers_for_the_clerk_waits_for_the_clerk(cast: Cast) -> None:
    a_rulebook(cast.ashford, **CLERKS_RULES)
    case = opened(cast, about=cast.cora)
    assert case.goes_to is None
    assert OutboxMessage.objects.get().recipient == cast.priya.email


def test_sole_clerk_leaves_it_to_the_chair(cast: Cast, as_: As) -> None:
    """No order of cover is set: the caretaker, which the rulebook names, takes it."""
    a_rulebook(cast.ashford, **RULES | {"caretaker": chosen("auditor")})
    opened(cast, about=cast.priya)
    assert OutboxMessage.objects.get().recipient == cast.rita.email
    assert as_(cast.rita).get(f"{CASES}RC-0001/").status_code == 200


def test_where_nobody_is_left_the_opener_takes_it_to_the_monitoring_officer(
    cast: Cast, as_: As
) -> None:
    cast.ashford.monitoring_officer = "monitoring@county.example"
    cast.ashford.save(update_fields=["monitoring_officer"])
    opened(cast, about=cast.priya)
    assert not OutboxMessage.objects.exists()
    page = as_(cast.ana).get(f"{CASES}RC-0001/").content.decode()
    assert "Put it before the Monitoring Officer" in page
    assert "monitoring@county.example" in page
    assert as_(cast.priya).get(f"{CASES}RC-0001/").status_code == 404


def test_clerk_is_kept_out_once_it_is_known_whom_it_concerns(cast: Cast, as_: As) -> None:
    """Cora, let in by name, says it; it then goes to the next, and Priya does not see it."""
    a_rulebook(cast.ashford, **RULES | {"caretaker": chosen("auditor")})
    case = opened(cast)
    clerk, cora = as_(cast.priya), cast.cora.memberships.get().pk
    clerk.post(f"{CASES}RC-0001/people/", {"person": cora, "reason": "x"})
    OutboxMessage.objects.all().delete()
    said = {"about": cast.priya.memberships.get().pk, "words": "It was her telephone."}
    assert clerk.post(f"{CASES}RC-0001/concerns/", said).status_code == 409
    assert as_(cast.cora).post(f"{CASES}RC-0001/concerns/", said).status_code == 302
    assert OutboxMessage.objects.get().recipient == cast.rita.email
    case.refresh_from_db()
    assert case.about == cast.priya
    assert clerk.get(f"{CASES}RC-0001/").status_code == 404
    again = {"person": said["about"], "reason": "x"}
    assert as_(cast.rita).post(f"{CASES}RC-0001/people/", again).status_code == 409


def test_nobody_opens_a_case_about_themself_or_the_person_affected(cast: Cast, as_: As) -> None:
    ana, dev = cast.ana.memberships.get().pk, cast.dev.memberships.get().pk
    for changes in ({"about": ana}, {"about": dev, "affected": dev}):
        page = as_(cast.ana).post(f"{CASES}new/", form(concerns="yes", **changes))
        assert page.status_code == 409
    assert not Case.objects.exists()


def test_people_of_other_councils_are_not_offered(cast: Cast, as_: As) -> None:
    oscar = cast.oscar.memberships.get().pk
    assert as_(cast.ana).post(f"{CASES}new/", form(affected=oscar)).status_code == 422


def test_a_new_clerk_reads_it(cast: Cast, as_: As) -> None:
    """It is kept from the person, not from the office."""
    a_rulebook(cast.ashford, **RULES | {"caretaker": chosen("auditor")})
    opened(cast, about=cast.priya)
    nora = a_member(cast.ashford, "Nora", "town-clerk")
    assert as_(nora).get(f"{CASES}RC-0001/").status_code == 200


def test_each_kind_follows_its_own_rule(cast: Cast, as_: As) -> None:
    """Hijacked accounts are the administrator's here, crime the auditor's, the rest unset."""
    named = chosen({"hijack": ["administrator"], "crime": ["auditor"]})
    a_rulebook(cast.ashford, **RULES | {"restricted_cases": named})
    readers = {"hijack": cast.adam, "crime": cast.rita, "abuse": cast.priya, "breach": cast.priya}
    for kind, reader in readers.items():
        more: dict[str, Any] = {"account": cast.page} if kind == "hijack" else {}
        case = open_case(
            council=cast.ashford, kind=kind, what="x", actor=cast.ana, item=None, **more
        )
        assert OutboxMessage.objects.latest("pk").recipient == reader.email
        for person in (cast.adam, cast.rita, cast.priya, cast.cora):
            found = as_(person).get(case.get_absolute_url()).status_code
            assert found == (200 if person == reader else 404), (kind, person)
    page = as_(cast.adam).get(f"{CASES}RC-0001/").content.decode()
    assert "Change the password" in page
    assert cast.page.get_absolute_url() in page


def test_evidence_of_a_case_opens_for_its_readers_alone(cast: Cast, as_: As) -> None:
    evidence = captured(cast)
    opened(cast, item=evidence.item)
    address = f"/c/ashford/moderation/evidence/{evidence.uid}/"
    assert str(evidence.uid) in as_(cast.priya).get(f"{CASES}RC-0001/").content.decode()
    assert as_(cast.priya).get(address).status_code == 200
    for person in (cast.cora, cast.rita, cast.ana):
        assert as_(person).get(address).status_code == 404


def test_logged_item_begins_a_case(cast: Cast, as_: As) -> None:
    item = logged(cast)
    assert as_(cast.cora).get(f"{CASES}new/?item={item.number}").status_code == 200
    sent = as_(cast.cora).post(f"{CASES}new/?item={item.number}", form())
    assert sent.status_code == 302
    assert Case.objects.get().items.get().item == item
    assert THREAT not in as_(cast.cora).get("/c/ashford/moderation/").content.decode()


@pytest.mark.clause("LLTC-8.1-a")
def test_either_of_leighton_linslades_two_officers_reads_it_and_advises(cast: Cast) -> None:
    """The rule by which abuse is reported and the one by which its case is read name the same."""
    book = shipped("leighton-linslade")
    route = book.rules.report_abuse.value
    assert route
    assert set(route.offices) == set(offices_for(book, Case.Kind.ABUSE)) != set()
    rules = RULES | {"restricted_cases": chosen({"abuse": ["town-clerk", "events-officer"]})}
    a_rulebook(cast.ashford, **rules)
    case = opened(cast, by=cast.dev)
    with pytest.raises(RuleBroken, match="Say what advice was given"):
        close_case(case=case, outcome="advised", words="Blocked", actor=cast.priya)
    case = record_advice(case=case, words="Keep the post", actor=cast.ana)
    close_case(case=case, outcome="advised", words="Blocked", actor=cast.priya)
