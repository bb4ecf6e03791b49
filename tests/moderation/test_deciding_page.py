"""Everything needed to decide stands on the decide page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from moderation.checks.content import Declarations, Particulars, Video
from moderation.drafts.actions import request_changes, take_back_draft
from moderation.drafts.models import Draft
from moderation.drafts.presence import LASTS
from moderation.pictures.models import Permission, Subject
from tests.cast import RULES, AccountFactory, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import (
    URGENT,
    a_file,
    a_picture,
    decide,
    decision,
    submitted,
)

As = Callable[[Person], Client]
APPROVALS = "/c/ashford/approvals/"


def page_of(browser: Client, draft: Draft) -> str:
    """A decide page's words, without the tags."""
    response = browser.get(decide(draft))
    assert response.status_code == 200
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.replace("&#x27;", "'").split())


def sent_back(cast: Cast, draft: Draft, note: str = "Say which Friday.") -> Draft:
    assert draft.current
    request_changes(
        draft=draft, digest=draft.current.digest, reason=None, note=note, actor=cast.priya
    )
    draft.refresh_from_db()
    return draft


def test_it_says_who_what_where_and_how_long(cast: Cast, as_: As) -> None:
    second = AccountFactory(council=cast.ashford, name="Second page", handle="second")
    third = AccountFactory(council=cast.ashford, name="Third page", handle="third")
    same = "High Street is closed on Friday."
    submitted(cast, title="Before it", days=1)
    draft = submitted(
        cast, texts={cast.page: same, second: same, third: "Shut."}, particulars=URGENT
    )
    submitted(cast, title="After it", days=4)
    page = page_of(as_(cast.priya), draft)
    assert "by Ana (Events Officer)" in page
    assert "Urgent" in page and "People have no water now." in page
    assert "(1 day left) 2 of 3" in page
    assert "Facebook: Main page and the same words on Facebook: Second page" in page
    assert "Facebook: Third page (different words)" in page
    assert page.count(same) == 1
    assert "New. Nothing to compare" in page
    assert "passed" in page


def test_what_changed_since_the_last_decision_is_marked_in_words(cast: Cast, as_: As) -> None:
    draft = sent_back(cast, submitted(cast, text="It is on Friday."))
    submitted(cast, draft, text="It is on Saturday.", particulars=Particulars(credit="The Trust"))
    browser = as_(cast.priya)
    page = page_of(browser, draft)
    assert "What changed since version 1 (changes requested by Priya)" in page
    assert "It is on removed: Friday. (end of removed) added: Saturday. (end of added)" in page
    assert "Credit added: The Trust" in page
    assert "Say which Friday." in page  # the reason is quoted in the history
    html = browser.get(decide(draft)).content.decode()
    assert re.search(r"<del>.*Friday\..*</del>", html)
    assert re.search(r"<ins>.*Saturday\..*</ins>", html)


def test_what_was_taken_back_undecided_is_compared_with_the_last_that_was_decided(
    cast: Cast, as_: As
) -> None:
    draft = submitted(cast, text="On Friday.")
    take_back_draft(draft=draft, actor=cast.ana)
    draft.refresh_from_db()
    submitted(cast, draft, text="On Saturday.")
    assert "Nothing was decided about it before" in page_of(as_(cast.priya), draft)
    sent_back(cast, draft)
    submitted(cast, draft, text="On Sunday.")
    page = page_of(as_(cast.priya), draft)
    assert "What changed since version 2" in page
    assert "On removed: Saturday." in page and "Friday." not in page.replace("which Friday.", "")


def test_only_the_last_three_events_stand_there_with_a_link_to_all(cast: Cast, as_: As) -> None:
    draft = sent_back(cast, submitted(cast))
    submitted(cast, draft, text="High Street is closed on Saturday.")
    page = as_(cast.priya).get(decide(draft)).content.decode()
    assert page.count("app-timeline__item") == 3
    assert "Draft started" not in page
    assert f'href="/c/ashford/drafts/{draft.reference}/#history"' in page
    assert 'id="history"' in as_(cast.priya).get(draft.get_absolute_url()).content.decode()


def test_the_approver_reads_what_the_author_declares(cast: Cast, as_: As) -> None:
    said = Particulars(
        declarations=Declarations(
            private_meeting="Sam Hill, 3 May", third_party="Bell & Sons", reputation="File 7"
        )
    )
    page = page_of(as_(cast.priya), submitted(cast, particulars=said))
    assert "Private or internal meeting: permission to publish Sam Hill, 3 May" in page
    assert "Names a customer, partner or supplier: their approval Bell &amp; Sons" in page
    assert "May harm a reputation: where the evidence is held File 7" in page


def test_the_approver_of_a_share_reads_the_authors_answer(cast: Cast, as_: As) -> None:
    said = Particulars(original_url="https://example.org/post/1", endorses=False)
    page = page_of(as_(cast.priya), submitted(cast, kind="share", particulars=said))
    assert "Does sharing it endorse anything controversial? No" in page
    assert "https://example.org/post/1" in page


def test_a_video_is_described(cast: Cast, as_: As) -> None:
    video = Video(
        title="The fair", file_name="fair.mp4", sha256="f" * 64, captions="yes", people="The mayor"
    )
    page = page_of(as_(cast.priya), submitted(cast, particulars=Particulars(video=video)))
    assert "The fair, file fair.mp4, it has captions" in page
    assert "f" * 64 in page and "The mayor" in page


