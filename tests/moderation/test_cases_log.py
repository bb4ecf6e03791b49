"""What was posted, in a case: logged, confirmed and taken back there, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from accounts.clock.hearers import Hearers
from accounts.people.models import Person
from councilsm.inbox.due import due_for
from councilsm.refusals import RuleBroken, Stale
from moderation.cases.actions import act_on_item, close_case, erase_from_case, hold_case, open_case
from moderation.cases.models import Case, CaseReader
from moderation.evidence.actions import ask_destruction
from moderation.evidence.deadlines import asked_apart, spoiled_apart
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.models import Item
from moderation.log.actions import confirm_action, log_action, reverse_action
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction
from tests.cast import Cast
from tests.moderation.capturing import captured
from tests.moderation.casing import CASES, THREAT, logged, opened
from tests.moderation.electing import a_period

As = Callable[[Person], Client]


@pytest.fixture
def case(cast: Cast) -> Case:
    """Of something that Cora logged; Priya reads it, and Cora does not any more."""
    return opened(cast, item=logged(cast))


def hidden_in(case: Case, actor: Person, *, done: bool = False) -> ModerationAction:
    item = case.items.get().item
    act_on_item(
        case=case,
        item=item,
        kind="hidden",
        grounds=Grounds(reason="abuse", marked=THREAT, even_if_praise=True),
        no_capture="Gone",
        done=done,
        actor=actor,
    )
    return item.actions.latest("pk")


def test_removal_in_a_case_is_confirmed_and_taken_back_there(
    cast: Cast, as_: As, case: Case
) -> None:
    entry, clerk = hidden_in(case, cast.priya), as_(cast.priya)
    url = f"{CASES}RC-0001/posted/done/{entry.pk}/"
    assert f"{url}confirm/" in clerk.get(case.get_absolute_url()).content.decode()
    assert clerk.post(f"{url}confirm/", {"note": "Looked"}).status_code == 302
    entry.refresh_from_db()
    assert entry.confirmed_by == cast.priya
    assert clerk.post(f"{url}reverse/", {"why": "Another person"}).status_code == 422
    sent = clerk.post(f"{url}reverse/", {"outcome": "mistake", "why": "Another person"})
    assert sent.status_code == 302
    undone = ModerationAction.objects.get(reverses=entry)
    assert undone.in_error
    page = clerk.get(case.get_absolute_url()).content.decode()
    assert "Taken back or corrected since" in page
    assert f"{url}reverse/" not in page
    assert clerk.post(f"{url}reverse/", {"outcome": "change", "why": "x"}).status_code in {302, 409}
    assert ModerationAction.objects.filter(reverses=entry).count() == 1


@pytest.mark.clause("LTC-4.2.2-h")
def test_reply_in_a_case_says_why_as_it_is_confirmed_before_an_election(
    cast: Cast, as_: As, case: Case
) -> None:
    item = case.items.get().item
    act_on_item(case=case, item=item, kind="replied", done=False, actor=cast.priya)
    url = f"{CASES}RC-0001/posted/done/{item.actions.get(kind='replied').pk}/confirm/"
    clerk, asked = as_(cast.priya), "Why may it go out before an election?"
    assert asked not in clerk.get(url).text
    a_period(cast, begins=0)
    page = clerk.get(url).text
    assert page.index('name="in_period"') < page.index('name="note"')
    assert asked in page and clerk.post(url, {"note": ""}).status_code == 422
    said = {"note": "They asked when we open.", "in_period": "factual_reply"}
    assert clerk.post(url, said).status_code == 302
    assert "A factual reply to a question." in item.actions.get(kind="replied").proof_note


def test_entry_of_something_else_is_not_taken_back_in_a_case(
    cast: Cast, as_: As, case: Case
) -> None:
    other = opened(cast, item=logged(cast, posted_at=None))
    entry = hidden_in(other, cast.priya)
    assert as_(cast.priya).get(f"{CASES}RC-0001/posted/done/{entry.pk}/reverse/").status_code == 404


def test_nobody_goes_on_with_what_became_part_of_a_case_meanwhile(cast: Cast) -> None:
    """Cora's page was open while Ana opened the case."""
    stale = logged(cast)
    entry = log_action(
        council=cast.ashford, item=stale, kind="blocked", done=False, actor=cast.cora
    )
    again = Item.objects.select_related("council").get(pk=stale.pk)
    open_case(council=cast.ashford, kind="crime", what="x", item=again, actor=cast.ana)
    with pytest.raises(Stale):
        log_action(council=cast.ashford, item=stale, kind="replied", done=True, actor=cast.cora)
    with pytest.raises(Stale):
        confirm_action(action=entry, actor=cast.cora)
    with pytest.raises(Stale):
        reverse_action(action=entry, why="x", in_error=True, done=True, actor=cast.cora)


