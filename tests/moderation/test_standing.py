"""A standing approval: asked for, decided, used inside and outside, ended."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.forms import when_in_words
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import submit_draft, take_back_draft
from moderation.drafts.actions.standing_deciding import approve_standing, end_standing
from moderation.drafts.actions.standing_use import use_standing
from moderation.drafts.blanks import fault_in_template, takes, values_in
from moderation.drafts.forms.standing_use import either
from moderation.drafts.models import Decision, Draft, StandingApproval
from tests.cast import RULES, AccountFactory, Cast, a_member, a_rulebook, assemble, chosen
from tests.moderation.drafting import recorded_post
from tests.moderation.test_races import at_once

As = Callable[[Person], Client]
LIST = "/c/ashford/standing-approvals/"
SA = f"{LIST}SA-0001/"
DECIDE, END, USE = f"{SA}decide/", f"{SA}end/", f"{SA}use/"
WORDS = "{place} is closed on {date} from {time}. Find a way round: {link}"
TEXT = (
    "High Street is closed on {day} from 6am to 4pm. Find a way round: https://one.network/ashford"
)


def days(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def asked_for(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page that asks for one posts."""
    return {
        "title": "Road closures",
        "kind": "new_post",
        "accounts": [cast.page.pk],
        "words": WORDS,
        "places": "High Street\nMarket Square",
        "sites": "one.network",
        **days("starts_on", today()),
        **days("ends_on", today() + timedelta(days=180)),
        **changes,
    }


