"""The letter: plain English, read and changed before it goes, by e-mail or on paper."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.verification import chains, first_fault
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.outbox import send_due
from councilsm.refusals import RuleBroken, Stale
from moderation.evidence.erasing import erase_words
from moderation.unblocks.actions import withdraw_request
from moderation.unblocks.actions.answering import record_answered, send_letter_again
from moderation.unblocks.actions.erasing import erase_request
from moderation.unblocks.before import before
from moderation.unblocks.letters import DECIDED, Outcome
from tests.accounts.printing import streams
from tests.cast import Cast
from tests.moderation.unblocking import (
    YES,
    again,
    answered,
    decide_by,
    matched,
    matched_with_none,
    page_of,
    with_head,
)

As = Callable[[Person], Client]


def yes(asked: Any) -> dict[str, str]:
    """What the first page sends that unblocks, beside the case as it shows it."""
    return {**YES, "seen": before(again(asked)).seen}


def letter_for(browser: Client, asked: Any, **changes: Any) -> str:
    """The words of the letter as its page shows them."""
    page = browser.post(page_of(asked, "decide/"), yes(asked) | changes)
    assert page.status_code == 200, page.text
    return "\n\n".join(words for _, words in page.context["paragraphs"])


def test_it_says_why_and_where_to_complain(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    cast.ashford.contacts = "01234 567890\nTown Hall, High Street"
    cast.ashford.save()
    asked = matched(cast)
    words = letter_for(as_(head), asked, outcome="keep", reasons="You wrote again on Monday.")
    for said in (
        *(DECIDED[Outcome.KEEP], "You wrote again on Monday.", asked.reference),
        *("office@ashford.example", "01234 567890"),
        "In England the Local Government and Social Care Ombudsman does not look into complaints",
        *("https://ico.org.uk/make-a-complaint/", "You can ask us again", "Ana\nEvents Officer"),
    ):
        assert said in words, said
    assert "rex" not in words.lower() and "jo.reed" not in words and "B-0001" not in words
    granted = letter_for(as_(head), asked)
    assert "by hand on each of our accounts" in granted and "You can ask us again" not in granted


@pytest.mark.parametrize("outcome", ["not_ours", "not_enough"])
def test_where_there_is_none_it_says_nothing_of_any_block(
    cast: Cast, as_: As, outcome: str
) -> None:
    head = with_head(cast)
    asked = matched_with_none(cast, handle="rex.roe")
    words = letter_for(as_(head), asked, outcome=outcome, reasons="No block of rex.roe is here.")
    assert "rex" not in words
    body = words.split("If you do not agree")[0].replace("to unblock a profile", "")
    assert "block" not in body


def test_it_is_previewed_and_changed_before_anything_is_decided(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    browser = as_(head)
    first = browser.post(page_of(asked, "decide/"), yes(asked)).text
    assert "Nothing is decided yet" in first
    sent = {**yes(asked), "letter_words": "Hello\n\nA <b>new</b> line.", "way": "email"}
    shown = browser.post(page_of(asked, "letter/"), sent | {"preview": "1"})
    assert shown.status_code == 200
    assert "A &lt;b&gt;new&lt;/b&gt; line." in shown.text.split("<form")[-2]
    back = browser.post(page_of(asked, "decide/"), sent | {"back": "1"})
    assert back.status_code == 200 and YES["reasons"] in back.text
    empty = browser.post(page_of(asked, "letter/"), sent | {"letter_words": " "})
    assert empty.status_code == 422 and YES["reasons"] in empty.text
    assert again(asked).state == "waiting"
    OutboxMessage.objects.all().delete()
    assert browser.post(page_of(asked, "letter/"), sent).status_code == 302
    message = OutboxMessage.objects.get()
    assert message.recipient == "jo@example.org" and message.secret
    assert message.subject == "Our answer to your request (U-0001)"
    assert "A <b>new</b> line." in message.body and asked.status_url in message.body
    kept = again(asked).letters.get().words
    assert kept.startswith("Hello\n\nA <b>new</b> line.\n\nWhy we decided this\n\n")
    for stays in (YES["reasons"], "complaints procedure", "https://ico.org.uk/make-a-complaint/"):
        assert stays in kept and stays in message.body, stays
    own = Client().get(asked.status_url).text
    assert "A &lt;b&gt;new&lt;/b&gt; line." in own


def test_on_paper_it_is_a_tagged_pdf_and_answered_once_it_is_posted(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast, answer_by="post", email="", answer_to="1 High Street")
    assert decide_by(as_(head), asked).status_code == 422, "there is no address to mail it to"
    with pytest.raises(RuleBroken, match="No email address"):
        answered(cast, asked, head)
    OutboxMessage.objects.all().delete()
    assert decide_by(as_(head), asked, way="printed").status_code == 302
    assert again(asked).state == "decided" and not OutboxMessage.objects.exists()
    made = as_(cast.cora).get(page_of(asked, "letter.pdf"))
    assert made["Content-Type"] == "application/pdf"
    said = streams(made.content)
    assert all(words in said for words in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid"))
    assert f"ashford-{asked.reference.lower()}.pdf" in made["Content-Disposition"]
    assert as_(cast.cora).get(page_of(asked, "answered/")).status_code == 405
    assert as_(cast.cora).post(page_of(asked, "answered/")).status_code == 302
    assert again(asked).state == "answered"
    assert as_(cast.cora).post(page_of(asked, "answered/")).status_code == 409


def test_one_that_came_back_is_sent_again_or_printed(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    cora = as_(cast.cora)
    assert cora.get(page_of(asked, "letter.pdf")).status_code == 404
    assert cora.get(page_of(asked, "letter/")).url == page_of(asked, "decide/")
    answered(cast, asked, head)
    assert "was not delivered" not in cora.get(page_of(asked)).text
    OutboxMessage.objects.filter(subject__startswith="Our answer").update(state="failed")
    assert "was not delivered" in cora.get(page_of(asked)).text
    page = cora.get(page_of(asked, "letter/")).text
    assert "Send the letter again" in page and "We have decided." in page
    assert "an email to it did not arrive" in page and " checked" not in page, "nothing is chosen"
    assert "Show the letter with my changes" not in page and "<textarea" not in page
    sent = {"way": "printed", "after": again(asked).letters.get().pk}
    assert cora.post(page_of(asked, "letter/"), sent).status_code == 302
    assert again(asked).state == "answered", "it can be read on their page as before"
    assert "We have decided." in Client().get(asked.status_url).text
    assert cora.post(page_of(asked, "letter/"), sent).url == page_of(asked), "pressed twice"
    assert [one.way for one in again(asked).letters.order_by("pk")] == ["email", "printed"]
    assert "was not delivered" not in cora.get(page_of(asked)).text


def test_its_words_are_erased_once_it_is_answered(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast, what="My words.")
    with pytest.raises(Stale):
        erase_request(request=asked, why="They asked.", actor=head)
    answered(cast, asked, head)
    assert as_(cast.cora).post(page_of(asked, "erase/"), {"why": "x"}).status_code == 403
    assert as_(head).post(page_of(asked, "erase/"), {"why": "They asked."}).status_code == 302
    asked = again(asked)
    assert (asked.handle, asked.what, asked.email) == ("", "", "") and asked.erased_at
    assert asked.decision.reasons == "" and asked.decision.outcome == "unblock"
    assert asked.letters.get().words == "" and asked.digest == ""
    page = as_(head).get(page_of(asked)).text
    assert "My words." not in page and "Words erased" in page
    again_sent = {"letter_words": "Hello", "way": "printed", "after": asked.letters.get().pk}
    assert as_(head).post(page_of(asked, "letter/"), again_sent).status_code == 409
    assert [first_fault(chain) for chain in chains()] == [None] * len(chains())


def test_they_go_with_the_last_item_of_whom_they_are_about(cast: Cast) -> None:
    """Not those of a request that waits: they say whom to answer."""
    head = with_head(cast)
    asked = matched(cast, what="My words.")
    answered(cast, asked, head, outcome="keep")
    block = again(asked).block
    waits = matched(cast, block, what="Once more.")
    assert block and block.prompted_by
    erase_words(block.prompted_by.item, who=False)
    assert again(asked).what == "My words."
    erase_words(block.prompted_by.item)
    assert (again(asked).what, again(asked).letters.get().words) == ("", "")
    assert again(waits).what == "Once more."
    answered(cast, waits, head, outcome="keep", reasons="As before.", way="printed")
    assert again(waits).what == "Once more.", "it is not posted yet"
    record_answered(request=again(waits), actor=cast.cora)
    assert (again(waits).what, again(waits).digest) == ("", "")


def test_taken_back_it_goes_then(cast: Cast) -> None:
    asked = matched(cast, what="My words.")
    assert asked.block and asked.block.prompted_by
    erase_words(asked.block.prompted_by.item)
    withdraw_request(request=again(asked), by_mail=False)
    assert again(asked).what == "" and again(asked).erased_at


def test_no_address_stays_with_messages_that_went(cast: Cast) -> None:
    head = with_head(cast)
    asked = matched(cast)
    answered(cast, asked, head)
    send_due()
    assert OutboxMessage.objects.filter(recipient="jo@example.org", state="sent").count() == 2
    erase_request(request=again(asked), why="They asked.", actor=head)
    assert not OutboxMessage.objects.filter(recipient="jo@example.org").exists()


@pytest.mark.clause("DTC-3.2-d")
def test_who_decides_alone_writes_another_answer(cast: Cast, as_: As) -> None:
    """A moderator sends the decision's words; whoever is refused for the block writes none."""
    head = with_head(cast, decide_unblocks={"offices": ["events-officer", "town-clerk"]})
    with_head(
        cast,
        decide_unblocks={"offices": ["events-officer", "town-clerk"]},
        unblock_other_decider="required",
    )
    asked = matched(cast)
    answered(cast, asked, head, outcome="keep")
    first = again(asked).letters.get()
    other = {"letter_words": "We have decided to unblock you.", "way": "email", "after": first.pk}
    as_(cast.cora).post(page_of(asked, "letter/"), other)
    as_(cast.priya).post(page_of(asked, "letter/"), other)
    assert {one.words for one in again(asked).letters.all()} == {first.words}
    for somebody in (cast.cora, cast.priya):
        with pytest.raises(RuleBroken):
            send_letter_again(
                request=again(asked),
                words="Unblocked.",
                way="email",
                after=again(asked).letters.latest("pk").pk,
                actor=somebody,
            )
    later = {**other, "after": again(asked).letters.latest("pk").pk}
    stale = as_(head).post(page_of(asked, "letter/"), other)
    assert stale.status_code == 409 and "Cora sent the answer again" in stale.text
    assert as_(head).post(page_of(asked, "letter/"), later).status_code == 302
    words = again(asked).letters.latest("pk").words
    assert words.startswith("We have decided to unblock you.\n\nWhy we decided this")
    assert words.split("Why we decided this")[1] == first.words.split("Why we decided this")[1]


