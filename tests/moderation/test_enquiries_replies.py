"""Replies: one step for those who may, else a draft that others approve."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from moderation.drafts.actions import approve_draft
from moderation.drafts.models import Draft
from moderation.enquiries.actions import close_enquiry, reassign
from moderation.enquiries.answers import private_words
from moderation.enquiries.models import Enquiry, StandardReply
from moderation.log.models import ModerationAction
from tests.cast import RULES, AccountFactory, Cast, a_member, a_rulebook, chosen
from tests.moderation.drafting import recorded_post
from tests.moderation.electing import a_period, a_profile, promotes_nobody
from tests.moderation.enquiring import (
    a_standard_reply,
    an_enquiry,
    at,
    newly_raised,
    office,
    priyas,
)

As = Callable[[Person], Client]
REPLIES = "/c/ashford/enquiries/replies/"


def reply_url(enquiry: Enquiry, asked: str = "") -> str:
    return f"/c/ashford/enquiries/{enquiry.reference}/reply/{asked}"


def replied(**changes: Any) -> dict[str, Any]:
    return {
        "words": "We close the swing today.",
        "fit_for_public": "on",
        **at("replied_at", timezone.now()),
        **changes,
    }


@pytest.mark.clause("FTC-6.4-c")
def test_who_may_authorise_replies_logs_their_own_in_one_step(cast: Cast, as_: As) -> None:
    enquiry = priyas(cast)
    priya = as_(cast.priya)
    assert "Log the reply" in priya.get(reply_url(enquiry)).content.decode()
    page = priya.post(reply_url(enquiry), replied(), follow=True).content.decode()
    assert "We close the swing today." in page and "Reply logged" in page
    entry = enquiry.entries.get(what="replied")
    assert entry.action and entry.action.kind == ModerationAction.Kind.REPLIED
    assert (entry.action.note, entry.action.item) == ("We close the swing today.", enquiry.item)
    close = f"/c/ashford/enquiries/{enquiry.reference}/close/"
    assert priya.post(close, {"outcome": "answered"}).status_code == 302  # the conversation rests
    refused = priya.post(reply_url(enquiry), replied())
    assert refused.status_code == 409 and "is closed" in refused.content.decode()


@pytest.mark.clause("FTC-6.4-e")
def test_what_gives_away_personal_data_is_not_said_in_public(cast: Cast, as_: As) -> None:
    enquiry = priyas(cast)
    answer = as_(cast.priya).post(reply_url(enquiry), replied(fit_for_public=""))
    assert answer.status_code == 409
    assert "Move this to private" in answer.content.decode()
    assert "We close the swing today." in answer.content.decode()
    assert not ModerationAction.objects.exists()


@pytest.mark.clause("FTC-6.4-e", "FTC-B-6")
def test_moving_to_private_says_how_to_reach_the_council_and_is_logged(cast: Cast, as_: As) -> None:
    cast.ashford.contacts = "01525 631900\nThe Rufus Centre, Steppingley Road"
    cast.ashford.save(update_fields=["contacts"])
    enquiry = priyas(cast)
    priya = as_(cast.priya)
    private = reply_url(enquiry, "?private=1")
    page = priya.get(private).content.decode()
    for way in ("01525 631900", "The Rufus Centre", cast.ashford.email):
        assert way in page
    # Nothing but these words, whatever is sent with them; so nobody approves them.
    as_(cast.cora).post(private, replied(words="Mrs Reed, you owe us rent."))
    words = private_words(cast.ashford)
    assert enquiry.entries.get(what="private").words == words
    assert ModerationAction.objects.get().note == words


def test_a_reply_in_one_step_passes_the_policy_checks(cast: Cast, as_: As) -> None:
    """They are the council's words: a fact stands in their way, a pattern is shown first."""
    item: dict[str, Any] = {"url": "https://x.com/ashford/status/9", "platform": "x"}
    item["account"] = AccountFactory(council=cast.ashford, platform="x", name="X")
    enquiry = an_enquiry(cast, "question", item=item)
    priya = as_(cast.priya)
    long = replied(words="We close the swing today. " * 20)
    refused = priya.post(reply_url(enquiry), long)
    assert refused.status_code == 409 and "Shorten the words" in refused.content.decode()
    shouted = replied(words="WE CLOSE THE SWING TODAY AND MEND IT TOMORROW")
    checked = priya.post(reply_url(enquiry), shouted | {"do": "check"})
    assert checked.status_code == 200 and "Check this" in checked.content.decode()
    first = priya.post(reply_url(enquiry), shouted)
    assert first.status_code == 422 and "Read what the checks found" in first.content.decode()
    assert not enquiry.entries.filter(what="replied").exists()
    read = first.context["form"]["read"].value()
    other = priya.post(reply_url(enquiry), replied(words="VOTE EARLY, SAYS THE COUNCIL", read=read))
    assert other.status_code == 422  # other words are checked anew
    assert priya.post(reply_url(enquiry), shouted | {"read": read}).status_code == 302
    told = AuditDetail.objects.get(event__verb="enquiry.replied").new
    assert "Capitals" in told and "SWING" not in told
    nothing = priya.post(reply_url(enquiry), replied(do="check")).content.decode()
    assert "The checks found nothing" in nothing


