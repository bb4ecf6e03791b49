"""One page of the composer starts one draft, and says everything that stands in the way at once."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.drafts.actions import submit_draft
from moderation.drafts.models import Draft, Revision
from tests.cast import Cast, a_member
from tests.moderation.deciding import a_file, decide, decision, submitted
from tests.moderation.drafting import a_draft, composed

As = Callable[[Person], Client]
NEW = "/c/ashford/drafts/new/"
AUTOSAVE = "/c/ashford/drafts/new/autosave/"
EDIT = "/c/ashford/drafts/D-0001/edit/"


def key_on(page: str) -> str:
    """The key of a composer page that starts a draft."""
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("do", ["submit", "save"])
def test_a_page_sent_twice_makes_one_draft(cast: Cast, as_: As, do: str) -> None:
    browser = as_(cast.ana)
    key = key_on(browser.get(NEW).text)
    typed = composed(cast, form_key=key, do=do)
    first, second = browser.post(NEW, typed), browser.post(NEW, typed)
    assert first.headers["Location"] == second.headers["Location"] == "/c/ashford/drafts/D-0001/"
    assert Draft.objects.count() == 1
    assert Revision.objects.count() == (1 if do == "submit" else 0)
    # Another page is another draft.
    another = browser.post(NEW, composed(cast, form_key=key_on(browser.get(NEW).text)))
    assert another.headers["Location"] == "/c/ashford/drafts/D-0002/"
    assert Draft.objects.count() == 2


def test_other_words_on_a_page_sent_before_are_not_lost(cast: Cast, as_: As) -> None:
    browser, key = as_(cast.ana), str(uuid4())
    browser.post(NEW, composed(cast, form_key=key, do="save"))
    changed = composed(cast, form_key=key, do="save", text="It is on Saturday.")
    again = browser.post(NEW, changed)
    assert again.status_code == 409
    assert "already started D-0001" in again.text and "It is on Saturday." in again.text
    assert "form_key" not in again.text  # sent once more it changes that draft
    assert Draft.objects.get().working_copy["text"] == ["High Street is closed on Friday."]


def test_a_key_is_good_for_its_author_and_council_alone(cast: Cast, as_: As) -> None:
    key = str(uuid4())
    as_(cast.ana).post(NEW, composed(cast, form_key=key, do="save"))
    as_(cast.priya).post(NEW, composed(cast, form_key=key, do="save"))
    as_(cast.oscar).post("/c/barham/drafts/new/", {"title": "x", "form_key": key, "do": "save"})
    assert Draft.objects.count() == 3
    as_(cast.ana).post(NEW, composed(cast, form_key="no key", do="save"))
    as_(cast.ana).post(NEW, composed(cast, form_key="no key", do="save"))
    assert Draft.objects.count() == 5


def test_autosave_sent_again_finds_what_it_started(cast: Cast, as_: As) -> None:
    browser, typed = as_(cast.ana), composed(cast, form_key=str(uuid4()))
    first, second = (browser.post(AUTOSAVE, typed).json() for _ in range(2))
    assert first["page"] == second["page"]
    assert browser.post(AUTOSAVE, typed | {"text": "Other words."}).status_code == 409
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("address", [NEW, EDIT])
@pytest.mark.parametrize("text", ["High Street is closed.", ""])
def test_everything_that_stands_in_the_way_is_said_at_once(
    cast: Cast, as_: As, address: str, text: str
) -> None:
    a_draft(cast)
    file = a_file(cast.ashford)
    fields: dict[str, Any] = {
        "title": "",
        "text": text,
        "pictures": [file.pk],
        "extras": ["urgent"],
        "kind": "reply",
    }
    page = as_(cast.ana).post(address, composed(cast, **fields))
    assert page.status_code == 422
    assert "Enter a title" in page.text
    assert "Say why it cannot wait" in page.text
    assert "Enter the address of what you reply to" in page.text
    assert ("Enter the words to post" in page.text) == (not text)
    errors = page.context["form"].errors
    assert "Write alt text for the picture" in errors[f"picture_{file.pk}_alt"][0]
    assert "Say who can be recognised" in errors[f"picture_{file.pk}_people"][0]
    assert not Revision.objects.exists()


def test_what_has_an_error_already_is_not_said_twice(cast: Cast, as_: As) -> None:
    page = as_(cast.ana).post(NEW, composed(cast, accounts=[]))
    assert page.context["form"].errors == {"accounts": ["Choose at least one account"]}


def test_a_draft_with_both_kinds_of_mistakes_is_kept(cast: Cast, as_: As) -> None:
    a_draft(cast)
    file = a_file(cast.ashford)
    typed = composed(cast, title="", pictures=[file.pk], text="Half a")
    page = as_(cast.ana).post(EDIT, typed)
    assert page.status_code == 422
    assert "Enter a title" in page.text and "Write alt text" in page.text
    assert Draft.objects.get().working_copy["text"] == ["Half a"]


def test_a_reply_names_what_it_answers(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    without = browser.post(NEW, composed(cast, kind="reply"))
    assert without.status_code == 422
    assert "Enter the address of what you reply to" in without.text
    wrong = browser.post(NEW, composed(cast, kind="reply", answers_url="nowhere at all"))
    assert wrong.status_code == 422
    assert "Enter the address of what you reply to" not in wrong.text
    answers = {"answers_url": "https://www.facebook.com/jo/posts/7"}
    assert browser.post(NEW, composed(cast, kind="reply", **answers)).status_code == 302


def test_no_reply_escapes_the_second_person(cast: Cast) -> None:
    """Where replies have lighter rules, words are not made a reply by calling them one."""
    draft = a_draft(cast)
    content = Content(kind="reply", title="Market", texts={cast.page: "The market is on."})
    with pytest.raises(RuleBroken, match="A reply needs the address"):
        submit_draft(draft=draft, content=content, version=1, actor=cast.ana)


def test_a_note_is_refused_when_too_long_and_never_cut(cast: Cast, as_: As) -> None:
    note = "n" * 2001
    fields = {"text": "Ring Amy on 07700 900123.", "note_telephone_numbers": note}
    page = as_(cast.ana).post(NEW, composed(cast, **fields))
    assert page.status_code == 422
    assert "Use 2,000 characters at most. These are 2001" in page.text
    assert note in page.text
    fields["note_telephone_numbers"] = note[:2000]
    assert as_(cast.ana).post(NEW, composed(cast, **fields)).status_code == 302
    found = Draft.objects.get().current.findings
    assert [f["note"] for f in found if f["note"]] == [note[:2000]]


def test_a_reason_is_refused_when_too_long_and_never_cut(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    browser = as_(a_member(cast.ashford, "Tom", "town-clerk"))
    assert "2,000 characters at most" in browser.get(decide(draft)).text
    note = "n" * 2001
    page = browser.post(decide(draft), decision(draft, "changes", changes_note=note))
    assert page.status_code == 422
    assert "Use 2,000 characters at most. These are 2001" in page.text and note in page.text
    assert "maxlength" not in re.findall(r"<textarea[^>]*>", page.text)[0]
    kept = browser.post(decide(draft), decision(draft, "changes", changes_note=note[:2000]))
    assert kept.status_code == 302
    assert draft.decisions.get().note == note[:2000]


def test_the_time_stays_folded_until_one_was_typed(cast: Cast, as_: As) -> None:
    browser, opened = (
        as_(cast.ana),
        re.compile(r"<details[^>]*\sopen>\s*<summary[^>]*>\s*<span[^>]*>Choose when"),
    )
    for page in (browser.get(NEW), browser.post(NEW, composed(cast, title=""))):
        assert "Choose when it may go out" in page.text and not opened.search(page.text)
    browser.post(NEW, composed(cast, do="save"))
    assert not opened.search(browser.get(EDIT).text)
    browser.post(EDIT, composed(cast, do="save", not_before_day="3"))
    assert opened.search(browser.get(EDIT).text)
