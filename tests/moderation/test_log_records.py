"""The pages of the moderation log, through the front door: records, and what follows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Appointment, Office, Person
from moderation.items.actions import restrict_item
from moderation.items.models import Item
from moderation.log.actions import confirm_action, record_appeal
from moderation.log.grounds import Grounds
from moderation.log.models import Appeal, ModerationAction
from tests.cast import Cast
from tests.moderation.logging_ import (
    COMMENT,
    PLACE,
    a_screenshot,
    an_item,
    by_the_book,
    log,
    on_the_team,
    page,
)

As = Callable[[Person], Client]


def test_the_record_shows_what_was_done_why_and_how_quickly(
    cast: Cast, cora: Client, queries: Any
) -> None:
    seen = timezone.now() - timedelta(minutes=63)
    entry = log(cast, seen_at=seen, note="It was a bad day")
    cora.get(PLACE)
    with queries(at_most=12):
        said = page(cora, "M-0001/")
    assert "Abuse" in said and "dirty rat" in said and "It was a bad day" in said
    assert "council&#x27;s decision of 12 May 2026, minute 24/101" in said
    assert "From seen to removed" in said and "1 hour 3 minutes" in said
    assert "Gone before I could." in said and "Nothing is left to do" in said
    log(cast, url=f"{COMMENT}8")  # nobody said when it was seen, so nothing is reckoned
    at_once = page(cora, "M-0002/")
    assert "Seen and dealt with at once, when it was logged. We" in at_once
    assert "From seen to" not in at_once
    assert f"actions/{entry.pk}/reverse/" in said and f"authors/{entry.author_id}/" in said


@pytest.mark.clause("FTC-6.5-k", "FTC-A-5")
def test_the_minutes_from_seeing_to_removing_are_on_the_record(cast: Cast, cora: Client) -> None:
    """Counted where somebody said when it was seen, and to when it was gone on the platform."""
    on_the_team(cast, "flitwick")
    why = Grounds(reason="grossly_offensive", marked="dirty rat", even_if_praise=True)
    seen = timezone.now() - timedelta(hours=2, minutes=30)
    gone = timezone.now() - timedelta(hours=2, minutes=12, seconds=30)
    log(cast, "deleted", grounds=why, seen_at=seen, happened_at=gone)
    assert "From seen to removed" in page(cora, "M-0001/")
    assert "17 minutes" in page(cora, "M-0001/")
    log(cast, "deleted", grounds=why, url=f"{COMMENT}8")
    assert "From seen to removed" not in page(cora, "M-0002/")
    waits = log(cast, "hidden", grounds=why, url=f"{COMMENT}9", seen_at=seen, done=False)
    assert "From seen to removed" not in page(cora, "M-0003/")
    confirm_action(action=waits, actor=cast.cora)
    assert "2 hours 30 minutes" in page(cora, "M-0003/")


def test_the_auditor_reads_and_is_offered_nothing(cast: Cast, as_: As) -> None:
    entry = log(cast, done=False)
    said = page(as_(cast.rita), "M-0001/")
    assert "dirty rat" in said and f"actions/{entry.pk}/" not in said
    assert "Add an action" not in said


def test_an_item_of_a_restricted_case_is_nowhere_here(cast: Cast, cora: Client) -> None:
    entry = log(cast, "not_let_through")
    asked = record_appeal(action=entry, words="Why?", asked_on=today(), actor=cast.cora)
    Item.objects.update(restricted=True)
    for path in (
        *("M-0001/", "M-0001/action/", f"actions/{entry.pk}/reverse/"),
        *(f"actions/{entry.pk}/correct/", f"authors/{entry.author_id}/"),
        f"authors/{entry.author_id}/profile/",
    ):
        assert cora.get(f"{PLACE}{path}").status_code == 404
    priya = Client()
    priya.force_login(cast.priya)
    assert priya.get(f"{PLACE}appeals/{asked.pk}/answer/").status_code == 404


def test_what_is_still_to_do_is_confirmed_once(cast: Cast, cora: Client) -> None:
    entry = log(cast, done=False)
    assert "Do it on the platform, then confirm it." in page(cora, "M-0001/")
    path = f"{PLACE}actions/{entry.pk}/confirm/"
    sent = {"note": "Gone at 9am", "prohibited": "", "captures": [a_screenshot()]}
    assert cora.post(path, sent)["Location"] == f"{PLACE}M-0001/"
    entry.refresh_from_db()
    assert (entry.confirmed_by, entry.proof_note) == (cast.cora, "Gone at 9am")
    assert entry.proof
    assert cora.get(path).status_code == 302
    assert cora.post(path, sent | {"captures": []}).status_code == 409


def test_a_report_is_confirmed_with_its_reference(cast: Cast, cora: Client) -> None:
    entry = log(cast, "reported", done=False)
    path = f"{PLACE}actions/{entry.pk}/confirm/"
    blank = cora.post(path, {"note": ""})
    assert blank.status_code == 422 and "reference" in blank.context["form"].errors
    assert cora.post(path, {"none_given": "on"}).status_code == 302
    assert "None given" in page(cora, "M-0001/")


def test_a_removal_in_error_asks_for_restoring_and_counts_for_nothing(
    cast: Cast, cora: Client
) -> None:
    entry = log(cast)
    path = f"{PLACE}actions/{entry.pk}/reverse/"
    assert cora.post(path, {"why": "x"}).status_code == 422
    sent = {"outcome": "mistake", "why": "It was a quotation.", "to_do": "on"}
    assert cora.post(path, sent).status_code == 302
    said = page(cora, "M-0001/")
    assert "Removed in error, reversed" in said and "It was a quotation." in said
    told = [one.description for one in cora.get(f"{PLACE}M-0001/").context["events"]]
    assert any(one.startswith("Abuse or a threat") for one in told)  # in words, not as a key
    assert "Restore it on the platform, then confirm it." in said
    assert "Does not count" in page(cora, f"authors/{entry.author_id}/")
    assert cora.post(path, sent).status_code == 302  # the entry that did it is shown
    other = cora.post(path, sent | {"why": "It was satire."})
    assert other.status_code == 409 and "It was satire." in other.text
    assert "reversed this entry on" in other.text
    assert ModerationAction.objects.filter(reverses=entry).count() == 1


def test_a_correction_is_another_entry_beside_the_first(cast: Cast, cora: Client) -> None:
    entry = log(cast)
    path = f"{PLACE}actions/{entry.pk}/correct/"
    form = cora.get(path).context["form"]
    assert (form["marked"].value(), form["even_if_praise"].value()) == ("dirty rat", "yes")
    sent = {"kind": "hidden", "reason": "hate", "marked": "dirty rat", "even_if_praise": "yes"}
    assert cora.post(path, sent).status_code == 422
    refused = cora.post(path, sent | {"why": "Wrong reason", "even_if_praise": "no"})
    assert refused.status_code == 409 and "Wrong reason" in refused.content.decode()
    assert cora.post(path, sent | {"why": "Wrong reason"}).status_code == 302
    said = page(cora, "M-0001/")
    assert "Corrected" in said and "Hatred or a slur" in said and "Abuse or a threat" in said
    again = ModerationAction.objects.get(corrects=entry)
    path = f"{PLACE}actions/{again.pk}/correct/"
    deleted = sent | {"why": "It is gone", "kind": "deleted", "public_record": "on"}
    refused = cora.post(path, deleted)
    assert refused.status_code == 422 and "copy_kept" in refused.context["form"].errors
    assert cora.post(path, deleted | {"copy_kept": "paper file 12"}).status_code == 302
    gone = ModerationAction.objects.get(corrects=again)
    assert (gone.public_record, gone.copy_kept) == (True, "paper file 12")
    form = cora.get(f"{PLACE}actions/{gone.pk}/correct/").context["form"]
    assert (form["public_record"].value(), form["copy_kept"].value()) == (True, "paper file 12")


def test_a_resident_not_let_through_is_answered_by_the_clerk(
    cast: Cast, cora: Client, as_: As
) -> None:
    """The clerk does not keep the log in Ashford; the page shows all that it takes to answer."""
    entry = log(cast, "not_let_through")
    path = f"{PLACE}actions/{entry.pk}/appeal/"
    day = {"asked_on_day": today().day, "asked_on_month": today().month}
    asked = day | {"asked_on_year": today().year, "words": "I meant my cat."}
    late = today() + timedelta(days=3)
    tomorrow = {f"asked_on_{part}": getattr(late, part) for part in ("day", "month", "year")}
    assert cora.post(path, asked | tomorrow).status_code == 422
    assert cora.post(path, asked).status_code == 302
    assert "Not answered yet." in page(cora, "M-0001/")
    appeal = Appeal.objects.get()
    answer = f"appeals/{appeal.pk}/answer/"
    priya = as_(cast.priya)
    assert "I meant my cat." in page(priya, answer)
    assert priya.post(f"{PLACE}{answer}", {"outcome": "yes"}).status_code == 422
    sent = {"outcome": "yes", "answer": "You are right."}
    assert priya.post(f"{PLACE}{answer}", sent)["Location"] == "/c/ashford/home/"
    said = page(cora, "M-0001/")
    assert "You are right." in said and "Let through after all" in said


@pytest.mark.clause("DTC-3.1-f")
def test_at_dunstable_criticism_of_somebodys_work_is_no_personal_attack(
    cast: Cast, as_: As
) -> None:
    """The page asks whom it attacks and whether it is about the person; “no” stays up."""
    by_the_book(cast, "dunstable")
    moderator(cast)
    browser = as_(cast.cora)
    item = an_item(cast, words="The mayor's speech was a disgrace.")
    path = f"{PLACE}{item.reference}/action/"
    said = page(browser, f"{item.reference}/action/")
    assert "Whom does it attack?" in said and "Is it about them as a person?" in said
    sent = {
        "kind": "hidden",
        "reason": "personal_attack",
        "marked": "disgrace",
        "even_if_praise": "yes",
        "target": "The mayor",
        "about_person": "no",
        "necessity": "x",
        "no_capture": "x",
    }
    refused = browser.post(path, sent)
    assert refused.status_code == 409 and "stays up" in refused.content.decode()
    assert browser.post(path, sent | {"about_person": "yes"}).status_code == 302


def moderator(cast: Cast) -> None:
    """Cora holds the office that logs moderation by the rulebook of today."""
    book = cast.ashford.rulebook
    rule = book.rules.log_moderation.value
    key = rule.offices[0] if rule else book.proper_officer
    office, _ = Office.objects.get_or_create(council=cast.ashford, key=key)
    Appointment.objects.create(
        council=cast.ashford,
        office=office,
        membership=cast.cora.memberships.get(),
        starts_on=today(),
    )


def test_a_wrong_record_is_corrected_by_another_one(cast: Cast, cora: Client) -> None:
    item = log(cast, handle="wrong.one").item
    path = f"{PLACE}M-0001/correct/"
    form = cora.get(path).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if not name.endswith("_at")}
    assert (sent["handle"], sent["words"]) == ("wrong.one", item.words)
    assert cora.post(path, sent | {"handle": "right.one"}).status_code == 422
    answer = cora.post(path, sent | {"handle": "right.one", "why": "I took the line above"})
    assert answer["Location"] == f"{PLACE}M-0002/"
    said = page(cora, "M-0002/")
    assert "right.one" in said and "I took the line above" in said and "M-0001" in said
    before = page(cora, "M-0001/")
    assert "takes its place" in before and "M-0002" in before and "M-0001/correct/" not in before
    again = cora.post(path, sent | {"why": "Again"})
    assert again.status_code == 409 and "was put right already, as M-0002" in again.text
    entry = Item.objects.get(number=2).actions.get()
    restrict_item(item=Item.objects.get(number=2), actor=cast.cora)
    for gone in ("M-0001/", "M-0002/", f"actions/{entry.corrects_id}/correct/"):
        assert cora.get(f"{PLACE}{gone}").status_code == 404
    found = cora.get(PLACE, {"words": "rat"}).text + cora.get(f"{PLACE}log.csv").getvalue().decode()
    assert "M-000" not in found and "right.one" not in found
    assert cora.get("/c/ashford/find/", {"reference": "M-0001"}, follow=True).status_code == 404


def test_the_next_step_is_the_main_button_and_the_history_tells_all(
    cast: Cast, cora: Client, as_: As
) -> None:
    entry = log(cast, done=False)
    confirm = f"actions/{entry.pk}/confirm/"
    button = f'<a class="govuk-button app-no-print" href="{PLACE}{confirm}">Confirm it is done</a>'
    assert button in page(cora, "M-0001/")
    assert button not in page(as_(cast.rita), "M-0001/")
    history = cora.get(f"{PLACE}M-0001/").context["events"]
    assert len(history) == 2
    log(cast, "deleted", url="", prohibited="child")
    said = page(cora, "M-0002/")
    assert "Tell the police and the Internet Watch Foundation" in said
    assert "M-0002/action/?kind=police" in said and "Add evidence" not in said