def test_what_looks_made_for_a_party_is_asked_about(cast: Cast, as_: As) -> None:
    """LGA 1986 s.2."""
    enquiry = priyas(cast)
    priya = as_(cast.priya)
    words = replied(words="Ask the Green Party: vote for them on Thursday.")
    asked = priya.post(reply_url(enquiry), words)
    assert asked.status_code == 422 and "support for a party" in asked.content.decode()
    read = asked.context["form"]["read"].value()
    for answer, said in (("", 422), ("yes", 409), ("no", 302)):
        sent = words | {"read": read, "for_a_party": answer}
        assert priya.post(reply_url(enquiry), sent).status_code == said


@pytest.mark.clause("LTC-4.2.2-h")
def test_a_reply_is_judged_for_the_day_on_which_it_went_out(cast: Cast, as_: As) -> None:
    """Neither a period that is over by then nor one that begins later holds it to anything."""
    enquiry = priyas(cast, days_ago=10)
    a_period(cast, begins=1, lasts=10)
    a_period(cast, begins=-9, lasts=7, area="East Ward")
    priya, page = as_(cast.priya), reply_url(enquiry)
    asked = "Why may this reply go out in a pre-election period?"
    assert asked not in priya.get(page).text
    now = timezone.now()
    checked = priya.post(page, replied(do="check"))
    assert asked not in checked.text and "pre-election" not in checked.text
    then = replied(**at("replied_at", now - timedelta(days=4)))
    first = priya.post(page, then)
    assert first.status_code == 422 and asked in first.text
    assert "By-election, East Ward" in first.text and "West Ward" not in first.text
    then["read"] = first.context["form"]["read"].value()
    bare = priya.post(page, then)
    assert bare.status_code == 422 and "Say why it may" in bare.text
    assert not enquiry.entries.filter(what="replied").exists()
    why = "They asked when we mend it, and this says when."
    assert priya.post(page, {**then, "in_period": why}).status_code == 302
    assert why in priya.get(enquiry.get_absolute_url()).text
    assert priya.post(page, replied()).status_code == 302
    assert enquiry.entries.filter(what="replied").count() == 2


@pytest.mark.clause("LTC-4.2.2-h")
def test_standard_words_in_a_period_need_a_reason_too(cast: Cast, as_: As) -> None:
    """Whoever logs them need not authorise replies; nobody looked at them for the period."""
    standard = a_standard_reply(cast)
    enquiry = priyas(cast)
    a_rulebook(cast.ashford, **RULES, standard_replies=chosen(True))
    a_period(cast)
    cora, page = as_(cast.cora), reply_url(enquiry)
    sent = replied(words=standard.words)
    asked = cora.post(page, sent)
    assert asked.status_code == 422
    sent["read"] = asked.context["form"]["read"].value()
    bare = cora.post(page, sent)
    assert bare.status_code == 422 and "Say why it may" in bare.text
    assert cora.post(page, {**sent, "in_period": "Whose road it is."}).status_code == 302
    assert enquiry.entries.get(what="note").words.endswith(": Whose road it is.")


@pytest.mark.clause("HLTC-resp-12")
def test_a_reply_promotes_no_profile_in_a_period(cast: Cast, as_: As) -> None:
    promotes_nobody(cast)
    a_profile(cast)
    enquiry = priyas(cast, days_ago=10)
    a_period(cast, begins=-1)
    priya, page = as_(cast.priya), reply_url(enquiry)
    sent = replied(words="Ask @deva_jones about it.", in_period="A fact.")
    refused = priya.post(page, sent)
    assert refused.status_code == 409 and "does not promote before" in refused.text
    assert not enquiry.entries.filter(what="replied").exists()
    before = at("replied_at", timezone.now() - timedelta(days=3))
    assert priya.post(page, sent | before).status_code == 302


