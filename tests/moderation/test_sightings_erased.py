"""What reports say is emptied with the words of their item, or by itself where there is none."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.refusals import RuleBroken
from moderation.cases.actions import hold_case
from moderation.evidence.actions import agree_to_destruction, ask_destruction
from moderation.evidence.deadlines import asked_apart
from moderation.evidence.models import Destruction
from moderation.sightings.actions import (
    add_to_sighting,
    ask_to_erase,
    close_sighting,
    make_enquiry_of,
    put_in_log,
    take_sighting,
)
from moderation.sightings.models import Sighting
from tests.cast import Cast
from tests.moderation.capturing import captured
from tests.moderation.reporting import NEW, a_report, taken

As = Callable[[Person], Client]

SECRET = "Zebrafish"


def test_words_of_a_report_go_with_those_of_its_item(cast: Cast) -> None:
    sighting = take_sighting(sighting=a_report(cast, words=f"She wrote {SECRET}"), actor=cast.cora)
    add_to_sighting(sighting=sighting, words=f"{SECRET} again", captures=(), actor=cast.ana)
    item = put_in_log(
        sighting=sighting,
        platform="facebook",
        account=cast.page,
        elsewhere="",
        kind="post",
        handle="jo",
        words=SECRET,
        actor=cast.cora,
    )
    asked = ask_destruction(
        evidence=captured(cast, item),
        reason="erasure",
        why="SAR 5",
        words_too=True,
        actor=cast.priya,
    )
    agree_to_destruction(destruction=asked, actor=cast.cora)
    sighting.refresh_from_db()
    assert (sighting.words, sighting.additions.get().words) == ("", "")
    assert sighting.url
    with pytest.raises(RuleBroken, match="go with them"):
        ask_to_erase(sighting=sighting, reason="erasure", why="SAR 5", actor=cast.cora)


def test_words_of_a_report_that_became_no_item_go_with_two_peoples_word(
    cast: Cast, as_: As
) -> None:
    sighting = taken(cast, words=f"She wrote {SECRET}")
    add_to_sighting(sighting=sighting, words=f"{SECRET} again", captures=(), actor=cast.ana)
    close_sighting(sighting=sighting, answer=f"{SECRET} is gone", actor=cast.priya)
    clerk, cora, page = as_(cast.priya), as_(cast.cora), f"{NEW}S-0001/"
    assert f"{page}erase/" in clerk.get(page).text
    said = {"reason": "erasure", "why": "SAR 5"}
    assert clerk.post(f"{page}erase/", {"reason": "erasure"}).status_code == 422
    assert clerk.post(f"{page}erase/", said).status_code == 302
    asked = Destruction.objects.get()
    answer = asked.get_absolute_url()
    assert clerk.get(f"{page}erase/")["Location"] == answer
    assert clerk.post(answer, {"agree": "yes"}).status_code in {409, 422}
    assert as_(cast.dev).get(answer).status_code == 404  # who does not see the report
    waits = f"{asked.reference}: answer whether the words of S-0001 are erased"
    assert waits in cora.get("/c/ashford/home/").text
    told = {one.person_id for one in asked_apart([cast.ashford.pk], timezone.localdate())}
    assert cast.cora.pk in told and not told & {cast.priya.pk, cast.dev.pk}
    assert SECRET in cora.get(answer).text
    assert cora.post(answer, {"agree": "yes"}).status_code == 302
    sighting.refresh_from_db()
    assert (sighting.words, sighting.answer, sighting.url) == ("", "", "")
    assert SECRET not in clerk.get(page).text + cora.get(answer).text
    assert f"{page}erase/" not in clerk.get(page).text
    assert SECRET not in str(list(AuditDetail.objects.values()))
    assert AuditEvent.objects.filter(verb="item.erased", object_id=sighting.pk).exists()
    assert first_fault(cast.ashford.pk) is None
    with pytest.raises(RuleBroken, match="no words to erase"):
        ask_to_erase(sighting=sighting, actor=cast.priya, **said)


def test_what_a_case_or_an_enquiry_says_in_its_words_goes_too(cast: Cast) -> None:
    wrong = {"reason": "error", "why": "A medical letter", "actor": cast.priya}
    asks = taken(cast, "damage", what="damage", url="", words=SECRET)
    enquiry = make_enquiry_of(
        sighting=asks, kind="question", subject="x", topic=None, posted_at=None, actor=cast.priya
    )
    asked = ask_to_erase(sighting=Sighting.objects.get(), **wrong)
    agree_to_destruction(destruction=asked, actor=cast.cora)
    enquiry.refresh_from_db()
    assert enquiry.words == ""
    hurt = a_report(cast, "abuse", url="", words=SECRET)
    case = Sighting.objects.get(pk=hurt.pk).case
    assert case and case.what == SECRET
    hold_case(case=case, words="x", actor=cast.priya)
    with pytest.raises(RuleBroken, match="kept for legal action"):
        ask_to_erase(sighting=hurt, **wrong)
    asked = ask_to_erase(sighting=hurt, **wrong | {"reason": "erasure"})
    with pytest.raises(RuleBroken, match="must answer this"):
        agree_to_destruction(destruction=asked, actor=cast.cora)  # who sees no such report
    agree_to_destruction(destruction=asked, actor=cast.ana)  # whose report it is
    case.refresh_from_db()
    assert case.what == "" and Sighting.objects.get(pk=hurt.pk).words == ""
