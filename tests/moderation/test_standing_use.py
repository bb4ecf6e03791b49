"""A standing approval used: inside it a draft is approved at once, and once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.forms import LONDON, when_in_words
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.actions.standing_deciding import approve_standing
from moderation.drafts.models import Decision, Draft, StandingApproval
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import recorded_post
from tests.moderation.standing import (
    LIST,
    SA,
    TEXT,
    USE,
    asked_for,
    days,
    filled_in,
    sent_to,
)

As = Callable[[Person], Client]


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

    @pytest.mark.parametrize(
        ("sites", "named"), [("a.uk", "a.uk"), ("a.uk\nb.uk\nc.uk", "a.uk, b.uk or c.uk")]
    )
    def test_the_sites_of_a_link_are_named(
        self, cast: Cast, as_: As, sites: str, named: str
    ) -> None:
        as_(cast.ana).post(f"{LIST}new/", asked_for(cast, sites=sites))
        standing = StandingApproval.objects.get()
        approve_standing(standing=standing, digest=standing.digest, actor=cast.priya)
        assert f"To {named}, starting with https://." in as_(cast.ana).get(USE).text

    def test_whoever_approved_it_may_use_it(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert as_(cast.priya).post(USE, filled_in(cast)).status_code == 302
        made = Decision.objects.get()
        assert (made.decider, made.author, made.own_authority) == (cast.priya, cast.priya, False)

    @pytest.mark.parametrize(("after", "last"), [(3, 3), (30, 30), (200, 180)])
    def test_it_may_go_out_until_the_day_it_is_about(
        self, cast: Cast, as_: As, standing: StandingApproval, after: int, last: int
    ) -> None:
        day = days("date", today() + timedelta(days=after))
        as_(cast.ana).post(USE, filled_in(cast, **day))
        current = Draft.objects.get().current
        assert current
        until = current.not_after.astimezone(LONDON)
        assert (until.date(), until.hour) == (today() + timedelta(days=last), 23)

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

    def test_changing_the_words_first_makes_an_ordinary_draft(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        response = as_(cast.ana).post(USE, filled_in(cast, do="change"))
        assert response.headers["Location"].endswith("/drafts/D-0001/edit/")
        draft = Draft.objects.get()
        assert (draft.status, draft.standing) == ("draft", standing)
        assert "High Street is closed" in draft.working_copy["text"][0]