@pytest.mark.parametrize("outcome", ["keep", "unblock", "not_ours"])
def test_where_nobody_knows_whose_profile_it_is_the_profile_alone_is_answered(
    cast: Cast, as_: As, outcome: str
) -> None:
    """Somebody asks in another's name, to find out whether they are blocked (T10)."""
    head = with_head(cast)
    asked = matched_with_none(cast) if outcome == "not_ours" else matched(cast)
    browser, unknown = as_(head), {"outcome": outcome, "holder": "unknown"}
    page = browser.get(page_of(asked, "decide/")).text
    assert "How is it known that the profile is theirs?" in page
    unasked = browser.post(
        page_of(asked, "decide/"), yes(asked) | {"outcome": outcome, "holder": ""}
    )
    assert unasked.status_code == 422
    offered = browser.post(page_of(asked, "decide/"), yes(asked) | unknown)
    assert [code for code, _ in offered.context["form"].fields["way"].choices] == ["platform"]
    for way in ("email", "printed", "told"):
        with pytest.raises(RuleBroken, match="to the profile itself"):
            answered(cast, asked, head, way=way, **unknown)
    OutboxMessage.objects.all().delete()
    assert decide_by(browser, asked, way="platform", **unknown).status_code == 302
    assert "as a message to the profile" in as_(cast.cora).get(page_of(asked)).text
    assert as_(cast.cora).get(page_of(asked, "letter.pdf")).status_code == 404
    assert as_(cast.cora).post(page_of(asked, "answered/")).status_code == 302
    mail = OutboxMessage.objects.get().body
    own = Client().get(asked.status_url).text
    for said in ("We have decided", "Nothing that we control", YES["reasons"]):
        assert said not in mail and said not in own
    assert "whatever we decided" in mail and "whatever was decided" in own


def test_not_enough_to_tell_says_the_same_of_everybody(cast: Cast, as_: As) -> None:
    """Also of whom a block keeps out, whoever asks."""
    head = with_head(cast)
    none = {"outcome": "not_enough", "holder": "unknown"}
    about, nobody = matched(cast), matched_with_none(cast, what="Another.")
    letters = [letter_for(as_(head), one, **none) for one in (about, nobody)]
    assert letters[0].replace(about.reference, nobody.reference) == letters[1]
    assert decide_by(as_(head), about, **none).status_code == 302
    assert again(about).block and again(about).block.state == "stands"
    assert again(about).state == "answered"
