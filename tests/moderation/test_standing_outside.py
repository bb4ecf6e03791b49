"""A draft outside a standing approval waits for somebody to decide it, and says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.forms import when_in_words
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import submit_draft, take_back_draft
from moderation.drafts.actions.standing_deciding import approve_standing
from moderation.drafts.actions.standing_use import use_standing
from moderation.drafts.models import Decision, Draft, StandingApproval
from tests.cast import RULES, AccountFactory, Cast, a_rulebook, chosen
from tests.moderation.standing import (
    LIST,
    TEXT,
    USE,
    asked_for,
    days,
    filled_in,
    sent_to,
)

As = Callable[[Person], Client]


class TestOutside:
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

    def test_before_its_first_day_it_waits_for_that_day(self, cast: Cast, as_: As) -> None:
        later = days("starts_on", today() + timedelta(days=5))
        as_(cast.ana).post(f"{LIST}new/", asked_for(cast, **later))
        standing = StandingApproval.objects.get()
        approve_standing(standing=standing, digest=standing.digest, actor=cast.priya)
        assert as_(cast.ana).post(USE, filled_in(cast)).status_code == 409
