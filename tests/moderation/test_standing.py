"""A standing approval: asked for and decided."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.dates import months_later, today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content
from moderation.drafts.actions.standing_deciding import approve_standing, end_standing
from moderation.drafts.actions.standing_use import use_standing
from moderation.drafts.models import Decision, Draft, StandingApproval
from tests.cast import RULES, AccountFactory, Cast, a_member, a_rulebook, assemble, chosen
from tests.moderation.standing import (
    DECIDE,
    END,
    LIST,
    SA,
    TEXT,
    USE,
    asked_for,
    days,
    filled_in,
    sent_to,
)
from tests.moderation.test_races import at_once

As = Callable[[Person], Client]


class TestDeciding:
    def test_it_is_asked_for_and_approved_by_whom_the_rulebook_lets(
        self, cast: Cast, as_: As, proposed: StandingApproval
    ) -> None:
        assert any("Standing approval asked for" in subject for subject in sent_to(cast.priya))
        page = as_(cast.priya).get(SA).content.decode()
        assert "{place} is closed on {date}" in page and proposed.digest in page
        outcome = {"outcome": "approve", "digest": proposed.digest}
        assert as_(cast.priya).post(DECIDE, outcome).status_code == 302
        proposed.refresh_from_db()
        assert (proposed.status, proposed.decider) == ("approved", cast.priya)
        assert proposed.office and proposed.office.key == "town-clerk"
        assert proposed.source == "the council's decision of 12 May 2026, minute 24/101"
        assert any("Standing approval given" in subject for subject in sent_to(cast.ana))
        verbs = [event.verb for event in AuditEvent.objects.about(proposed)]
        assert verbs == ["standing.proposed", "standing.approved"]
        assert "Use it" in as_(cast.ana).get(LIST).content.decode()

    @pytest.mark.parametrize(
        ("name", "status"),
        [("ana", 403), ("cora", 403), ("adam", 403), ("dev", 403), ("leo", 404), ("oscar", 404)],
    )
    def test_nobody_else_decides(
        self, cast: Cast, as_: As, proposed: StandingApproval, name: str, status: int
    ) -> None:
        outcome = {"outcome": "approve", "digest": proposed.digest}
        assert as_(getattr(cast, name)).post(DECIDE, outcome).status_code == status
        proposed.refresh_from_db()
        assert proposed.status == "waiting"

    def test_its_author_does_not_where_a_second_person_is_required(
        self, cast: Cast, as_: As
    ) -> None:
        priyas = as_(cast.priya)
        priyas.post(f"{LIST}new/", asked_for(cast))
        standing = StandingApproval.objects.get()
        assert "someone else must decide it" in priyas.get(SA).content.decode()
        outcome = {"outcome": "approve", "digest": standing.digest}
        assert priyas.post(DECIDE, outcome).status_code == 409
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
        assert as_(cast.priya).post(DECIDE, outcome).status_code == 302
        standing.refresh_from_db()
        assert standing.own_authority is True

    def test_a_refusal_has_words_that_the_author_reads(
        self, cast: Cast, as_: As, proposed: StandingApproval
    ) -> None:
        refusal = {"outcome": "refuse", "digest": proposed.digest, "note": ""}
        assert as_(cast.priya).post(DECIDE, refusal).status_code == 422
        response = as_(cast.priya).post(DECIDE, refusal | {"note": "Ask each time."})
        assert response.status_code == 302
        assert "Ask each time." in as_(cast.ana).get(SA).content.decode()
        assert as_(cast.ana).get(USE).status_code == 409

    def test_deciding_twice_or_with_another_digest_is_refused(
        self, cast: Cast, as_: As, proposed: StandingApproval
    ) -> None:
        stale = {"outcome": "approve", "digest": "0" * 64}
        assert as_(cast.priya).post(DECIDE, stale).status_code == 409
        proposed.accounts.add(AccountFactory(council=cast.ashford, name="Slipped in", handle="x"))
        changed = {"outcome": "approve", "digest": proposed.digest}
        assert as_(cast.priya).post(DECIDE, changed).status_code == 409
        proposed.accounts.set([cast.page])
        assert as_(cast.priya).post(DECIDE, changed).status_code == 302
        again = as_(cast.priya).post(DECIDE, changed | {"outcome": "refuse", "note": "No."})
        assert again.status_code == 409
        assert "Priya already decided SA-0001" in again.content.decode()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"words": "Closed on {day}."}, "There is no blank {day}"),
            ({"words": "Closed {{date}}."}, "only around a blank"),
            ({"words": "Closed { on {date}."}, "only around a blank"),
            ({"words": "Closed \u202e{date}."}, "hidden character"),
            ({"words": "Closed \u2067{date}."}, "cannot be seen"),
            ({"words": "Closed \x07{date}."}, "cannot be seen"),
            ({"words": "Closed {<b>}."}, "only around a blank"),
            ({"words": "x" * 5_001}, "Use 5,000 characters at most. These are 5001"),
            ({"words": "  "}, "Enter the words"),
            ({"sites": ""}, "Say which sites"),
            ({"places": " "}, "Say which places"),
            ({"places": "High Street\n<b>Church Lane</b>"}, "Enter one place a line"),
            ({"title": "Closures \u202e"}, "hidden character"),
            ({"sites": "not a site"}, "Enter a site such as"),
            ({"accounts": []}, "Choose at least one account"),
            ({"kind": "share"}, "Select one of the choices"),
        ],
    )
    def test_a_faulty_proposal_keeps_what_was_typed(
        self, cast: Cast, as_: As, changes: dict[str, Any], words: str
    ) -> None:
        response = as_(cast.ana).post(f"{LIST}new/", asked_for(cast, **changes))
        page = response.content.decode()
        assert response.status_code == 422
        assert words in page and "Road closures" in page
        assert not StandingApproval.objects.exists()

    @pytest.mark.parametrize(("first", "beyond"), [(0, 1), (-1, -335), (0, 135), (30, 15)])
    def test_it_lasts_twelve_months_at_most_and_starts_no_earlier_than_today(
        self, cast: Cast, as_: As, first: int, beyond: int
    ) -> None:
        longest = months_later(today(), 12)
        ask = asked_for(
            cast,
            **days("starts_on", today() + timedelta(days=first)),
            **days("ends_on", longest + timedelta(days=beyond)),
        )
        assert as_(cast.ana).post(f"{LIST}new/", ask).status_code == 409
        whole = asked_for(cast, **days("ends_on", longest))
        assert as_(cast.ana).post(f"{LIST}new/", whole).status_code == 302

    def test_its_days_are_judged_again_when_it_is_decided(
        self, cast: Cast, as_: As, proposed: StandingApproval
    ) -> None:
        outcome = {"outcome": "approve", "digest": proposed.digest}
        with time_machine.travel(timezone.now() + timedelta(days=181), tick=False):
            late = as_(cast.priya).post(DECIDE, outcome)
            assert late.status_code == 409 and "Its last day is past" in late.text
        with time_machine.travel(timezone.now() - timedelta(days=200), tick=False):
            early = as_(cast.priya).post(DECIDE, outcome)
            assert early.status_code == 409 and "ends within 12 months" in early.text
        proposed.refresh_from_db()
        assert proposed.status == "waiting"

    def test_an_account_closed_meanwhile_stands_in_the_way(
        self, cast: Cast, as_: As, proposed: StandingApproval
    ) -> None:
        cast.page.status = OfficialAccount.Status.CLOSED
        cast.page.save(update_fields=["status"])
        outcome = {"outcome": "approve", "digest": proposed.digest}
        assert as_(cast.priya).post(DECIDE, outcome).status_code == 409
        proposed.refresh_from_db()
        assert proposed.status == "waiting"

    def test_those_who_may_decide_find_it_under_approvals(
        self, cast: Cast, as_: As, proposed: StandingApproval
    ) -> None:
        queue = as_(cast.priya).get("/c/ashford/approvals/").text
        assert f'href="{LIST}?show=decide">Standing (1)' in queue
        assert "1 standing approval to decide" in as_(cast.priya).get("/c/ashford/home/").text
        assert "SA-0001" in as_(cast.priya).get(f"{LIST}?show=decide").text
        approve_standing(standing=proposed, digest=proposed.digest, actor=cast.priya)
        assert "Standing (0)" in as_(cast.priya).get("/c/ashford/approvals/").text
        assert "SA-0001" not in as_(cast.priya).get(f"{LIST}?show=decide").text

    def test_another_councils_is_not_found(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        oscars = as_(cast.oscar)
        for path in (LIST, SA, USE, END):
            assert oscars.get(path).status_code == 404
        assert oscars.get("/c/barham/standing-approvals/SA-0001/").status_code == 404


def test_the_list_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    browser = as_(cast.ana)
    for number in range(5):
        browser.post(f"{LIST}new/", asked_for(cast, title=f"Closures {number}"))
    with queries(at_most=6):
        assert browser.get(LIST).status_code == 200


@pytest.mark.database
def test_the_database_keeps_its_words(cast: Cast, standing: StandingApproval) -> None:
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        StandingApproval.objects.filter(pk=standing.pk).update(words="Vote for us.")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        StandingApproval.objects.filter(pk=standing.pk).update(places="Vote Green")


@pytest.mark.database
def test_the_database_refuses_its_author_deciding_unmarked(
    cast: Cast, proposed: StandingApproval
) -> None:
    refused = pytest.raises(IntegrityError, match="standing_by_another_unless_marked")
    with refused, transaction.atomic():
        StandingApproval.objects.filter(pk=proposed.pk).update(
            status="approved", decider=cast.ana, decided_at=timezone.now()
        )


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def cast(self, transactional_db: None) -> Cast:
        return assemble()

    def fresh(self) -> StandingApproval:
        return StandingApproval.objects.select_related("council").get()

    def test_one_decision_of_many(self, cast: Cast, proposed: StandingApproval) -> None:
        clerks = [a_member(cast.ashford, f"Clerk {number}", "town-clerk") for number in range(6)]

        def approve(clerk: Person) -> Callable[[], Any]:
            return lambda: approve_standing(
                standing=self.fresh(), digest=proposed.digest, actor=clerk
            )

        outcomes = at_once([approve(clerk) for clerk in clerks])
        assert sum(isinstance(outcome, StandingApproval) for outcome in outcomes) == 1, outcomes
        assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 5

    def test_ended_while_used(self, cast: Cast, standing: StandingApproval) -> None:
        text = TEXT.format(day=when_in_words(today() + timedelta(days=3)))
        content = Content(kind="new_post", title="Closure", texts={cast.page: text})
        used, ended = at_once(
            [
                lambda: use_standing(
                    standing=self.fresh(), content=content, working_copy={}, actor=cast.ana
                ),
                lambda: end_standing(
                    standing=self.fresh(), reason="The contract ended.", actor=cast.priya
                ),
            ]
        )
        assert isinstance(ended, StandingApproval), ended
        if isinstance(used, RuleBroken):
            assert "Priya ended SA-0001" in used.sentence
            assert not Draft.objects.exists()
        else:  # it came first, and stays
            assert used[1] == []
            assert ended.ended_at and Decision.objects.get().decided_at <= ended.ended_at
        assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("number", ["9" * 30, str(2**63), "no number"])
def test_an_account_that_no_row_could_be_is_refused(
    cast: Cast, as_: As, standing: StandingApproval, number: str
) -> None:
    browser = as_(cast.ana)
    asked = browser.post(f"{LIST}new/", asked_for(cast, accounts=[number]))
    used = browser.post(USE, filled_in(cast, accounts=[number]))
    for refused in (asked, used):
        assert refused.status_code == 422
        assert "Choose accounts from the list" in refused.text
