"""Being away: by date alone the next office in the council's order acts, and the trail says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.actions.absences import record_absence
from accounts.people.models import Absence, Appointment, Person
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.drafts.models import Decision
from tests.accounts.absenting import COVER, away, member
from tests.accounts.changing import changing, in_boxes
from tests.cast import Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]
LIST, NEW, HOME = "/c/ashford/absences/", "/c/ashford/absences/new/", "/c/ashford/home/"
QUEUE = "/c/ashford/approvals/"


@pytest.fixture
def covered(cast: Cast) -> Cast:
    a_rulebook(cast.ashford, **COVER)
    return cast


def fresh(person: Person) -> Person:
    """As the next request finds them."""
    return Person.objects.get(pk=person.pk)


def duties(cast: Cast, person: Person) -> set[Duty]:
    standing = fresh(person).membership_at(cast.ashford)
    assert standing is not None
    return set(standing.duties)


def typed(person: Person, starts: int = 0, ends: int | None = 3, **more: Any) -> dict[str, Any]:
    last = in_boxes("ends_on", today() + timedelta(days=ends)) if ends is not None else {}
    return {
        "membership": member(person).pk,
        **in_boxes("starts_on", today() + timedelta(days=starts)),
        **last,
        **more,
    }


def test_the_clerk_is_away_and_the_next_office_acts(covered: Cast, as_: As) -> None:
    draft = waiting(covered)
    cora = as_(covered.cora)
    assert cora.get(decide(draft)).status_code == 403
    assert as_(covered.priya).post(NEW, typed(covered.priya)).status_code == 302
    # Nothing ran meanwhile: it holds from the day alone.
    assert "Cora (Communications Officer) acts while Priya is away" in page(cora, HOME)
    assert "1 draft" in page(cora, HOME)
    assert draft.title in page(cora, QUEUE)
    assert cora.post(decide(draft), decision(draft)).status_code == 302
    made = Decision.objects.get()
    assert made.decided_by == "Cora (Communications Officer, covering for the Town Clerk)"
    assert made.decider == covered.cora
    assert made.decided_by in page(cora, draft.get_absolute_url())
    event = AuditEvent.objects.get(verb="draft.approved")
    assert event.office_id == made.office_id != made.covering_id
    assert '"covering":"Town Clerk"' in AuditDetail.objects.get(event=event).new
    assert "Covering for the Town Clerk" in page(cora, draft.get_absolute_url())


def test_who_records_an_absence_is_told_who_acts_or_that_nobody_does(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    assert LIST in page(adam, "/c/ashford/people/")
    told = adam.post(NEW, typed(cast.priya), follow=True).content.decode()
    assert "Recorded: Priya away. Nobody acts for the Town Clerk." in told
    a_rulebook(cast.ashford, **COVER)
    told = adam.post(NEW, typed(cast.cora), follow=True).content.decode()
    said = "Communications Officer: Ana (Events Officer) acts while Cora is away."
    assert f"Recorded: Cora away. {said}" in told
    a_member(cast.ashford, "Rolf", "auditor")
    told = adam.post(NEW, typed(cast.rita), follow=True).content.decode()
    assert "Recorded: Rita away. Rolf acts as Internal Auditor." in told


def page(browser: Client, url: str) -> str:
    return " ".join(browser.get(url).content.decode().split())


@pytest.mark.parametrize(
    ("starts", "ends", "acts"),
    [(-3, -1, False), (-3, 0, True), (0, 0, True), (1, 3, False), (-1, None, True)],
)
def test_cover_holds_on_the_days_of_the_absence(
    covered: Cast, starts: int, ends: int | None, acts: bool
) -> None:
    away(covered, covered.priya, starts, ends)
    assert (Duty.AUTHORISE_POSTS in duties(covered, covered.cora)) is acts
    holders = Person.objects.holding(
        covered.ashford, covered.ashford.rulebook.rules.authorise_reply.value
    )
    assert set(holders) == {covered.priya, *([covered.cora] if acts else [])}


def test_the_order_goes_on_to_who_is_there(covered: Cast) -> None:
    away(covered, covered.priya)
    away(covered, covered.cora)
    assert Duty.AUTHORISE_POSTS not in duties(covered, covered.cora)
    # Ana holds the last office: she acts for both.
    assert duties(covered, covered.ana) >= {Duty.AUTHORISE_POSTS, Duty.RECORD_POSTS}
    standing = fresh(covered.ana).membership_at(covered.ashford)
    assert standing is not None
    assert standing.titles == [
        "Events Officer, covering for the Town Clerk",
        "Events Officer, covering for the Communications Officer",
    ]


def test_a_vacant_office_is_covered_too(covered: Cast) -> None:
    Appointment.objects.filter(membership=member(covered.priya)).update(
        ends_on=today() - timedelta(days=1)
    )
    assert Duty.AUTHORISE_POSTS in duties(covered, covered.cora)
    assert Duty.AUTHORISE_POSTS not in duties(covered, covered.ana)


def test_nobody_acts_where_no_rule_says_who(cast: Cast, as_: As) -> None:
    away(cast, cast.priya)
    assert Duty.AUTHORISE_POSTS not in duties(cast, cast.cora)
    assert "no rule on cover yet" in page(as_(cast.cora), LIST)


def test_nobody_decides_their_own_draft_as_a_stand_in(covered: Cast, as_: As) -> None:
    a_rulebook(covered.ashford, **COVER | {"second_person": chosen([])})
    away(covered, covered.priya)
    own, other = waiting(covered, author=covered.cora), waiting(covered)
    cora = as_(covered.cora)
    assert own.title in (titles := page(cora, QUEUE)) and other.reference in titles
    refused = cora.post(decide(own), decision(own))
    assert refused.status_code == 409
    assert "stand in for the Town Clerk" in refused.content.decode()
    assert cora.post(decide(other), decision(other)).status_code == 302
    # The clerk herself may: the rule asks for no second person.
    hers = waiting(covered, author=covered.priya)
    assert as_(covered.priya).post(decide(hers), decision(hers)).status_code == 302


def test_who_is_away_may_still_act_and_it_is_noted(covered: Cast, as_: As) -> None:
    away(covered, covered.priya)
    draft = waiting(covered)
    priya = as_(covered.priya)
    assert "You are recorded as away today" in page(priya, HOME)
    assert "Cora (Communications Officer) acts" in page(priya, HOME)
    assert priya.post(decide(draft), decision(draft)).status_code == 302
    detail = AuditDetail.objects.get(event__verb="draft.approved")
    assert '"while_away":true' in detail.new
    assert Decision.objects.get().decided_by == "Priya (Town Clerk)"


def test_the_stand_in_is_told_once_and_others_are_not(covered: Cast, as_: As) -> None:
    as_(covered.adam).post(NEW, typed(covered.priya, 5, 9))
    told = {m.recipient: m for m in OutboxMessage.objects.all()}
    assert set(told) == {"cora@example.org", "priya@example.org"}
    assert told["cora@example.org"].subject.startswith("You act for Priya")
    assert "the Communications Officer acts for the Town Clerk" in told["cora@example.org"].body


class TestRecording:
    @pytest.mark.parametrize(
        ("who", "status"), [("priya", 302), ("adam", 302), ("cora", 302), ("rita", 422)]
    )
    def test_who_may_record_the_clerks(self, covered: Cast, as_: As, who: str, status: int) -> None:
        """Herself, who keeps people, and the office that covers; nobody else is offered her."""
        response = as_(getattr(covered, who)).post(NEW, typed(covered.priya))
        assert response.status_code == status
        assert Absence.objects.count() == (status == 302)

    def test_the_action_itself_refuses_others(self, covered: Cast) -> None:
        with pytest.raises(RuleBroken, match="recorded by the person"):
            record_absence(membership=member(covered.priya), starts_on=today(), actor=covered.rita)

    @pytest.mark.parametrize(
        ("starts", "ends", "says"),
        [
            (3, 1, "The last day cannot be before the first"),
            (-9, -2, "The last day cannot be in the past"),
        ],
    )
    def test_days_that_cannot_be(
        self, covered: Cast, as_: As, starts: int, ends: int, says: str
    ) -> None:
        response = as_(covered.priya).post(NEW, typed(covered.priya, starts, ends))
        assert response.status_code == 422
        assert says in response.content.decode()

    def test_two_at_once_are_refused(self, covered: Cast, as_: As) -> None:
        away(covered, covered.priya, 2, None)
        response = as_(covered.priya).post(NEW, typed(covered.priya, 0, 5))
        assert response.status_code == 409
        assert "is recorded as away from" in response.content.decode()
        assert as_(covered.priya).post(NEW, typed(covered.priya, 0, 1)).status_code == 302

    def test_it_is_changed_ended_early_and_called_off(self, covered: Cast, as_: As) -> None:
        row = away(covered, covered.priya, -2, 5)
        priya, url = as_(covered.priya), f"{LIST}{row.pk}/"
        assert priya.post(url, typed(covered.priya, -1, 5)).status_code == 409  # it had begun
        assert priya.post(url, typed(covered.priya, -2, 8, reason="leave")).status_code == 302
        assert priya.post(f"{url}end/").status_code == 302
        row.refresh_from_db()
        assert (row.ends_on, row.reason) == (today() - timedelta(days=1), "leave")
        assert priya.post(f"{url}end/").status_code == 409
        later = away(covered, covered.priya, 4, 6)
        assert priya.post(f"{LIST}{later.pk}/end/").status_code == 302
        later.refresh_from_db()
        assert later.called_off_on == today()
        # Called off, it stands in nobody's way.
        assert priya.post(NEW, typed(covered.priya, 4, 6)).status_code == 302
        verbs = AuditEvent.objects.filter(verb__startswith="absence.")
        assert list(verbs.order_by("sequence").values_list("verb", flat=True)) == [
            "absence.changed",
            "absence.ended",
            "absence.ended",
            "absence.recorded",
        ]

    def test_another_councils_is_not_found(self, covered: Cast, as_: As) -> None:
        row = away(covered, covered.ana)
        assert as_(covered.oscar).get(f"/c/barham/absences/{row.pk}/").status_code == 404


def test_pages_say_who_acts(covered: Cast, as_: As, queries: Any) -> None:
    away(covered, covered.priya)
    says = "Cora (Communications Officer) acts while Priya is away"
    adam = as_(covered.adam)
    for url in (
        "/c/ashford/people/",
        f"/c/ashford/people/{member(covered.cora).pk}/",
        f"/c/ashford/people/{member(covered.priya).pk}/",
        LIST,
    ):
        assert says in page(adam, url), url
    cora = as_(covered.cora)
    with queries(at_most=9):
        cora.get(LIST)


def test_the_reason_is_nobody_elses_business(covered: Cast, as_: As) -> None:
    away(covered, covered.ana, reason="duty")
    shown = "Away on the council’s business"
    assert shown in page(as_(covered.ana), LIST)
    assert shown not in page(as_(covered.rita), LIST)


def test_the_order_is_set_in_the_browser(cast: Cast, as_: As) -> None:
    url = "/c/ashford/rules/cover/"
    said = changing(cast.ashford)
    del said["offices"]
    adam = as_(cast.adam)
    assert adam.post(url, said).status_code == 422
    twice = {"first": "comms-officer", "second": "comms-officer"}
    assert adam.post(url, said | twice).status_code == 422
    done = adam.post(url, said | {"first": "+", "new_office": "Deputy Clerk", "second": "auditor"})
    assert done.status_code == 302, done.content.decode()
    book = type(cast.ashford).objects.get(pk=cast.ashford.pk).rulebook
    assert book.rules.cover.value == ("deputy-clerk", "auditor")
    # The deputy's office is vacant, so the auditor's acts for the clerk, who is not named.
    away(cast, cast.priya)
    assert Duty.AUTHORISE_POSTS in duties(cast, cast.rita)