def test_what_a_fast_clock_has_seen_begins_a_case(cast: Cast) -> None:
    item = add_item(
        council=cast.ashford,
        platform="facebook",
        account=cast.page,
        handle="jo",
        words="x",
        seen_at=timezone.now() + timedelta(minutes=2),
        actor=cast.cora,
    )
    assert opened(cast, item=item).seen_at == item.seen_at
    with pytest.raises(RuleBroken, match="later than now"):
        opened(cast, seen_at=timezone.now() + timedelta(minutes=6))


def test_spoiled_evidence_of_a_case_is_on_home_of_its_readers_alone(cast: Cast) -> None:
    evidence = captured(cast)
    case = opened(cast, item=evidence.item, readers=[cast.adam])
    close_case(case=case, outcome="advised", words="x", advice="x", actor=cast.priya)
    Evidence.objects.filter(pk=evidence.pk).update(spoiled_at=timezone.now())

    def told(person: Person) -> list[str]:
        membership = person.membership_at(cast.ashford)
        assert membership
        return [due.text for due in due_for(membership) if "missing or changed" in due.text]

    assert told(cast.priya) == ["RC-0001: evidence is missing or changed"]
    assert told(cast.cora) == told(cast.ana) == []
    assert told(cast.adam) == told(cast.priya)  # by name
    destruction = ask_destruction(evidence=evidence, reason="error", why="x", actor=cast.priya)
    day = timezone.localdate() + timedelta(days=30)
    hearers = Hearers(cast.ashford, cast.ashford.rulebook, day)
    for deadlines, readers in (
        (spoiled_apart, {cast.priya.pk, cast.adam.pk}),
        (asked_apart, {cast.adam.pk}),
    ):
        found = list(deadlines([cast.ashford.pk], day))
        assert {one.person_id for one in found} == readers
        heard = {who.pk for one in found for who in (*hearers.of(one), *hearers.next_to(one))}
        assert heard <= readers
    assert destruction.reference in found[0].text


def test_words_that_may_not_be_kept_are_erased_and_that_stays(cast: Cast, as_: As) -> None:
    case = opened(cast)
    clerk = as_(cast.priya)
    clerk.post(f"{CASES}RC-0001/note/", {"words": "Her letter: diabetes", "when": "now"})
    line = case.entries.get(kind="note")
    url = f"{CASES}RC-0001/lines/{line.pk}/erase/"
    assert url in clerk.get(case.get_absolute_url()).content.decode()
    assert clerk.post(url, {"words": ""}).status_code == 422
    assert clerk.post(url, {"words": "A medical letter"}).status_code == 302
    page = clerk.get(case.get_absolute_url()).content.decode()
    assert "diabetes" not in page
    assert "A medical letter" in page
    erase_from_case(case=case, words="x", actor=cast.priya)
    assert Case.objects.get().what == ""
    hold_case(case=case, words="x", actor=cast.priya)
    with pytest.raises(RuleBroken, match="legal action"):
        erase_from_case(case=case, entry=line, words="x", actor=cast.priya)
    with pytest.raises(RuleBroken, match="not open to you"):
        erase_from_case(case=case, entry=line, words="x", actor=cast.cora)


@pytest.mark.parametrize(
    ("rows", "changes"),
    [
        (Case, {"outcome": "recovered", "closed_at": timezone.now()}),
        (CaseReader, {"reason": "Another"}),
        (CaseReader, {"ended_at": timezone.now()}),
        (Item, {"restricted": False}),
    ],
    ids=["ends as another kind", "reader's reason", "ended by nobody", "shown again"],
)
@pytest.mark.database
def test_database_keeps_who_read_it_and_how_it_ends(
    cast: Cast, case: Case, rows: type[Case], changes: dict[str, object]
) -> None:
    CaseReader.objects.create(
        council=cast.ashford, case=case, person=cast.rita, reason="x", added_by=cast.priya
    )
    with pytest.raises(DatabaseError):
        rows.objects.update(**changes)