def test_each_picture_has_a_row_with_its_permission(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"picture_bases": chosen(["nobody", "under_18"])})
    permission = Permission.objects.create(
        council=cast.ashford,
        number=4,
        scope="The fair",
        given_on=date(2026, 1, 5),
        expires_on=timezone.localdate() + timedelta(days=300),
        paper_reference="Box 3",
        recorded_by=cast.cora,
    )
    mia = Subject.objects.create(
        council=cast.ashford,
        permission=permission,
        name="Mia Jones",
        under_18=True,
        given_by="Sam Jones",
        relationship="parent",
    )
    child = a_picture(
        a_file(cast.ashford), people="under_18", rights="permission", rights_detail="Jo Hart"
    )
    with_mia = replace(child, consents=(mia.as_consent(),))
    plain = a_picture(a_file(cast.ashford, "b.jpg", "b"), alt="", decorative_reason="A border.")
    draft = submitted(cast, pictures=(with_mia, plain))
    browser = as_(cast.priya)
    page = page_of(browser, draft)
    assert "1. “The stalls of the fair.”" in page
    assert "Its owner has given permission: Jo Hart." in page
    assert "Mia Jones (under 18), by Sam Jones, a parent: C-0004 until" in page
    assert "2. Decoration: A border." in page
    html = browser.get(decide(draft)).content.decode()
    assert f"/c/ashford/files/{'a' * 64}/small/" in html
    Subject.objects.update(withdrawn_on=timezone.localdate())
    assert "No longer agrees" in page_of(browser, draft)


def test_others_see_who_is_reviewing_for_a_quarter_of_an_hour(cast: Cast, as_: As) -> None:
    tom = a_member(cast.ashford, "Tom", "town-clerk")
    draft = submitted(cast)
    said = "Priya is reviewing"
    assert said not in as_(cast.priya).get(decide(draft)).content.decode()
    assert said not in as_(cast.priya).get(APPROVALS).content.decode()  # not to herself
    assert said in as_(tom).get(decide(draft)).content.decode()
    assert said in as_(tom).get(APPROVALS).content.decode()
    assert (
        "Priya and Tom are reviewing"
        in as_(a_member(cast.ashford, "Uma", "town-clerk")).get(decide(draft)).content.decode()
    )
    with time_machine.travel(timezone.now() + timedelta(seconds=LASTS + 1), tick=False):
        fresh = as_(tom)
        assert said not in fresh.get(APPROVALS).content.decode()
    # It warns and never locks.
    assert as_(tom).post(decide(draft), decision(draft)).status_code == 302


def test_who_skips_or_decides_is_reviewing_no_more(cast: Cast, as_: As) -> None:
    tom = a_member(cast.ashford, "Tom", "town-clerk")
    draft, other = submitted(cast), submitted(cast, title="Other", days=3)
    priya = as_(cast.priya)
    priya.get(decide(draft))
    priya.get(f"{APPROVALS}next/?after={draft.number}")
    assert "Priya is reviewing" not in as_(tom).get(decide(draft)).content.decode()
    priya.get(decide(other))
    posted = decision(other, "changes", changes_note="Say when.")
    assert priya.post(decide(other), posted).status_code == 302
    submitted(cast, Draft.objects.get(pk=other.pk), title="Other", days=3)
    assert "Priya is reviewing" not in as_(tom).get(decide(other)).content.decode()


def test_approve_is_chosen_where_nothing_more_is_asked(cast: Cast, as_: As) -> None:
    """One click opens it, one approves it; the button says what it does."""
    browser = as_(cast.priya)
    page = browser.get(decide(submitted(cast))).content.decode()
    assert re.search(r'value="approve"[^>]*checked', page, re.S)
    assert not re.search(r'value="(changes|reject)"[^>]*checked', page, re.S)


@pytest.mark.parametrize(
    ("path", "most"),
    {
        "queue": (APPROVALS, 8),
        "decided": (f"{APPROVALS}decided/", 7),
        "decide": ("/c/ashford/drafts/D-0001/decide/", 14),
    }.values(),
    ids=["queue", "decided", "decide"],
)
def test_pages_stay_within_their_queries(
    cast: Cast, as_: As, queries: Callable[..., object], path: str, most: int
) -> None:
    for number in range(30):
        submitted(cast, title=f"Draft {number}", text=f"Notice {number}.")
    for number in range(2, 6):
        draft = Draft.objects.get(number=number)
        as_(cast.priya).post(decide(draft), decision(draft))
    browser = as_(cast.priya)
    with queries(at_most=most):  # type: ignore[attr-defined]
        assert browser.get(path).status_code == 200
    if "decide/" in path:
        # Opened again, the reader is noted already: nothing is written.
        with queries(at_most=11):  # type: ignore[attr-defined]
            assert browser.get(path).status_code == 200


def test_markup_in_words_or_rules_is_only_words(cast: Cast, as_: As) -> None:
    reason = {"code": "other", "label": "<b>'Bold'</b>"}
    a_rulebook(cast.ashford, **RULES | {"draft_refusal_reasons": chosen([reason])})
    draft = sent_back(cast, submitted(cast, text="<i>One</i>", title="<u>Title</u>"))
    said = Particulars(link="javascript:alert(1)", credit="<script>alert(1)</script>")
    submitted(cast, draft, text="<i>Two</i>", title="<u>Title</u>", particulars=said)
    page = as_(cast.priya).get(decide(draft)).content.decode()
    for markup in ("<b>", "<i>", "<u>", "<script>alert"):
        assert markup not in page
    assert "&lt;b&gt;&#x27;Bold&#x27;&lt;/b&gt;" in page
    assert 'href="javascript' not in page


def test_while_redis_is_down_nobody_is_shown_and_nothing_fails(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache.backends.redis import RedisCache

    down = RedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr("moderation.drafts.presence.presence", down)
    draft = submitted(cast)
    assert as_(cast.priya).get("/c/ashford/approvals/").status_code == 200
    assert as_(cast.priya).get(decide(draft)).status_code == 200
    assert as_(cast.priya).post(decide(draft), decision(draft)).status_code == 302
