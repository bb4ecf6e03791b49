"""“I’m not sure”: asked, answered, and nothing goes out meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Appointment, Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.actions import approve_draft
from moderation.drafts.actions.advice import answer_advice
from moderation.drafts.models import Advice, Draft
from moderation.posts.actions import require_postable
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.drafting import a_draft, approved, posted, waiting
from tests.moderation.following import QUESTION, asked

As = Callable[[Person], Client]
ASK, ANSWER = "/c/ashford/drafts/D-0001/ask/", "/c/ashford/drafts/D-0001/answer/"
PAGE, HOME = "/c/ashford/drafts/D-0001/", "/c/ashford/home/"


@pytest.fixture
def hal(cast: Cast) -> Person:
    """The Head of Community Services: may be asked, and has no other duty."""
    a_rulebook(cast.ashford, **RULES | {"advice": chosen(["events-officer", "town-clerk"])})
    return a_member(cast.ashford, "Hal", "events-officer")


def told(person: Person) -> bool:
    return OutboxMessage.objects.filter(
        recipient=person.email, subject__startswith="A question for you"
    ).exists()


@pytest.mark.clause("DTC-4-f", "FTC-6.6-b")
def test_the_offices_named_are_mailed_at_once_and_the_draft_is_held(
    cast: Cast, as_: As, hal: Person
) -> None:
    draft = waiting(cast)
    response = as_(cast.ana).post(ASK, {"question": QUESTION}, follow=True)
    assert "Nothing is approved or posted" in response.content.decode()
    advice = Advice.objects.get()
    assert {office.key for office in advice.offices.all()} == {"events-officer", "town-clerk"}
    assert told(hal) and told(cast.priya)
    assert not told(cast.ana) and not told(cast.cora)
    assert draft.current
    with pytest.raises(RuleBroken, match="until it is answered") as refused:
        approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)
    assert "minute 24/101" in refused.value.source
    assert AuditEvent.objects.about(draft).filter(verb="advice.asked").count() == 1
    assert QUESTION in as_(cast.priya).get("/c/ashford/drafts/D-0001/decide/").content.decode()


def test_where_the_rule_is_not_set_the_proper_officer_is_asked(cast: Cast, as_: As) -> None:
    waiting(cast)
    assert as_(cast.ana).post(ASK, {"question": QUESTION}).status_code == 302
    assert told(cast.priya)
    assert [office.key for office in Advice.objects.get().offices.all()] == ["town-clerk"]


@pytest.mark.clause("FTC-A-10")
def test_an_approved_draft_is_not_posted_until_answered(cast: Cast) -> None:
    draft = approved(cast)
    asked(draft, cast.ana)
    assert draft.current
    with pytest.raises(RuleBroken, match="until it is answered"):
        require_postable(draft, draft.current)
    answer_advice(advice=draft.advice.get(), answer="Yes.", actor=cast.priya)
    assert require_postable(draft, draft.current) == draft.decisions.get()


def test_an_answer_frees_the_draft_and_both_stay_on_it(cast: Cast, as_: As, hal: Person) -> None:
    draft = waiting(cast)
    asked(draft, cast.ana)
    hals = as_(hal)
    assert "1 question for you" in hals.get(HOME).content.decode()
    assert "Road closure" in hals.get("/c/ashford/questions/").content.decode()
    assert hals.post(ANSWER, {"answer": "No, leave it out."}).status_code == 302
    advice = Advice.objects.get()
    assert (advice.answered_by, advice.office and advice.office.key) == (hal, "events-officer")
    page = as_(cast.ana).get(PAGE).content.decode()
    assert QUESTION in page and "No, leave it out." in page
    assert "question for you" not in hals.get(HOME).content.decode()
    assert "No open questions" in hals.get("/c/ashford/questions/").content.decode()
    assert "Road closure" in hals.get("/c/ashford/questions/?answered=1").content.decode()
    mail = OutboxMessage.objects.filter(subject__startswith="Your question is answered")
    assert [message.recipient for message in mail] == [cast.ana.email]
    assert draft.current
    approve_draft(draft=draft, digest=draft.current.digest, actor=cast.priya)


def test_one_open_question_at_a_time_and_another_after_its_answer(
    cast: Cast, as_: As, hal: Person
) -> None:
    draft = waiting(cast)
    asked(draft, cast.ana)
    again = as_(cast.ana).post(ASK, {"question": "And the date?"})
    assert again.status_code == 409
    assert "And the date?" in again.content.decode()
    answer_advice(advice=draft.advice.get(), answer="Yes.", actor=hal)
    assert as_(cast.ana).post(ASK, {"question": "And the date?"}).status_code == 302
    assert Advice.objects.count() == 2


def test_the_approver_asks_too_but_never_themselves(cast: Cast, as_: As, hal: Person) -> None:
    draft = waiting(cast)
    assert as_(cast.priya).post(ASK, {"question": QUESTION}).status_code == 302
    assert told(hal) and not told(cast.priya)
    own = as_(cast.priya).post(ANSWER, {"answer": "I think so."})
    assert own.status_code == 409
    assert "somebody else must answer" in own.content.decode()
    assert draft.advice.open().count() == 1


def test_who_alone_could_answer_cannot_ask(cast: Cast, as_: As) -> None:
    waiting(cast)
    response = as_(cast.priya).post(ASK, {"question": QUESTION})
    assert response.status_code == 409
    assert "to nobody but you" in response.content.decode()
    assert not Advice.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("cora", 409), ("adam", 404), ("dev", 404), ("leo", 404), ("oscar", 404)]
)
def test_others_do_not_ask(cast: Cast, as_: As, name: str, status: int) -> None:
    waiting(cast)
    assert as_(getattr(cast, name)).post(ASK, {"question": QUESTION}).status_code == status
    assert not Advice.objects.exists()


def test_the_action_itself_refuses_who_neither_wrote_nor_approves(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Only Ana or who may approve it"):
        asked(waiting(cast), cast.cora)
    assert not Advice.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("ana", 409), ("cora", 409), ("rita", 404), ("oscar", 404)]
)
def test_who_was_not_asked_does_not_answer(cast: Cast, as_: As, name: str, status: int) -> None:
    asked(waiting(cast), cast.ana)
    assert as_(getattr(cast, name)).post(ANSWER, {"answer": "Yes."}).status_code == status
    assert Advice.objects.open().count() == 1


@pytest.mark.parametrize("words", ["", "   "])
def test_empty_words_are_asked_for_again(cast: Cast, as_: As, words: str) -> None:
    draft = waiting(cast)
    assert as_(cast.ana).post(ASK, {"question": words}).status_code == 422
    asked(draft, cast.ana)
    assert as_(cast.priya).post(ANSWER, {"answer": words}).status_code == 422


def test_a_draft_that_ended_or_is_out_cannot_be_asked_about(cast: Cast) -> None:
    post = posted(cast)
    assert post.target
    with pytest.raises(RuleBroken, match="posted already"):
        asked(post.target.revision.draft, cast.ana)
    draft = a_draft(cast)
    Draft.objects.filter(pk=draft.pk).update(status=Draft.Status.WITHDRAWN)
    with pytest.raises(Stale):
        asked(draft, cast.ana)


def test_an_adviser_reads_the_drafts_asked_about_and_no_others(
    cast: Cast, as_: As, hal: Person
) -> None:
    about, other = waiting(cast), waiting(cast, title="Another")
    assert as_(hal).get(PAGE).status_code == 404
    asked(about, cast.ana)
    assert as_(hal).get(PAGE).status_code == 200
    assert as_(hal).get(f"/c/ashford/drafts/{other.reference}/").status_code == 404
    listed = as_(hal).get("/c/ashford/drafts/").content.decode()
    assert about.reference in listed and other.reference not in listed
    assert as_(cast.rita).get(PAGE).status_code == 404


def test_while_its_offices_are_vacant_the_proper_officer_answers(cast: Cast) -> None:
    a_rulebook(cast.ashford, **RULES | {"advice": chosen(["auditor"])})
    draft = waiting(cast)
    advice = asked(draft, cast.ana)
    with pytest.raises(RuleBroken, match="put to the Internal Auditor"):
        answer_advice(advice=advice, answer="Yes.", actor=cast.priya)
    cast.rita.memberships.get().appointments.update(ends_on="2026-01-01")
    done = answer_advice(advice=advice, answer="Yes.", actor=cast.priya)
    assert done.office and done.office.key == "town-clerk"


def test_where_the_offices_fall_vacant_the_proper_officer_is_told_and_reads_it(
    cast: Cast, as_: As
) -> None:
    clerk = {key: chosen({"offices": ["administrator"]}) for key in RULES if "authorise" in key}
    a_rulebook(cast.ashford, **RULES | clerk | {"advice": chosen(["auditor"])})
    asked(waiting(cast), cast.ana)
    priyas, ritas = as_(cast.priya), as_(cast.rita)
    assert "1 question for you" in ritas.get(HOME).content.decode()
    assert "question for you" not in priyas.get(HOME).content.decode()
    assert priyas.get(PAGE).status_code == 404
    cast.rita.memberships.get().appointments.update(ends_on="2026-01-01")
    assert "1 question for you" in priyas.get(HOME).content.decode()
    assert "Road closure" in priyas.get("/c/ashford/questions/").content.decode()
    assert priyas.post(ANSWER, {"answer": "Yes."}).status_code == 302
    assert priyas.get(PAGE).status_code == 200
    assert "Road closure" in priyas.get("/c/ashford/questions/?answered=1").content.decode()


def test_the_office_asked_keeps_its_question_when_the_rule_changes(
    cast: Cast, as_: As, hal: Person
) -> None:
    asked(waiting(cast), cast.ana)
    a_rulebook(cast.ashford, **RULES | {"advice": chosen(["auditor"])})
    assert "1 question for you" in as_(hal).get(HOME).content.decode()
    assert "question for you" not in as_(cast.rita).get(HOME).content.decode()
    assert as_(hal).post(ANSWER, {"answer": "Yes."}).status_code == 302


def test_the_asker_reads_of_it_only_where_nobody_else_can_answer(
    cast: Cast, as_: As, hal: Person
) -> None:
    asked(waiting(cast), cast.priya)
    assert "question for you" not in as_(cast.priya).get(HOME).content.decode()
    for adviser in (hal, cast.ana):
        adviser.memberships.get().appointments.update(ends_on="2026-01-01")
    assert "1 question for you" in as_(cast.priya).get(HOME).content.decode()


@pytest.mark.parametrize("person", ["ana", "priya", "cora", "rita", "adam", "hal"])
@pytest.mark.parametrize("left", [(), ("Hal", "Ana"), ("Hal", "Ana", "Priya"), ("Priya",)])
def test_one_question_and_all_of_them_say_the_same_of_who_answers(
    cast: Cast, hal: Person, left: tuple[str, ...], person: str
) -> None:
    advice = asked(waiting(cast), cast.priya)
    for name in left:
        Person.objects.get(name=name).memberships.get().appointments.update(ends_on="2026-01-01")
    one = Person.objects.get(pk=hal.pk if person == "hal" else getattr(cast, person).pk)
    membership = one.membership_at(cast.ashford)
    assert membership is not None
    listed = cast.ashford.advice.open_for(membership).exists()
    assert listed == advice.advisers().filter(pk=one.pk).exists()


@pytest.mark.parametrize("path", [ASK, ANSWER])
def test_words_that_hide_their_order_are_refused(cast: Cast, as_: As, path: str) -> None:
    draft, person = waiting(cast), cast.ana
    if path == ANSWER:
        asked(draft, cast.ana)
        person = cast.priya
    name = "question" if path == ASK else "answer"
    response = as_(person).post(path, {name: "Yes \u202eon"})
    assert response.status_code == 422
    assert "hidden character" in response.content.decode()


def test_the_list_of_questions_stays_within_its_queries(
    cast: Cast, as_: As, hal: Person, queries: Callable[..., Any]
) -> None:
    for number in range(8):
        asked(waiting(cast, title=f"Draft {number}"), cast.ana)
    browser = as_(hal)
    with queries(at_most=7):
        assert browser.get("/c/ashford/questions/").status_code == 200


def test_whoever_asks_reads_that_an_office_is_vacant(cast: Cast, as_: As, hal: Person) -> None:
    draft = waiting(cast)
    browser = as_(cast.ana)
    assert "goes to the Events Officer and the Town Clerk at once" in browser.get(ASK).text
    day = today() - timedelta(days=1)
    Appointment.objects.filter(membership__person=hal).update(starts_on=day, ends_on=day)
    Appointment.objects.filter(membership__person=cast.ana).update(starts_on=day, ends_on=day)
    page = browser.get(ASK).text
    assert "goes to the Town Clerk at once" in page
    assert "Nobody is Events Officer today, so only the Town Clerk can answer." in page
    assert asked(draft, cast.ana).advisers().get() == cast.priya
