"""“I made a mistake”: the right people know at once, and nobody is blamed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.posts.actions import put_right, record_outside_post, tell_mistake
from moderation.posts.models import Mistake, Post
from tests.cast import AccountFactory, Cast, a_member
from tests.moderation.drafting import posted

As = Callable[[Person], Client]
TELL = "/c/ashford/posts/P-0001/mistake/"
WHAT = "I wrote Friday and it is Saturday."


def test_line_manager_and_clerk_are_told_at_once(cast: Cast, as_: As) -> None:
    post = posted(cast)
    manager = cast.ashford.offices.get(key="comms-officer")
    cast.ashford.memberships.filter(person=cast.ana).update(line_manager=manager)
    before = OutboxMessage.objects.count()
    browser = as_(cast.ana)
    assert "We tell Cora and Priya by email" in browser.get(TELL).text
    assert browser.post(TELL, {"what": WHAT}).status_code == 302
    told = OutboxMessage.objects.order_by("pk")[before:]
    assert {message.recipient for message in told} == {cast.cora.email, cast.priya.email}
    assert all(WHAT not in message.subject + message.body for message in told)
    event = AuditEvent.objects.about(post).get()
    assert (event.verb, event.actor_id) == ("mistake.told", cast.ana.pk)
    assert WHAT in browser.get("/c/ashford/posts/P-0001/").text
    assert "1 mistake to put right" in browser.get("/c/ashford/posts/").text


def test_without_a_line_manager_the_page_says_so(cast: Cast, as_: As) -> None:
    posted(cast)
    page = as_(cast.ana).get(TELL).text
    assert "We tell Priya by email" in page
    assert "Your line manager is not recorded" in page


def test_the_clerks_own_mistake_is_kept(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    assert "There is nobody else to tell here" in browser.get(TELL).text
    assert browser.post(TELL, {"what": WHAT}).status_code == 302
    assert Mistake.objects.get().told_by == cast.priya


def test_nothing_said_is_nothing_told(cast: Cast, as_: As) -> None:
    posted(cast)
    assert as_(cast.ana).post(TELL, {"what": ""}).status_code == 422
    assert not Mistake.objects.exists()


def test_said_twice_it_is_kept_and_told_once(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.ana)
    browser.post(TELL, {"what": WHAT})
    mails = OutboxMessage.objects.count()
    again = browser.post(TELL, {"what": f" {WHAT}\r\n"})
    assert (again.status_code, "You told of this already" in again.text) == (409, True)
    assert (Mistake.objects.count(), OutboxMessage.objects.count()) == (1, mails)
    # Another mistake is another matter, and so is what somebody else says.
    assert browser.post(TELL, {"what": "The hall is wrong too."}).status_code == 302
    assert as_(cast.dev).post(TELL, {"what": WHAT}).status_code == 302


def test_too_many_words_are_refused_and_stay(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.ana)
    assert "2,000 characters at most" in browser.get(TELL).text
    long = browser.post(TELL, {"what": "x" * 2_001})
    assert (long.status_code, "x" * 2_001 in long.text) == (422, True)
    assert "Use 2,000 characters at most" in long.text
    assert browser.post(TELL, {"what": "x" * 2_000}).status_code == 302
    assert len(Mistake.objects.get().what) == 2_000


@pytest.mark.parametrize(("name", "status"), {"dev": 302, "leo": 404, "oscar": 404}.items())
def test_any_member_and_nobody_else(cast: Cast, as_: As, name: str, status: int) -> None:
    posted(cast)
    assert as_(getattr(cast, name)).post(TELL, {"what": WHAT}).status_code == status
    assert Mistake.objects.exists() == (status == 302)


@pytest.mark.parametrize(
    ("name", "status"),
    {"ana": 302, "priya": 302, "cora": 302, "rita": 409, "dev": 409, "oscar": 404}.items(),
)
def test_how_it_was_put_right(cast: Cast, as_: As, name: str, status: int) -> None:
    posted(cast)
    as_(cast.ana).post(TELL, {"what": WHAT})
    page = f"/c/ashford/posts/mistakes/{Mistake.objects.get().pk}/"
    sent = {"remedy": "A correction went out within the hour."}
    assert as_(getattr(cast, name)).post(page, sent).status_code == status
    found = Mistake.objects.get()
    assert bool(found.put_right_at) == (status == 302)
    if status == 302:
        assert sent["remedy"] in as_(cast.rita).get("/c/ashford/posts/P-0001/").text
        again = as_(getattr(cast, name)).post(page, {"remedy": "Something else."})
        assert again.status_code == 409
        assert Mistake.objects.get().remedy == sent["remedy"]


# --- Agreed with the line manager ---------------------------------------------------------------


def lltc() -> tuple[Council, Person, Person]:
    """Leighton-Linslade by its own rulebook: Ola, whose line manager is Gil; and the clerk."""
    council = create_council(
        name="Leighton-Linslade",
        slug="lltc",
        email="o@lltc.example",
        rulebook="leighton-linslade",
        actor=None,
    )
    a_member(council, "Tess Clerk", "town-clerk")
    gil = a_member(council, "Gil Manager", "corporate-governance-manager")
    ola = a_member(council, "Ola Officer")
    manager = council.offices.get(key="corporate-governance-manager")
    council.memberships.filter(person=ola).update(line_manager=manager)
    return council, ola, gil


def an_own_post(council: Council, by: Person) -> Post:
    return record_outside_post(
        account=AccountFactory(council=council),
        url=f"https://www.facebook.com/{council.slug}council/posts/1",
        words="The fair is on Friday.",
        posted_at=timezone.now(),
        authority="The clerk agreed by telephone.",
        poster=by,
        actor=by,
    )


@pytest.mark.clause("LLTC-9.3-l")
def test_at_leighton_linslade_the_line_manager_hears_at_once_and_agrees(as_: As, db: None) -> None:
    council, ola, gil = lltc()
    an_own_post(council, ola)
    OutboxMessage.objects.all().delete()
    post, mistake = "/c/lltc/posts/P-0001/", "/c/lltc/posts/P-0001/mistake/"
    officer, manager = as_(ola), as_(gil)
    assert mistake in officer.get(post).text
    page = officer.get(mistake).text
    assert "It happens to everybody. Saying so at once is the right thing to do." in page
    assert "We tell Gil Manager by email" in page
    assert "/c/lltc/policies/clauses/LLTC-9.3-l/" in page
    assert officer.post(mistake, {"what": WHAT}).status_code == 302
    mail = OutboxMessage.objects.get()
    assert mail.recipient == gil.email
    assert "wants to put it right" in mail.body
    shown = manager.get(post).text
    assert WHAT in shown and "Say how it was put right" in shown
    remedy = f"/c/lltc/posts/mistakes/{Mistake.objects.get().pk}/"
    sent = {"remedy": "A correction at once; two people check dates."}
    refused = officer.post(remedy, sent)
    assert (refused.status_code, "Say who agreed to it" in refused.text) == (422, True)
    assert sent["remedy"] in refused.text
    assert officer.post(remedy, {**sent, "agreed_with": ola.pk}).status_code == 422
    with pytest.raises(RuleBroken, match="Say who agreed to it"):
        put_right(mistake=Mistake.objects.get(), remedy="Corrected.", actor=ola)
    assert officer.post(remedy, {**sent, "agreed_with": gil.pk}).status_code == 302
    told = OutboxMessage.objects.latest("pk")
    assert told.recipient == gil.email
    assert "says that you agreed to it. If you did not, tell them and the Town Clerk." in told.body
    assert officer.post("/c/lltc/posts/P-0001/correct/", {"reason": WHAT}).status_code == 302
    shown = manager.get(post).text
    said = "Ola Officer says that you agreed to it. If you did not, tell the Town Clerk."
    for words in (sent["remedy"], "Put right by Ola Officer", said):
        assert words in shown
    assert "Correction being written" in shown
    assert "Ola Officer says that Gil Manager agreed to it" in officer.get(post).text
    event = AuditEvent.objects.get(verb="mistake.put_right")
    assert "Gil Manager" in event.detail.new and sent["remedy"] in event.detail.new


def test_the_line_manager_writes_down_what_they_agreed(as_: As, db: None) -> None:
    """They hold no duty about posts; somebody of neither is refused."""
    council, ola, gil = lltc()
    an_own_post(council, ola)
    other = a_member(council, "Nell Neither")
    as_(ola).post("/c/lltc/posts/P-0001/mistake/", {"what": WHAT})
    remedy = f"/c/lltc/posts/mistakes/{Mistake.objects.get().pk}/"
    assert "Say how it was put right" not in as_(other).get("/c/lltc/posts/P-0001/").text
    assert as_(other).get(remedy).status_code == 409
    page = as_(gil).get(remedy).text
    assert f'<option value="{gil.pk}" selected' in page
    mails = OutboxMessage.objects.count()
    assert as_(gil).post(remedy, {"remedy": "Corrected.", "agreed_with": gil.pk}).status_code == 302
    assert OutboxMessage.objects.count() == mails  # Gil knows
    mistake = Mistake.objects.get()
    assert (mistake.agreed_with, mistake.put_right_by) == (gil, gil)
    assert "Gil Manager agreed to it" in as_(ola).get("/c/lltc/posts/P-0001/").text


def test_without_anybody_to_agree_the_clerk_puts_their_own_right(as_: As, db: None) -> None:
    council = lltc()[0]
    tess = Person.objects.get(name="Tess Clerk")
    an_own_post(council, tess)
    browser = as_(tess)
    assert "There is nobody else to tell here" in browser.get("/c/lltc/posts/P-0001/mistake/").text
    browser.post("/c/lltc/posts/P-0001/mistake/", {"what": WHAT})
    remedy = f"/c/lltc/posts/mistakes/{Mistake.objects.get().pk}/"
    assert "Who agreed to it" not in browser.get(remedy).text
    assert browser.post(remedy, {"remedy": "Corrected."}).status_code == 302


def test_who_told_and_left_since_leaves_it_to_the_clerk(as_: As, db: None) -> None:
    council, ola, _ = lltc()
    an_own_post(council, ola)
    as_(ola).post("/c/lltc/posts/P-0001/mistake/", {"what": WHAT})
    council.memberships.filter(person=ola).update(ends_on=today() - timedelta(days=1))
    remedy = f"/c/lltc/posts/mistakes/{Mistake.objects.get().pk}/"
    tess = Person.objects.get(name="Tess Clerk")
    sent = {"remedy": "Corrected.", "agreed_with": tess.pk}
    assert as_(tess).post(remedy, sent).status_code == 302


def test_nobody_agrees_with_themself(cast: Cast) -> None:
    post = posted(cast)
    mistake = tell_mistake(post=post, what=WHAT, actor=cast.ana)
    for person in (cast.ana, cast.dev, cast.oscar):
        with pytest.raises(RuleBroken, match="not one of those"):
            put_right(mistake=mistake, remedy="Corrected.", agreed_with=person, actor=cast.ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mistake.objects.update(
            remedy="x", put_right_at=timezone.now(), put_right_by=cast.ana, agreed_with=cast.ana
        )