def filled_in(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page that uses one posts."""
    return {
        "place": "High Street",
        **days("date", today() + timedelta(days=3)),
        "time": "6am to 4pm",
        "link": "https://one.network/ashford",
        "accounts": [cast.page.pk],
        "do": "use",
        **changes,
    }


@pytest.fixture
def proposed(cast: Cast, as_: As) -> StandingApproval:
    """Ana asked for it."""
    assert as_(cast.ana).post(f"{LIST}new/", asked_for(cast)).status_code == 302
    return StandingApproval.objects.get()


@pytest.fixture
def standing(cast: Cast, proposed: StandingApproval) -> StandingApproval:
    """Priya approved it."""
    return approve_standing(standing=proposed, digest=proposed.digest, actor=cast.priya)


def sent_to(person: Person) -> list[str]:
    return list(
        OutboxMessage.objects.filter(recipient=person.email).values_list("subject", flat=True)
    )


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

    @pytest.mark.parametrize(("first", "last"), [(0, 366), (-1, 30), (0, 500), (30, 380)])
    def test_it_lasts_twelve_months_at_most_and_starts_no_earlier_than_today(
        self, cast: Cast, as_: As, first: int, last: int
    ) -> None:
        ask = asked_for(
            cast,
            **days("starts_on", today() + timedelta(days=first)),
            **days("ends_on", today() + timedelta(days=last)),
        )
        assert as_(cast.ana).post(f"{LIST}new/", ask).status_code == 409
        whole = asked_for(cast, **days("ends_on", today().replace(year=today().year + 1)))
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


class TestUse:
    @pytest.mark.clause("FTC-6.3-a", "LTC-4.2-a")
    def test_inside_it_is_approved_at_once_with_the_standing_authority(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        OutboxMessage.objects.all().delete()
        page = as_(cast.ana).post(USE, filled_in(cast), follow=True).content.decode()
        assert "D-0001 is approved under SA-0001" in page
        draft = Draft.objects.get()
        made = Decision.objects.get()
        assert draft.status == "approved"
        assert draft.current and draft.current.targets.get().state == "to_post"
        day = when_in_words(today() + timedelta(days=3))
        assert draft.current.targets.get().text == TEXT.format(day=day)
        assert (made.standing, made.decider, made.author) == (standing, cast.priya, cast.ana)
        assert made.source.startswith("Standing approval SA-0001: the council's decision")
        assert (made.office_id, made.rulebook_version_id) == (
            standing.office_id,
            standing.rulebook_version_id,
        )
        event = AuditEvent.objects.about(draft).get(verb="draft.approved")
        assert (event.actor_id, event.office_id) == (cast.ana.pk, standing.office_id)
        assert any("Approved" in subject for subject in sent_to(cast.cora))
        assert not any("Approve by" in subject for subject in sent_to(cast.priya))
        assert draft.reference in as_(cast.ana).get(SA).content.decode()
        assert first_fault(cast.ashford.pk) is None

    def test_a_page_sent_twice_makes_one_draft(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        browser = as_(cast.ana)
        key = str(browser.get(USE).context["form"]["form_key"].value())
        for do in ("use", "use", "change"):
            made = browser.post(USE, filled_in(cast, form_key=key, do=do))
            assert made.headers["Location"].startswith("/c/ashford/drafts/D-0001/")
        assert (Draft.objects.count(), Decision.objects.count()) == (1, 1)
        assert "made D-0001 with that page already" in browser.get("/c/ashford/home/").text
        again = str(browser.get(USE).context["form"]["form_key"].value())
        assert again != key
        assert browser.post(USE, filled_in(cast, form_key=again)).status_code == 302
        assert Draft.objects.count() == 2

    def test_the_sites_of_a_link_are_named(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert "To one.network, starting with https://." in as_(cast.ana).get(USE).text
        assert either(["a.uk", "b.uk", "c.uk"]) == "a.uk, b.uk or c.uk"

    def test_whoever_approved_it_may_use_it(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert as_(cast.priya).post(USE, filled_in(cast)).status_code == 302
        made = Decision.objects.get()
        assert (made.decider, made.author, made.own_authority) == (cast.priya, cast.priya, False)

    def test_outside_its_days_it_waits_and_says_why(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        late = days("not_after", today() + timedelta(days=181)) | {"not_after_time": "9am"}
        page = as_(cast.ana).post(USE, filled_in(cast, **late), follow=True).content.decode()
        assert "SA-0001 does not cover it: It is for posts from" in page
        assert Draft.objects.get().status == "waiting"
        assert not Decision.objects.exists()
        assert any("Approve by" in subject for subject in sent_to(cast.priya))
        assert (
            "It is for posts from"
            in as_(cast.priya).get("/c/ashford/drafts/D-0001/").content.decode()
        )

    def test_a_link_to_another_site_waits(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        other = filled_in(cast, link="https://one.network.example.com/x")
        page = as_(cast.ana).post(USE, other, follow=True).content.decode()
        assert "one.network.example.com is not one of the sites" in page
        assert not Decision.objects.exists()

    def test_a_finding_sends_it_to_the_queue(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        place = "High Street, ring 07700 900123"
        as_(cast.ana).post(f"{LIST}new/", asked_for(cast, places=place))
        phoned = StandingApproval.objects.get(number=2)
        approve_standing(standing=phoned, digest=phoned.digest, actor=cast.priya)
        as_(cast.ana).post(USE.replace("0001", "0002"), filled_in(cast, place=place))
        draft = Draft.objects.get()
        assert draft.current
        if not draft.current.findings:  # the checks' own tests say what they find
            pytest.fail("The checks found nothing in a telephone number.")
        assert draft.status == "waiting"
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(
        "changed",
        ["words", "account", "kind"],
    )
    def test_other_words_accounts_or_kind_fall_to_the_queue(
        self, cast: Cast, standing: StandingApproval, changed: str
    ) -> None:
        day = when_in_words(today() + timedelta(days=3))
        text, account, kind = TEXT.format(day=day), cast.page, "new_post"
        if changed == "words":
            text += " Sorry."
        if changed == "account":
            account = AccountFactory(council=cast.ashford, name="Other", handle="other")
        answers = ""
        if changed == "kind":
            kind, answers = "reply", "https://www.facebook.com/ashfordcouncil/posts/1"
        content = Content(
            kind=kind,
            title="Closure",
            texts={account: text},
            particulars=Particulars(original_url=answers),
        )
        draft, reasons = use_standing(
            standing=standing, content=content, working_copy={}, actor=cast.ana
        )
        assert len(reasons) == (2 if changed == "kind" else 1)
        assert draft.status == "waiting"
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(
        "blank",
        [
            {"place": "<b>High Street</b>"},
            {"place": "High Street {date}"},
            {"place": "High Street\nVote now"},
            {"place": "High \u202eteertS"},
            {"place": "High\u200bStreet"},
            {"place": "H" * 81},
            {"place": "High Street. It was the mayor"},
            {"place": "see https://example.com"},
            {"place": "[High Street](x)"},
            {"place": ""},
            {"time": "9"},
            {"time": "9am to <4pm>"},
            {"time": "soon"},
            {"date_day": "31", "date_month": "2"},
            {"date_day": "1", "date_month": "1", "date_year": "2020"},
            {"link": "javascript:alert(1)"},
            {"link": "https://one.network/<script>"},
            {"link": "https://user:word@one.network/"},
            {"link": "http://one.network/"},
            {"link": "https://one.network/" + "a" * 300},
            {"accounts": []},
        ],
    )
    def test_a_bad_blank_is_refused_and_the_rest_is_kept(
        self, cast: Cast, as_: As, standing: StandingApproval, blank: dict[str, Any]
    ) -> None:
        response = as_(cast.ana).post(USE, filled_in(cast, **blank))
        assert response.status_code == 422
        kept = "6am to 4pm" if "time" not in blank else "one.network/ashford"
        assert kept in response.content.decode()
        assert not Draft.objects.exists()

    def test_a_place_that_was_not_approved_is_neither_offered_nor_inside(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        page = as_(cast.ana).get(USE).content.decode()
        assert '<option value="Market Square">' in page
        other = as_(cast.ana).post(USE, filled_in(cast, place="Vote Green"))
        assert other.status_code == 422
        assert "Choose a place from the list" in other.content.decode()
        day = when_in_words(today() + timedelta(days=3))
        text = TEXT.format(day=day).replace("High Street", "Church Lane")
        content = Content(kind="new_post", title="Closure", texts={cast.page: text})
        draft, reasons = use_standing(
            standing=standing, content=content, working_copy={}, actor=cast.ana
        )
        assert reasons == ["“Church Lane” is not one of its places."]
        assert draft.status == "waiting" and not Decision.objects.exists()

    def test_a_template_is_used_again_after_it_was_posted(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        as_(cast.ana).post(USE, filled_in(cast))
        recorded_post(cast, Draft.objects.select_related("current").get())
        as_(cast.ana).post(USE, filled_in(cast))
        again = Draft.objects.select_related("current").latest("pk")
        assert again.current
        assert [found["check"] for found in again.current.findings] == ["Posted before"]
        assert again.status == "approved"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (
                {"authorise_new_post": chosen({"offices": ["comms-officer"]})},
                "changed who authorises a new post",
            ),
            ({"second_person": chosen([])}, "changed whether a new post needs a second person"),
        ],
    )
    def test_rules_that_changed_since_send_it_to_the_queue(
        self,
        cast: Cast,
        as_: As,
        standing: StandingApproval,
        changed: dict[str, Any],
        words: str,
    ) -> None:
        a_rulebook(cast.ashford, **RULES | changed)
        page = as_(cast.ana).post(USE, filled_in(cast), follow=True).content.decode()
        assert "It waits" in page and words in page
        assert Draft.objects.get().status == "waiting"
        assert not Decision.objects.exists()

    def test_rules_that_have_nothing_to_do_with_it_leave_it_good(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen(["new_post", "reply"])})
        as_(cast.ana).post(USE, filled_in(cast))
        assert Draft.objects.get().status == "approved"

    def test_an_account_outside_it_is_not_offered(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        other = AccountFactory(council=cast.ashford, name="Other", handle="other")
        assert "Facebook: Other" not in as_(cast.ana).get(USE).content.decode()
        forced = filled_in(cast, accounts=[cast.page.pk, other.pk])
        assert as_(cast.ana).post(USE, forced).status_code == 422

    def test_a_closed_account_stops_it(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        OfficialAccount.objects.filter(pk=cast.page.pk).update(status="closed")
        assert as_(cast.ana).post(USE, filled_in(cast)).status_code == 422
        assert not Draft.objects.exists()

    def test_a_change_later_loses_the_authority(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        as_(cast.ana).post(USE, filled_in(cast))
        draft = take_back_draft(draft=Draft.objects.get(), actor=cast.ana)
        content = Content(kind="new_post", title="Closure", texts={cast.page: "All is closed."})
        submit_draft(draft=draft, content=content, version=draft.version, actor=cast.ana)
        draft.refresh_from_db()
        assert draft.status == "waiting"
        page = as_(cast.priya).get("/c/ashford/drafts/D-0001/").content.decode()
        assert "The words differ from those approved." in page

    def test_changing_the_words_first_makes_an_ordinary_draft(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        response = as_(cast.ana).post(USE, filled_in(cast, do="change"))
        assert response.headers["Location"].endswith("/drafts/D-0001/edit/")
        draft = Draft.objects.get()
        assert (draft.status, draft.standing) == ("draft", standing)
        assert "High Street is closed" in draft.working_copy["text"][0]

    def test_nothing_is_approved_under_one_that_ended_or_is_past(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        with time_machine.travel(timezone.now() + timedelta(days=181), tick=False):
            late = as_(cast.ana).post(USE, filled_in(cast))
            assert late.status_code == 409
            assert "cannot be used. It ended on" in late.content.decode()
            assert as_(cast.ana).get(USE).status_code == 409
        assert as_(cast.priya).post(END, {"reason": ""}).status_code == 422
        assert as_(cast.priya).post(END, {"reason": "The contract ended."}).status_code == 302
        ended = as_(cast.ana).post(USE, filled_in(cast))
        assert ended.status_code == 409
        assert "Priya ended SA-0001" in ended.content.decode()
        assert "6am to 4pm" in ended.content.decode()
        assert not Draft.objects.exists()

    def test_who_neither_wrote_it_nor_approves_cannot_end_it(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert as_(cast.cora).post(END, {"reason": "I say so."}).status_code == 409
        standing.refresh_from_db()
        assert standing.status == "approved"
        assert as_(cast.ana).post(END, {"reason": "Not needed now."}).status_code == 302

    def test_before_its_first_day_it_waits_for_that_day(self, cast: Cast, as_: As) -> None:
        later = days("starts_on", today() + timedelta(days=5))
        as_(cast.ana).post(f"{LIST}new/", asked_for(cast, **later))
        standing = StandingApproval.objects.get()
        approve_standing(standing=standing, digest=standing.digest, actor=cast.priya)
        assert as_(cast.ana).post(USE, filled_in(cast)).status_code == 409


class TestLapsed:
    """Whoever gave it has left the office: it goes on, and somebody looks at it again."""

    @pytest.fixture
    def lapsed(self, cast: Cast, standing: StandingApproval) -> StandingApproval:
        """Priya was the clerk until yesterday; Paul is now."""
        yesterday = today() - timedelta(days=1)
        cast.ashford.appointments.filter(membership__person=cast.priya).update(ends_on=yesterday)
        a_member(cast.ashford, "Paul", "town-clerk")
        return standing

    def test_it_goes_on_and_its_page_says_who_decided(
        self, cast: Cast, as_: As, lapsed: StandingApproval
    ) -> None:
        page = " ".join(as_(cast.ana).get(SA).text.split())
        assert "Priya decided this as Town Clerk, and no longer holds this duty since" in page
        assert when_in_words(today()) in page
        assert "Approve it again" not in page  # Ana may not
        as_(cast.ana).post(USE, filled_in(cast))
        assert Decision.objects.get().decider == cast.priya

    def test_whoever_holds_the_duty_now_approves_it_again(
        self, cast: Cast, as_: As, lapsed: StandingApproval
    ) -> None:
        paul = Person.objects.get(name="Paul")
        browser = as_(paul)
        assert "1 standing approval to look at again" in browser.get("/c/ashford/home/").text
        assert "look at again" not in as_(cast.cora).get("/c/ashford/home/").text
        assert "SA-0001" in browser.get(f"{LIST}?show=again").text
        assert "Approve it again" in browser.get(SA).text
        outcome = {"outcome": "approve", "digest": lapsed.digest}
        refused = browser.post(DECIDE, outcome | {"outcome": "refuse", "note": "No."})
        assert refused.status_code == 409  # to end it is another page, with its own reason
        assert browser.post(DECIDE, outcome).status_code == 302
        lapsed.refresh_from_db()
        assert (lapsed.decider, lapsed.status) == (paul, "approved")
        assert "To look at again" not in browser.get(SA).text.replace("?show=again", "")
        assert "look at again" not in browser.get("/c/ashford/home/").text
        as_(cast.ana).post(USE, filled_in(cast))
        assert Decision.objects.get().decider == paul

    def test_one_whose_decider_holds_the_duty_is_decided(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert "To look at again" not in as_(cast.priya).get(SA).text
        outcome = {"outcome": "approve", "digest": standing.digest}
        assert as_(cast.priya).post(DECIDE, outcome).status_code == 409


def test_the_list_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    browser = as_(cast.ana)
    for number in range(5):
        browser.post(f"{LIST}new/", asked_for(cast, title=f"Closures {number}"))
    with queries(at_most=6):
        assert browser.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shut 6am to 4pm.", {"time": "6am to 4pm"}),
        ("Shut midday.", {"time": "midday"}),
        ("Shut 16:00.", None),
        ("Shut 6am. Vote.", None),
    ],
)
def test_words_fit_only_with_harmless_values(text: str, found: dict[str, str] | None) -> None:
    assert values_in("Shut {time}.", text) == found


def test_a_blank_that_stands_twice_has_one_value() -> None:
    template = "{place}: the market moves to {place}."
    assert values_in(template, "Market Square: the market moves to Market Square.")
    assert values_in(template, "Market Square: the market moves to Church Lane.") is None
    assert takes("place", "Llanfair-ym-Muallt, Stryd y Tŵr") and not takes("place", "a. b")
    assert fault_in_template("{date} and {place}") == ""


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
