"""A look before an election counts for what was read, kept and shown, and for nothing else."""

from collections.abc import Callable
from datetime import timedelta
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
from moderation.posts.actions import edit_post
from moderation.posts.models import Post, PostChange
from moderation.pre_election.actions import look_at_draft
from moderation.pre_election.falls import still_up
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.questions import posts_to_look
from policies.elections.actions import change_period
from policies.elections.models import Period
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import a_draft, approved, posted, recorded_post
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
    assert list(still_up(period, cast.ashford)) == [post]
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
    # The words that went out stand until somebody changes them there.
    assert listed(cast, period) == [post]