@pytest.mark.clause("FTC-6.4-c")
def test_a_reply_of_somebody_else_is_approved_first(cast: Cast, as_: As) -> None:
    enquiry = priyas(cast)
    cora = as_(cast.cora)
    page = cora.get(reply_url(enquiry)).content.decode()
    assert "You may not authorise a reply" in page and "Make a draft for approval" in page
    refused = cora.post(reply_url(enquiry), replied())
    assert refused.status_code == 409 and not ModerationAction.objects.exists()
    sent = {"words": "We close the swing today.", "do": "approval"}
    first = cora.post(reply_url(enquiry), sent)
    draft = Draft.objects.get()
    assert first["Location"] == draft.get_absolute_url()
    assert cora.post(reply_url(enquiry), sent)["Location"] == first["Location"]  # sent twice
    typed = draft.working_copy
    assert (typed["kind"], typed["text"]) == (["reply"], ["We close the swing today."])
    assert typed["accounts"] == [str(cast.page.pk)]
    assert typed["answers_url"] == ["https://www.facebook.com/ashfordcouncil/9"]
    edit = f"/c/ashford/drafts/{draft.reference}/edit/"
    cora.post(edit, typed | {"version": 1, "do": "submit"})
    draft.refresh_from_db()
    assert draft.current, "the composer took what was filled in"
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    draft.refresh_from_db()
    post = recorded_post(cast, draft)
    page = cora.get(f"/c/ashford/enquiries/{enquiry.reference}/").content.decode()
    assert "went out as" in page and post.reference in page
    close_enquiry(enquiry=enquiry, outcome="answered", actor=cast.cora)


@pytest.mark.clause("FTC-2-b")
def test_standard_words_need_no_approval_where_the_rules_say_so(cast: Cast, as_: As) -> None:
    standard = a_standard_reply(cast)
    enquiry = priyas(cast)
    cora = as_(cast.cora)
    use = reply_url(enquiry, f"?use={standard.pk}")
    assert "Make a draft for approval" in cora.get(use).content.decode()
    a_rulebook(cast.ashford, **RULES, standard_replies=chosen(True))
    page = cora.get(use).content.decode()
    assert "Log the reply" in page and "Potholes are mended by Kent Highways" in page
    altered = cora.post(use, replied(words=f"{standard.words} At once."))
    assert altered.status_code == 409 and "Send this reply for approval" in altered.content.decode()
    assert "Make a draft for approval" in altered.content.decode() and not Draft.objects.exists()
    StandardReply.objects.update(review_due_on=today() - timedelta(1), reviewed_on="2025-01-01")
    assert cora.post(use, replied(words=standard.words)).status_code == 409  # nobody looked
    StandardReply.objects.update(review_due_on=today() + timedelta(1))
    assert cora.post(use, replied(words=standard.words)).status_code == 302


def test_who_raised_it_is_told_who_deals_with_it_and_may_draft_a_reply(cast: Cast, as_: As) -> None:
    """A reply by somebody outside the team goes to approval."""
    ana = as_(cast.ana)
    ana.post("/c/ashford/enquiries/new/", newly_raised(cast, kind="question"))
    enquiry = Enquiry.objects.get()
    page = ana.get(enquiry.get_absolute_url()).content.decode()
    assert "Town Clerk deals with this" in page and "Record outcome" not in page
    assert "Make a draft for approval" in ana.get(reply_url(enquiry)).content.decode()
    assert ana.post(reply_url(enquiry), replied()).status_code == 409
    assert ana.post(reply_url(enquiry), {"words": "At noon.", "do": "approval"}).status_code == 302
    assert as_(cast.adam).get(reply_url(enquiry)).status_code == 404


def test_an_owner_elsewhere_replies_by_their_own_right_only(cast: Cast, as_: As) -> None:
    """The events officer owns it, keeps no log and authorises nothing."""
    enquiry = priyas(cast)
    reassign(enquiry=enquiry, office=office(cast, "events-officer"), actor=cast.cora)
    ana = as_(cast.ana)
    assert ana.post(reply_url(enquiry), replied()).status_code == 409
    assert ana.post(reply_url(enquiry), {"words": "x", "do": "approval"}).status_code == 302
    assert as_(cast.priya).get(reply_url(enquiry)).status_code == 404


@pytest.mark.clause("FTC-6.4-c")
def test_flitwicks_team_replies_at_once_and_others_do_not(db: None, as_: As) -> None:
    from accounts.councils.actions import create_council
    from moderation.enquiries.answers import why_approval

    council = create_council(
        name="Flitwick", slug="flitwick", email="o@example.org", rulebook="flitwick", actor=None
    )
    member = a_member(council, "On the team", team=True)
    outside = a_member(council, "Gardener")
    assert why_approval(council, "Thank you.", member) is None
    refusal = why_approval(council, "Thank you.", outside)
    assert refusal and "FTC-6.4-c" in refusal.source
