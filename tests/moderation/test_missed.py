"""An approved draft whose time passed: who is told, what its page says, and how it is renewed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.celery import app
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import Stale
from moderation.drafts import tasks
from moderation.drafts.actions.advice import answer_advice, ask_advice
from moderation.drafts.actions.missed import tell_missed
from moderation.drafts.models import Draft
from moderation.drafts.tasks import tell_missed_soon
from moderation.posts.actions import note_scheduled
from tests.cast import AccountFactory, Cast
from tests.moderation.deciding import decide
from tests.moderation.drafting import approved, posted, recorded_post, waiting
from tests.moderation.posting import address, moment, recorded

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"
MISSED = "/c/ashford/drafts/?status=missed"


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Approved today, for the next seven days."""
    return approved(cast, title="Fair on Saturday")


@pytest.fixture
def later(draft: Draft) -> Iterator[None]:
    """Its time has passed, and nobody posted it."""
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        yield


def page_of(browser: Client, url: str) -> str:
    return " ".join(browser.get(url).text.split())


def renewal(draft: Draft, **more: Any) -> dict[str, Any]:
    assert draft.current
    new = moment("not_after", timezone.now() + timedelta(days=2))
    return {"outcome": "approve", "digest": draft.current.digest, "asked": "not_after"} | new | more


def test_home_tells_author_and_recorders(later: None, cast: Cast, as_: As) -> None:
    hers = page_of(as_(cast.ana), HOME)
    assert "1 draft of yours missed its time" in hers and "status=missed&amp;mine=1" in hers
    home = page_of(as_(cast.cora), HOME)
    assert "1 draft missed its time" in home
    assert "to post and record</a>" not in home and "Going out" not in home
    assert "Fair on Saturday" in page_of(as_(cast.cora), MISSED)
    assert "missed its time" not in page_of(as_(cast.dev), HOME)


def test_its_page_says_what_to_do(later: None, draft: Draft, cast: Cast, as_: As) -> None:
    pages = {
        name: page_of(as_(getattr(cast, name)), draft.get_absolute_url())
        for name in ("ana", "priya", "cora")
    }
    for page in pages.values():
        assert "Do not post it now" in page and "Post it and record it" not in page
    assert "You can also take it back" in pages["ana"]
    assert "Approve it with a new time" in pages["priya"]
    assert decide(draft) not in pages["cora"] and "approve it with a new time" in pages["cora"]


def test_nothing_is_copied_but_what_went_out_in_time_is_recorded(
    later: None, draft: Draft, cast: Cast, as_: As
) -> None:
    browser = as_(cast.cora)
    page = page_of(browser, address(draft))
    assert "Its time to go out was until" in page and "Copy the words" not in page
    then = moment("posted_at", timezone.now() - timedelta(days=3))
    assert browser.post(address(draft), recorded(draft, **then)).status_code == 302
    assert "missed its time" not in page_of(browser, HOME)


def test_an_approver_renews_it_in_one_step(later: None, draft: Draft, cast: Cast, as_: As) -> None:
    browser = as_(cast.priya)
    page = page_of(browser, decide(draft))
    assert "Approve with a new time" in page and "Request changes" not in page
    assert browser.post(decide(draft), renewal(draft)).status_code == 302
    old = draft.current
    draft.refresh_from_db()
    assert old and draft.current and draft.current.number == old.number + 1
    assert draft.status == "approved" and draft.outcome == "approved"
    assert draft.current.targets.get().state == "to_post"
    assert old.targets.get().state == "proposed"
    event = AuditEvent.objects.about(draft).last()
    assert event and event.verb == "draft.approved"
    assert "1 approved draft to post and record" in page_of(as_(cast.cora), HOME)
    recorded_post(cast, draft)
    assert "to post and record</a>" not in page_of(as_(cast.cora), HOME)


def test_a_time_that_has_passed_too_is_refused(
    later: None, draft: Draft, cast: Cast, as_: As
) -> None:
    browser = as_(cast.priya)
    past = moment("not_after", timezone.now() - timedelta(hours=1))
    for answer in (past, dict.fromkeys(past, "")):
        again = browser.post(decide(draft), renewal(draft, **answer))
        assert again.status_code == 422
    assert browser.post(decide(draft), renewal(draft, outcome="reject")).status_code == 422
    draft.refresh_from_db()
    assert draft.current and draft.current.number == 1


@pytest.mark.parametrize("name", ["ana", "cora", "dev"])
def test_who_may_not_approve_it_may_not_renew_it(
    later: None, draft: Draft, cast: Cast, as_: As, name: str
) -> None:
    refused = as_(getattr(cast, name)).post(decide(draft), renewal(draft))
    assert refused.status_code in {403, 409}
    draft.refresh_from_db()
    assert draft.current and draft.current.number == 1


