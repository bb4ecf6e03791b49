"""What stands around a decision: what is corrected, where it came from, who could decide it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Appointment, Person
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.drafts.actions import submit_draft
from moderation.drafts.actions.advice import answer_advice, ask_advice
from moderation.drafts.models import Draft, Revision
from moderation.ideas.models import Idea
from moderation.posts.actions import start_correction
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import decide, submitted
from tests.moderation.drafting import a_draft, approved, posted, waiting
from tests.moderation.following import a_standing

As = Callable[[Person], Client]
APPROVALS = "/c/ashford/approvals/"
NEW = "/c/ashford/drafts/new/"
OLD = "High Street is closed on Friday."


def words_of(page: str) -> str:
    """A page's words, without the tags."""
    words = re.sub(r"<[^>]+>", " ", page)
    return " ".join(words.replace("&#x27;", "'").split())


def correction(cast: Cast, text: str) -> Draft:
    """Ana's correction of a post of Cora's, in the queue."""
    change = start_correction(post=posted(cast), reason="The day is wrong.", actor=cast.ana)
    draft = change.correction
    assert draft
    content = Content(kind="correction", title=draft.title, texts={cast.page: text})
    submit_draft(draft=draft, content=content, version=draft.version, actor=cast.ana)
    draft.refresh_from_db()
    return draft


def leave_vacant(cast: Cast, office: str) -> None:
    """Whoever held an office left it yesterday."""
    day = today() - today().resolution
    Appointment.objects.filter(office__key=office, office__council=cast.ashford).update(
        starts_on=day, ends_on=day
    )


@pytest.mark.parametrize("page", ["decide/", "withdraw-approval/"])
def test_deciding_stands_under_approvals(cast: Cast, as_: As, page: str) -> None:
    draft = approved(cast) if page == "withdraw-approval/" else waiting(cast)
    for where, section in ((page, "Approvals"), ("", "Drafts and posts")):
        told = as_(cast.priya).get(f"{draft.get_absolute_url()}{where}")
        current = [item["label"] for item in told.context["navigation"] if item["current"]]
        assert current == [section]


@pytest.mark.clause("LLTC-12.1-g")
def test_a_correction_is_decided_beside_what_it_corrects(cast: Cast, as_: As) -> None:
    draft = correction(cast, "High Street is closed on Saturday.")
    page = as_(cast.priya).get(decide(draft)).text
    assert 'href="/c/ashford/posts/P-0001/"' in page
    assert 'href="https://www.facebook.com/ashfordcouncil/posts/1"' in page
    said = words_of(page)
    assert "What it corrects: P-0001" in said
    assert "Why: The day is wrong." in said
    assert "closed on removed: Friday. (end of removed) added: Saturday." in said
    other = submitted(cast, title="Not a correction")
    assert "What it corrects" not in as_(cast.priya).get(decide(other)).text


def test_a_correction_that_changes_no_word_is_refused(cast: Cast, as_: As) -> None:
    with pytest.raises(RuleBroken, match="These are still the words of P-0001"):
        correction(cast, f" {OLD} ")
    assert Revision.objects.count() == 1  # of the post itself


