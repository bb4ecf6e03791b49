"""No profile of a councillor or candidate is promoted before an election: what leads to one."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from moderation.checks.pre_election import NAME, leads_to, promoted_in
from moderation.drafts.actions import create_draft, submit_draft
from moderation.drafts.actions.writing import MustFix
from moderation.drafts.models import Decision, Revision
from policies.elections.models import Profile
from tests.cast import Cast
from tests.moderation.checking import found
from tests.moderation.deciding import decide, decision, submitted
from tests.moderation.drafting import composed
from tests.moderation.electing import (
    a_period,
    a_profile,
    promotes_nobody,
    said,
)

As = Callable[[Person], Client]
NEW = "/c/ashford/drafts/new/"


class TestProfiles:
    WORDS = "Follow @deva_jones for news of the carnival."

    @pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-g")
    def test_none_is_promoted_in_a_period(self, cast: Cast, as_: As) -> None:
        promotes_nobody(cast)
        a_period(cast)
        a_profile(cast)
        refused = as_(cast.ana).post(NEW, composed(cast, text=self.WORDS))
        assert refused.status_code == 422
        assert "does not promote before an election" in refused.text
        assert "minute 24/101" in refused.text
        assert not Revision.objects.exists()
        # Not by an exempt kind either, nor by a share, nor by the link.
        exempt = {"in_period": "emergency", "in_period_reason": "None."}
        for more in (
            {"text": self.WORDS, **exempt},
            {"link": "https://www.facebook.com/deva_jones/posts/1"},
            {
                "kind": "share",
                "original_url": "https://m.facebook.com/deva_jones/posts/1",
                "endorses": "no",
            },
        ):
            again = as_(cast.ana).post(NEW, composed(cast, **more))
            assert "does not promote before an election" in again.text, more
        assert not Revision.objects.exists()

    @pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-g")
    def test_a_period_recorded_since_stops_the_approval(self, cast: Cast, as_: As) -> None:
        promotes_nobody(cast)
        a_profile(cast)
        draft = submitted(cast, text=self.WORDS)
        a_period(cast)
        refused = as_(cast.priya).post(decide(draft), decision(draft, in_period="A reason."))
        assert refused.status_code == 409
        assert "does not promote before an election" in refused.text
        assert not Decision.objects.exists()

    def test_at_other_times_and_elsewhere_people_judge(self, cast: Cast) -> None:
        a_profile(cast)
        assert not found(NAME, said(cast, self.WORDS), cast.ashford)
        a_period(cast)
        promoted, _ = found(NAME, said(cast, self.WORDS), cast.ashford)
        assert not promoted.must_fix and promoted.answer == "period"
        assert promoted.words == ("@deva_jones",)

    def test_a_page_that_calls_itself_a_councillors_counts_unlisted(self, cast: Cast) -> None:
        promotes_nobody(cast)
        a_period(cast)
        draft = create_draft(council=cast.ashford, title="T", working_copy={}, actor=cast.ana)
        content = said(cast, "See facebook.com/CllrPatPrice for more.")
        with pytest.raises(MustFix):
            submit_draft(draft=draft, content=content, version=1, actor=cast.ana)

    @pytest.mark.parametrize(
        ("handle", "leads", "others"),
        [
            ("@smith", ["@smith", "x.com/smith."], ["Smith’s Farm", "@smithson", "@smith.farm"]),
            ("smith", ["@SMITH,"], ["smith", "blacksmith"]),
            ("facebook.com/jo.smith/", ["https://m.facebook.com/jo.smith"], ["@jo", "jo.smith"]),
            ("https://www.linkedin.com/in/jo-smith", ["linkedin.com/in/jo-smith"], ["in/jo-smith"]),
            ("https://www.josmith.org/", ["josmith.org/plans"], ["notjosmith.org"]),
            ("https://", [], ["https://"]),
            ("facebook.com/deva?ref=x", ["facebook.com/Deva", "@deva", "x.com/deva?s=1"], ["deva"]),
            ("https://instagram.com/@deva_j/?igsh=a", ["@deva_j"], ["@deva_js", "igsh=a"]),
            (
                "https://www.facebook.com/profile.php?ref=x&id=12",
                ["facebook.com/profile.php?id=12", "m.facebook.com/profile.php?sk=y&id=12&ref=z"],
                ["facebook.com/profile.php?id=123", "facebook.com/profile.php"],
            ),
            (
                "https://www.facebook.com/people/Deva-Jones/12/",
                ["facebook.com/profile.php?id=12", "fb.com/people/Deva-J/12?sk=about"],
                ["facebook.com/people/Deva-Jones/123", "facebook.com/people/Deva-Jones"],
            ),
            ("facebook.com/deva_jones", ["facebook.com/deva%5Fjones"], ["facebook.com/deva%20j"]),
            ("facebook.com/deva%5Fjones", ["@deva_jones"], ["@deva"]),
            ("https://[facebook.com/deva", [], ["https://[facebook.com/deva", "@deva"]),
        ],
    )
    def test_a_handle_is_found_where_it_leads_to_it(
        self, handle: str, leads: list[str], others: list[str]
    ) -> None:
        assert all(promoted_in([text], [handle]) for text in leads)
        assert not any(promoted_in([text], [handle]) for text in others)

    def test_nothing_in_a_handle_is_a_pattern(self) -> None:
        assert leads_to("@") is None
        assert not promoted_in(["@anything"], ["@.*"])


def test_an_odd_address_listed_before_stops_no_decision(cast: Cast, as_: As) -> None:
    a_profile(cast)
    Profile.objects.update(handle="https://[facebook.com/deva")
    draft = submitted(cast)
    a_period(cast)
    assert as_(cast.priya).get(decide(draft)).status_code == 200
