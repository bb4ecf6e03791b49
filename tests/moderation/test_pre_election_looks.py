"""A look before an election counts for what was read, kept and shown, and for nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import approve_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.posts.actions import confirm_change, edit_post, set_outside_post_aside
from moderation.posts.models import Post, PostChange
from moderation.pre_election.actions import look_at_draft, look_at_post
from moderation.pre_election.falls import still_up
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.questions import posts_to_look
from policies.elections.actions import call_off_period, change_period
from policies.elections.models import Period
from policies.elections.questions import handles
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import a_draft, approved, posted, recorded_post, waiting
from tests.moderation.electing import (
    PERIOD,
    a_period,
    a_profile,
    approved_in,
    look,
    promotes_nobody,
    scheduled,
    stays,
)
from tests.moderation.posting import made_outside

As = Callable[[Person], Client]
LOOK = f"{PERIOD}drafts/D-0001/"


def listed(cast: Cast, period: Period) -> list[Post]:
    return list(posts_to_look([cast.ashford.pk], period))


def moved(period: Period, cast: Cast) -> None:
    change_period(
        period=period,
        kind=period.kind,
        area=period.area,
        notice_on=period.notice_on - timedelta(days=5),
        poll_on=period.poll_on + timedelta(days=9),
        actor=cast.adam,
    )


def linking(cast: Cast) -> Post:
    """A post of harmless words with a link to a councillor's own profile."""
    draft = a_draft(cast)
    link = Particulars(link="https://www.facebook.com/deva_jones?ref=page")
    words = {cast.page: "Meet her here."}
    content = Content(kind="new_post", title="Meet her", texts=words, particulars=link)
    submit_draft(draft=draft, content=content, version=1, actor=cast.ana)
    draft.refresh_from_db()
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    draft.refresh_from_db()
    return recorded_post(cast, draft)


def looked(cast: Cast, period: Period, draft: Draft, *, kept: bool) -> None:
    assert draft.current
    look_at_draft(
        period=period,
        draft=draft,
        digest=draft.current.digest,
        kept=kept,
        reason="As it is.",
        actor=cast.priya,
    )


@pytest.mark.parametrize("kept", [True, False])
def test_a_refusal_is_no_leave_for_what_the_platform_sends(cast: Cast, kept: bool) -> None:
    draft = approved(cast)
    scheduled(cast, draft, days=0.1)
    period = a_period(cast)
    looked(cast, period, draft, kept=kept)
    draft.refresh_from_db()
    post = recorded_post(cast, draft)
    assert listed(cast, period) == ([] if kept else [post])


def test_days_set_since_the_page_was_shown_are_not_looked_at(cast: Cast, as_: As) -> None:
    draft, post, period = approved(cast), posted(cast, title="Older"), a_period(cast)
    priya, of_post = as_(cast.priya), f"{PERIOD}posts/{post.reference}/"
    since = period.dates_set_at.isoformat()
    assert all(f'value="{since}"' in priya.get(page).text for page in (LOOK, of_post))
    pages: list[tuple[str, Any]] = [(LOOK, look(draft)), (of_post, stays("It is a fact."))]
    moved(period, cast)
    for page, typed in pages:
        refused = priya.post(page, typed)
        assert refused.status_code == 409 and "were changed since this page" in refused.text
        missing = {name: typed[name] for name in typed if name != "dates_set_at"}
        assert priya.post(page, missing).status_code == 422
    assert not PeriodLook.objects.exists()
    assert priya.post(LOOK, look(draft)).status_code == 302
    assert priya.post(of_post, stays("It is a fact.")).status_code == 302


def test_other_words_than_those_approved_are_looked_at(cast: Cast) -> None:
    period = a_period(cast, begins=0)
    same = recorded_post(cast, approved_in(cast))
    other = recorded_post(
        cast, approved_in(cast), words="Follow @deva_jones.", difference="It is shorter."
    )
    assert same.words != other.words
    assert listed(cast, period) == [other]


def test_what_was_scheduled_for_another_day_does_not_go_out_in_a_period(cast: Cast) -> None:
    draft = approved(cast)
    a_period(cast, begins=0, lasts=2)
    scheduled(cast, draft, days=4)
    with pytest.raises(RuleBroken, match="pre-election period"):
        recorded_post(cast, draft)
    assert not Post.objects.exists()


@pytest.mark.clause("HLTC-resp-12")
def test_posts_that_lead_to_a_profile_are_listed_as_it_begins(cast: Cast, as_: As) -> None:
    a_profile(cast)
    post = posted(cast, text="Thank you @deva_jones for the flowers.")
    posted(cast, title="Bins", text="Bins are emptied on Monday.")
    a_period(cast, begins=2)
    page = " ".join(as_(cast.priya).get(PERIOD).text.split())
    assert f"{post.reference} Road closure" in page and "own profile" in page
    assert "Bins" not in page


@pytest.mark.clause("HLTC-resp-12")
def test_a_link_is_read_as_the_words_are(cast: Cast, as_: As) -> None:
    post, other = linking(cast), posted(cast, title="Bins", text="Bins are emptied.")
    promotes_nobody(cast)
    a_profile(cast, handle="https://www.facebook.com/deva_jones?igsh=abc")
    period = a_period(cast, begins=1)
    assert list(still_up(period, cast.ashford, handles(cast.ashford))) == [post]
    priya = as_(cast.priya)
    refused = priya.post(f"{PERIOD}posts/{post.reference}/", stays("It is kind."))
    assert refused.status_code == 409 and "cannot stay before an election" in refused.text
    assert priya.post(f"{PERIOD}posts/{other.reference}/", stays("A fact.")).status_code == 302