def test_the_idea_behind_a_draft_is_named(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    Idea.objects.create(
        council=cast.ashford,
        number=1,
        name="Jo Hill",
        draft=draft,
        status="drafted",
        decided_by=cast.cora,
        decided_at=timezone.now(),
    )
    assert "From an idea by Jo Hill" in words_of(as_(cast.priya).get(decide(draft)).text)


def test_why_a_use_of_a_standing_approval_waits_is_said(cast: Cast, as_: As) -> None:
    standing, draft = a_standing(cast), waiting(cast)
    assert "Made with standing approval" not in as_(cast.priya).get(decide(draft)).text
    draft.standing = standing
    draft.save(update_fields=["standing"])
    page = words_of(as_(cast.priya).get(decide(draft)).text)
    assert f"Made with standing approval {standing}" in page
    assert "it waits for approval as any draft does:" in page


def test_an_open_question_shows_in_the_queue(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    browser = as_(cast.priya)
    assert "Question open" not in browser.get(APPROVALS).text
    advice = ask_advice(draft=draft, question="Is it so?", actor=cast.ana)
    assert "Question open" in browser.get(APPROVALS).text
    answer_advice(advice=advice, answer="It is.", actor=cast.priya)
    assert "Question open" not in browser.get(APPROVALS).text


def test_the_queue_offers_nobody_to_decide_their_own(cast: Cast, as_: As) -> None:
    own = submitted(cast, title="My own", author=cast.priya)
    other = submitted(cast, title="Of another")
    page = as_(cast.priya).get(f"{APPROVALS}?show=all").text
    assert f'href="{decide(other)}"' in page
    assert f'href="{decide(own)}"' not in page and f'href="{own.get_absolute_url()}"' in page
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    assert f'href="{decide(own)}"' in as_(cast.priya).get(f"{APPROVALS}?show=all").text


UNSET = "Your council has not yet said who authorises a new post"


def test_where_no_rule_says_who_the_author_is_told_before_sending(cast: Cast, as_: As) -> None:
    rules = {name: rule for name, rule in RULES.items() if name != "authorise_new_post"}
    assert UNSET not in as_(cast.ana).get(NEW).text
    a_draft(cast)
    waits = waiting(cast)
    a_rulebook(cast.ashford, **rules)
    browser = as_(cast.ana)
    for page in (NEW, "/c/ashford/drafts/D-0001/edit/", "/c/ashford/drafts/D-0001/"):
        assert UNSET in browser.get(page).text
    assert UNSET in browser.get(waits.get_absolute_url()).text
    link = 'href="/c/ashford/rules/authorise-new-post/"'
    assert link not in browser.get(NEW).text
    keeper = as_(cast.adam)  # of the rules
    assert link in keeper.get(NEW).text
    assert keeper.get("/c/ashford/rules/authorise-new-post/").status_code == 200


@pytest.mark.parametrize("ends", [True, False], ids=["vacant", "only its author"])
def test_where_nobody_holds_the_right_the_author_reads_who_is_needed(
    cast: Cast, as_: As, ends: bool
) -> None:
    author = cast.ana if ends else cast.priya
    draft = waiting(cast, author=author)
    if ends:
        leave_vacant(cast, "town-clerk")
    said = "Nobody can decide this new post today. It takes an officer who is Town Clerk"
    browser = as_(author)
    assert said in browser.get(NEW).text
    assert said in browser.get(draft.get_absolute_url()).text
    link = 'href="/c/ashford/people/"'
    assert (
        link in as_(cast.adam).get(NEW).text if ends else said not in as_(cast.adam).get(NEW).text
    )
    a_member(cast.ashford, "Tom", "town-clerk")
    assert said not in as_(author).get(NEW).text
    assert said not in as_(author).get(draft.get_absolute_url()).text


def test_the_queue_names_what_nobody_can_decide(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    submitted(cast, title="By Ana")
    submitted(cast, title="By the only clerk", author=cast.priya)
    browser, tag = as_(cast.priya), "Nobody can decide it"
    assert tag not in browser.get(APPROVALS).text
    with queries(at_most=10):
        rows = browser.get(f"{APPROVALS}?show=all").text.split("<tr")
    assert ["By the only clerk" in row for row in rows if tag in row] == [True]
    a_member(cast.ashford, "Tom", "town-clerk")
    assert tag not in browser.get(f"{APPROVALS}?show=all").text


def test_a_decided_draft_says_nothing_of_who_could_decide_it(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    leave_vacant(cast, "town-clerk")
    assert "Nobody can decide" in as_(cast.ana).get(draft.get_absolute_url()).text
    Draft.objects.update(status="withdrawn")
    assert "Nobody can decide" not in as_(cast.ana).get(draft.get_absolute_url()).text


def test_the_decide_page_says_that_nobody_can(cast: Cast, as_: As) -> None:
    rules = RULES | {"authorise_reply": chosen({"offices": ["events-officer"]})}
    a_rulebook(cast.ashford, **rules | {"second_person": chosen(["new_post", "reply"])})
    page = words_of(as_(cast.priya).get(decide(waiting(cast, kind="reply"))).text)
    assert "You may not authorise a reply." in page
    assert "It takes an officer who is Events Officer and did not write it" in page
