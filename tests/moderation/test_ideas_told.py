"""What becomes of an idea: the draft credits it, and its sender is told of the post."""

from collections.abc import Callable

import pytest
from django.test import Client
from structlog.testing import capture_logs

from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import Stale
from moderation.drafts.actions import withdraw_draft
from moderation.ideas import tasks
from moderation.ideas.actions import tell_posted
from moderation.ideas.models import Idea
from moderation.ideas.tasks import tell_posted_soon
from moderation.posts.actions import confirm_change, take_down_post
from moderation.posts.models import Post
from tests.cast import Cast
from tests.moderation.suggesting import an_idea, put_out, submitted

Browser = Callable[[Person], Client]


@pytest.mark.clause("FTC-A-16")
def test_words_without_the_credit_are_found(cast: Cast) -> None:
    draft = submitted(cast, an_idea(cast), "The bluebells are out.")
    assert draft.current
    found = [row for row in draft.current.findings if row["check"] == "Credit"]
    assert [(row["result"], "“Sam Reed”" in row["sentence"]) for row in found] == [
        ("check_this", True)
    ]
    other = submitted(cast, an_idea(cast, "Another"), "Bluebells. Thanks, sam reed.")
    assert other.current and not other.current.findings


def test_a_post_that_names_nobody_is_not_said_to(cast: Cast) -> None:
    idea = an_idea(cast)
    put_out(cast, submitted(cast, idea, "The bluebells are out."))
    assert "It names" not in Client().get(idea.status_url).text


def test_the_sender_is_told_of_the_draft_and_once_of_the_post(cast: Cast) -> None:
    idea = an_idea(cast, text="Words of the sender")
    draft = submitted(cast, idea)
    tell_posted_soon()
    mails = OutboxMessage.objects.filter(recipient="sam@example.org").order_by("pk")
    assert [mail.subject for mail in mails] == [
        "We have your idea (I-0001)",
        "We are writing a post of your idea (I-0001)",
    ]
    put_out(cast, draft)
    assert (tell_posted_soon(), tell_posted_soon()) == (1, 0)
    mails = mails.all()
    last = mails[2]
    assert last.subject == "Your idea is posted (I-0001)" and idea.status_url in last.body
    # Anybody can have typed the address, so no mail carries what the sender wrote.
    for mail in mails:
        assert "Words of" not in mail.body and "bluebells" not in f"{mail.subject}{mail.body}"
    with pytest.raises(Stale):
        tell_posted(idea=idea, actor=None)


def test_one_that_cannot_be_told_does_not_stop_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = an_idea(cast), an_idea(cast, "Another")
    for idea in (bad, good):
        put_out(cast, submitted(cast, idea))

    def tell(*, idea: Idea, actor: None) -> Idea:
        if idea == bad:
            raise ValueError("sam@example.org")
        return tell_posted(idea=idea, actor=actor)

    monkeypatch.setattr(tasks, "tell_posted", tell)
    with capture_logs() as logged:
        assert tell_posted_soon() == 1
    assert logged == [
        {"event": "sender_not_told", "log_level": "error", "idea_id": bad.pk, "error": "ValueError"}
    ]
    good.refresh_from_db()
    assert good.posted_told_at


def test_nobody_is_told_where_there_is_no_address(cast: Cast) -> None:
    put_out(cast, submitted(cast, an_idea(cast, email="")))
    assert tell_posted_soon() == 0


@pytest.mark.clause("FTC-A-16")
def test_the_sender_sees_it_posted_with_credit(cast: Cast) -> None:
    idea = an_idea(cast)
    draft = submitted(cast, idea)
    assert "Being written" in Client().get(idea.status_url).content.decode()
    put_out(cast, draft)
    page = Client().get(idea.status_url).content.decode()
    assert "Posted" in page and "It names Sam Reed." in page
    assert f"https://www.facebook.com/ashfordcouncil/posts/{draft.number}" in page
    change = take_down_post(
        post=Post.objects.get(), reason="Out of date.", record_copy="File 7", actor=cast.priya
    )
    confirm_change(change=change, proof_note="Gone at noon.", actor=cast.cora)
    page = Client().get(idea.status_url).content.decode()
    assert "taken down since" in page and "posts/1" not in page
    assert "Out of date." not in page


def test_the_sender_of_a_withdrawn_draft_is_told_no_more_than_that(cast: Cast) -> None:
    idea = an_idea(cast)
    withdraw_draft(draft=submitted(cast, idea), actor=cast.cora)
    page = Client().get(idea.status_url).content.decode()
    assert "Not taken up" in page and "has decided not to post it" in page