@pytest.mark.clause("LTC-4.2.2-h")
def test_new_words_in_a_period_need_a_written_reason(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    post = posted(cast)
    page, priya = f"/c/ashford/posts/{post.reference}/edit/", as_(cast.priya)
    words = "The mayor opened the new library."
    typed = {"words": words, "reason": "Better.", "read": sha256(words.encode()).hexdigest()}
    asked = "Why may these words go out in a pre-election period?"
    period = a_period(cast, begins=0)
    assert asked not in priya.get(page).text
    first = priya.post(page, {**typed, "read": ""})
    assert first.status_code == 422 and asked in first.text and "Read what the checks" in first.text
    bare = priya.post(page, typed)
    assert bare.status_code == 422 and "Say why they may" in bare.text
    with pytest.raises(RuleBroken, match="pre-election period"):
        edit_post(post=post, words=words, reason="Better.", actor=cast.priya)
    assert not PostChange.objects.exists()
    why = "It is about the building alone."
    assert priya.post(page, {**typed, "in_period": why}).status_code == 302
    assert PostChange.objects.get().words == words
    assert AuditDetail.objects.filter(new__contains=why).exists()
    change, seen = PostChange.objects.get(), PeriodLook.objects.get()
    assert (change.words, seen.post, seen.period, seen.kept) == (words, post, period, True)
    assert (seen.reason, seen.looked_by) == (why, cast.priya)
    assert seen.office and seen.office.key == "town-clerk"
    # The words that went out stand until somebody changes them there.
    assert listed(cast, period) == [post]
    assert "change them there, then confirm it" in priya.get(PERIOD).text
    refused = priya.post(f"{PERIOD}posts/{post.reference}/", stays("It is a fact."))
    assert refused.status_code == 409 and "confirm that first" in refused.text
    confirm_change(change=change, proof_note="It says so now.", actor=cast.cora)
    assert listed(cast, period) == []
    assert why in priya.get(PERIOD).text


@pytest.mark.clause("HLTC-resp-12")
def test_a_profile_listed_since_shows_on_what_is_approved(cast: Cast, as_: As) -> None:
    a_period(cast)
    draft = waiting(cast, text="Ask @deva_jones about it.")
    assert draft.current
    why, digest = "It is a fact.", draft.current.digest
    approve_draft(draft=draft, digest=digest, actor=cast.priya, in_period=why)
    scheduled(cast, draft)
    priya = as_(cast.priya)
    assert "own profile" not in priya.get(PERIOD).text
    a_profile(cast)
    assert "own profile: @deva_jones" in " ".join(priya.get(PERIOD).text.split())


class TestEdited:
    """Words that were changed on the platform are other words than those looked at before."""

    @pytest.fixture(autouse=True)
    def alone(self, cast: Cast) -> None:
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})

    def edited(self, cast: Cast, post: Post, words: str = "Other words.") -> None:
        change = edit_post(post=post, words=words, reason="Better.", actor=cast.priya)
        confirm_change(change=change, proof_note="It says so now.", actor=cast.cora)

    def test_new_words_from_before_the_period_was_known_are_listed(
        self, cast: Cast, as_: As, travel: Callable[[date], None]
    ) -> None:
        day = date(2027, 3, 1)
        travel(day)
        post, other = posted(cast), posted(cast, title="Never edited")
        travel(day + timedelta(days=10))
        self.edited(cast, post)
        period = a_period(cast, begins=-3)
        assert listed(cast, period) == [post] and listed(cast, period) != [other]
        priya = as_(cast.priya)
        page = " ".join(priya.get(PERIOD).text.split())
        assert "Edited" in page and "edited Thursday 11 March 2027" in page
        assert other.reference not in page
        assert "1 post to look at: pre-election period" in priya.get("/c/ashford/home/").text
        look_page = f"{PERIOD}posts/{post.reference}/"
        assert "Other words." in priya.get(look_page).text
        assert priya.post(look_page, stays("It is a fact.")).status_code == 302
        assert listed(cast, period) == []

    def test_a_look_at_the_draft_is_none_at_the_new_words(self, cast: Cast) -> None:
        period = a_period(cast, begins=0)
        post = recorded_post(cast, approved_in(cast))
        call_off_period(period=period, why="A mistake.", actor=cast.adam)
        self.edited(cast, post)
        again = a_period(cast, begins=0, area="East Ward")
        draft = post.target.revision.draft if post.target else None
        PeriodLook.objects.create(
            **{"council": cast.ashford, "period": again, "draft": draft, "kept": True},
            **{"reason": "It was.", "looked_by": cast.priya},
            rulebook_version_id=cast.ashford.rulebook_id,
        )
        assert listed(cast, again) == [post]

    def test_words_decided_after_a_look_are_looked_at(self, cast: Cast) -> None:
        post = posted(cast)
        period = a_period(cast, begins=0)
        look_at_post(period=period, post=post, reason="It is a fact.", actor=cast.priya)
        assert listed(cast, period) == []
        change = PostChange.objects.create(
            council=cast.ashford,
            post=post,
            kind="edited",
            words="Written down without a reason.",
            reason="Better.",
        )
        assert listed(cast, period) == [], "the words looked at still stand there"
        confirm_change(change=change, proof_note="It says so now.", actor=cast.cora)
        assert listed(cast, period) == [post]

    def test_what_was_taken_for_ours_by_mistake_is_not_looked_at(self, cast: Cast) -> None:
        post = made_outside(cast)
        set_outside_post_aside(post=post, reason="Not ours.", actor=cast.priya)
        assert listed(cast, a_period(cast, begins=-1)) == []