def test_one_in_time_is_not_renewed(draft: Draft, cast: Cast, as_: As) -> None:
    browser = as_(cast.priya)
    assert browser.get(decide(draft)).url == draft.get_absolute_url()
    refused = browser.post(decide(draft), renewal(draft))
    assert (refused.status_code, "already decided" in refused.text) == (409, True)


def test_one_that_is_out_somewhere_is_copied_instead(cast: Cast, as_: As) -> None:
    x = AccountFactory(council=cast.ashford, platform="x", name="Ashford on X")
    draft = approved(cast, accounts=[cast.page, x])
    assert draft.current
    note = {"goes_out_at": timezone.now() + timedelta(hours=1), "actor": cast.cora}
    first = draft.current.targets.order_by("pk")[0]
    note_scheduled(target=first, digest=draft.current.digest, **note)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        page = page_of(as_(cast.priya), draft.get_absolute_url())
        assert "copy it as a new draft" in page and "Approve it with a new time" not in page
        assert as_(cast.priya).post(decide(draft), renewal(draft)).status_code == 409


def test_author_and_approver_are_told_once(later: None, draft: Draft, cast: Cast) -> None:
    OutboxMessage.objects.all().delete()
    assert (tell_missed_soon(), tell_missed_soon()) == (1, 0)
    told = OutboxMessage.objects.all()
    assert {mail.recipient for mail in told} == {cast.ana.email, cast.priya.email}
    assert {mail.subject for mail in told} == {'Missed time: "Fair on Saturday" (D-0001)'}
    assert all(draft.get_absolute_url() in mail.body for mail in told)
    with pytest.raises(Stale):
        tell_missed(draft=draft, actor=None)


def test_missed_again_after_a_new_time_is_told_again(
    later: None, draft: Draft, cast: Cast, as_: As
) -> None:
    tell_missed_soon()
    as_(cast.priya).post(decide(draft), renewal(draft))
    assert tell_missed_soon() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=True):
        assert tell_missed_soon() == 1


def test_nobody_is_told_of_what_is_out_waits_or_is_in_time(cast: Cast) -> None:
    posted(cast)
    waiting(cast)
    assert tell_missed_soon() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        approved(cast)
        assert tell_missed_soon() == 0


def test_one_that_cannot_be_told_does_not_stop_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = approved(cast)
    approved(cast)

    def tell(*, draft: Draft, actor: None) -> Draft:
        if draft == bad:
            raise ValueError("nobody@example.org")
        return tell_missed(draft=draft, actor=actor)

    monkeypatch.setattr(tasks, "tell_missed", tell)
    with time_machine.travel(timezone.now() + timedelta(days=8)), capture_logs() as logged:
        assert tell_missed_soon() == 1
    assert [(line["event"], line["draft_id"]) for line in logged] == [("missed_not_told", bad.pk)]


def test_nobody_is_told_of_what_was_missed_before_people_were_told(cast: Cast) -> None:
    approved(cast)
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=True):
        approved(cast)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        migration = import_module("moderation.migrations.0008_draft_missed_told")
        migration.told_already(apps, None)
        assert tell_missed_soon() == 0
    with time_machine.travel(timezone.now() + timedelta(days=14), tick=True):
        assert tell_missed_soon() == 1


@pytest.mark.django_db
def test_the_beat_looks_for_them() -> None:
    assert tasks.tell_missed_soon.name in {
        entry["task"] for entry in app.conf.beat_schedule.values()
    }


def test_a_question_stops_home_and_the_main_button(draft: Draft, cast: Cast, as_: As) -> None:
    ask_advice(draft=draft, question="Is it the right Saturday?", actor=cast.ana)
    browser = as_(cast.cora)
    home = page_of(browser, HOME)
    assert "to post and record</a>" not in home and "Going out" not in home
    assert "Fair on Saturday" not in page_of(browser, "/c/ashford/drafts/?status=to_post")
    page = page_of(browser, draft.get_absolute_url())
    assert "Post it and record it" not in page
    assert "to answer Ana’s question. It must not be posted until then." in page
    answer_advice(advice=draft.advice.get(), answer="Yes, it is.", actor=cast.priya)
    assert "1 approved draft to post and record" in page_of(browser, HOME)
    assert "Post it and record it" in page_of(browser, draft.get_absolute_url())


def test_what_is_scheduled_says_so(draft: Draft, cast: Cast, as_: As) -> None:
    assert draft.current
    note_scheduled(
        target=draft.current.targets.get(),
        goes_out_at=timezone.now() + timedelta(days=1),
        digest=draft.current.digest,
        actor=cast.cora,
    )
    tag = '<strong class="govuk-tag govuk-tag--teal">Scheduled</strong>'
    browser = as_(cast.cora)
    for url in ("/c/ashford/drafts/", draft.get_absolute_url()):
        assert tag in page_of(browser, url)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        assert tag in page_of(as_(cast.cora), "/c/ashford/drafts/")
        assert tell_missed_soon() == 0
