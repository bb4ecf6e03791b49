"""Destroying words without a file, and the same file in several places."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.triggers import remove
from councilsm.inbox.due import due_for
from councilsm.refusals import AlreadyDone
from moderation.cases.actions import hold_case
from moderation.evidence import checking
from moderation.evidence.actions import agree_to_destruction, refuse_destruction
from moderation.evidence.models import Destruction, Evidence
from moderation.items.actions import digest_of
from moderation.log.grounds import Grounds
from tests.cast import Cast, assemble
from tests.councilsm.files.samples import picture
from tests.moderation.capturing import asked, captured, file_of
from tests.moderation.casing import opened
from tests.moderation.logging_ import ABUSE, log
from tests.moderation.test_evidence_destroyed import everywhere

As = Callable[[Person], Client]
POLICE = {"reason": "prohibited", "why": "Told the police, reference 1"}
LETTER = "My diagnosis, you crook"


@pytest.mark.django_db(transaction=True)
def test_words_pasted_by_mistake_go_without_any_file(as_: As) -> None:
    cast = assemble()
    entry = log(cast, words=LETTER, handle="jo_smith", grounds=replace(ABUSE, marked="you crook"))
    item, page = entry.item, f"/c/ashford/moderation/{entry.item.reference}/"
    cora, priya = as_(cast.cora), as_(cast.priya)
    assert f"{page}erase/" in cora.get(page).content.decode()
    assert cora.post(f"{page}erase/", {"reason": "error"}).status_code == 422
    assert cora.post(f"{page}erase/", POLICE).status_code == 422
    sent = {"reason": "error", "why": "A letter of a resident"}
    answer = "/c/ashford/moderation/evidence/DE-0001/"
    assert cora.post(f"{page}erase/", sent)["Location"] == answer
    assert cora.post(f"{page}erase/", sent)["Location"] == answer
    # Whoever asked cannot agree; whoever agrees reads what it is about.
    assert LETTER not in as_(cast.rita).get(answer).content.decode()
    assert cora.post(answer, {"agree": "yes"}).status_code == 422
    assert LETTER in priya.get(answer).content.decode()
    assert priya.post(answer, {"agree": "yes"}).status_code == 302
    for row in (item, entry):
        row.refresh_from_db()
    assert (item.words, bool(item.erased_at), entry.marked) == ("", True, "")
    assert item.author is not None
    assert item.author.handle == "jo_smith"
    assert everywhere(LETTER) == everywhere(digest_of(LETTER)) == []
    assert "Words erased" in priya.get("/c/ashford/moderation/evidence/").content.decode()
    call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_one_answer_is_about_all_with_the_same_bytes() -> None:
    cast = assemble()
    one, two = captured(cast, description="A letter"), captured(cast)
    lesser = asked(cast, two, words_too=True, actor=cast.priya)
    # A wish for less, which waits, does not keep a prohibited image open.
    first = asked(cast, one, **POLICE, actor=cast.cora)
    for row in (one, two):
        row.refresh_from_db()
        assert row.hidden_at
    with pytest.raises(AlreadyDone) as there:
        asked(cast, two, **POLICE)
    assert there.value.there == first
    agree_to_destruction(destruction=first, actor=cast.priya)
    lesser.refresh_from_db()
    two.refresh_from_db()
    assert two.destroyed_at
    assert (lesser.agreed, lesser.replaced_by) == (False, first)
    assert two.item is not None
    two.item.refresh_from_db()
    assert two.item.erased_at
    assert not Destruction.objects.waiting().exists()
    call_command("verify_audit")


def test_a_request_for_less_gives_way_on_the_same_file(cast: Cast) -> None:
    evidence = captured(cast)
    lesser = asked(cast, evidence, words_too=True)
    more = asked(cast, evidence, **POLICE, actor=cast.cora)
    lesser.refresh_from_db()
    assert lesser.replaced_by == more
    assert more.words_too
    refuse_destruction(destruction=more, answer="It is an advert", actor=cast.priya)
    evidence.refresh_from_db()
    assert evidence.may_be_opened


def test_what_a_case_keeps_goes_with_its_readers_word_alone(cast: Cast) -> None:
    mine, held = captured(cast), captured(cast)
    case = opened(cast, item=held.item)
    hold_case(case=case, words="A court asks for it", actor=cast.priya)
    agree_to_destruction(destruction=asked(cast, mine, **POLICE), actor=cast.cora)
    held.refresh_from_db()
    mine.refresh_from_db()
    assert mine.destroyed_at
    assert not held.destroyed_at
    assert file_of(held).exists()
    # Nobody looks at it meanwhile, and of those who read the case nobody else could answer.
    assert held.hidden_at
    its_own = Destruction.objects.get(evidence=held)
    assert "police" not in its_own.why
    assert not its_own.alone
    assert "DE-0002" not in lines(cast.cora, cast)
    refuse_destruction(destruction=its_own, answer="It is none", actor=cast.priya)
    held.refresh_from_db()
    assert held.may_be_opened


def test_the_only_reader_of_a_case_decides_alone(cast: Cast) -> None:
    evidence = captured(cast)
    opened(cast, item=evidence.item)
    evidence = Evidence.objects.get(pk=evidence.pk)
    assert asked(cast, evidence).alone  # Cora, who may agree elsewhere, cannot see it
    evidence.refresh_from_db()
    assert evidence.destroyed_at


def test_what_is_logged_as_prohibited_hides_what_showed_it(cast: Cast) -> None:
    evidence = captured(cast)
    log(cast, "deleted", item=evidence.item, prohibited="child", grounds=Grounds(), no_capture="")
    evidence.refresh_from_db()
    assert evidence.hidden_at
    assert "request to destroy evidence to answer" in lines(cast.priya, cast)


def test_the_night_goes_on_where_the_last_one_ended(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [captured(cast).pk, captured(cast, data=picture("PNG", width=30)).pk]
    seen: list[int] = []

    def check(evidence: Evidence) -> bool:
        seen.append(evidence.pk)
        return True

    monkeypatch.setattr(checking, "check", check)
    for day in range(3):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            checking.check_some(timedelta(0))  # one file, and time is up
    assert seen == both
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        checking.check_some()
        checking.check_some()
    assert seen == [*both, *both]


def test_a_row_that_was_taken_out_is_missed(cast: Cast) -> None:
    evidence = captured(cast)
    with transaction.atomic():
        remove(connection, "moderation_evidence", Evidence.append_only)
        Evidence.objects.filter(pk=evidence.pk).delete()
        assert checking.check_some() == 1
        transaction.set_rollback(True)


def lines(person: Person, cast: Cast) -> str:
    """What waits for somebody on Home."""
    membership: Any = person.membership_at(cast.ashford)
    return "\n".join(line.text for line in due_for(membership))
