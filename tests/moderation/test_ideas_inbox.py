"""The ideas inbox: make a draft with credit and pictures, or decline with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.files.intake import take_in
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.models import Draft
from moderation.ideas.actions import decline_idea, make_draft_of
from moderation.ideas.models import Idea
from tests.cast import Cast
from tests.moderation.suggesting import a_picture, an_idea, answer, send

Browser = Callable[[Person], Client]
INBOX = "/c/ashford/ideas/"


def test_empty(cast: Cast, as_: Browser) -> None:
    assert "No ideas waiting" in as_(cast.cora).get(INBOX).content.decode()


def test_the_address_of_the_form_is_always_there(cast: Cast, as_: Browser, settings: Any) -> None:
    address = f"{settings.BASE_URL}/c/ashford/ideas/new/"
    for number in range(2):
        page = as_(cast.cora).get(INBOX).text
        assert f'href="{address}"' in page and 'data-copy="#form-address"' in page
        an_idea(cast, f"Idea {number}")


def test_the_oldest_comes_first(cast: Cast, as_: Browser, queries: Any) -> None:
    for number in range(30):
        an_idea(cast, f"Idea number {number:02}")
    browser = as_(cast.cora)
    browser.get(INBOX)
    with queries(at_most=8):
        page = browser.get(INBOX)
    shown = page.content.decode()
    assert shown.index("Idea number 00") < shown.index("Idea number 01")
    assert "Idea number 25" not in shown
    onward = browser.get(INBOX + page.context["page"].older_url).content.decode()
    assert "Idea number 25" in onward and "Idea number 24" not in onward
    # The way on leads to newer ones here.
    assert "Newer" in shown and "Older" not in shown


@pytest.mark.clause("FTC-6.3-b", "FTC-A-16")
def test_a_draft_is_made_with_words_and_credit(cast: Cast, as_: Browser) -> None:
    idea = an_idea(cast, text="Go and see them.")
    browser = as_(cast.cora)
    assert "Make a draft" in browser.get(idea.get_absolute_url()).content.decode()
    made = browser.post(f"{idea.get_absolute_url()}make-draft/")
    draft = Draft.objects.get()
    assert made.headers["Location"] == f"/c/ashford/drafts/{draft.reference}/edit/"
    assert (draft.author, draft.title) == (cast.cora, "The bluebells are out")
    typed = draft.working_copy
    assert typed["text"] == ["Go and see them.\n\nIdea: Sam Reed"]
    assert typed["credit"] == ["Sam Reed"]
    idea.refresh_from_db()
    assert (idea.status, idea.draft, idea.decided_by) == ("drafted", draft, cast.cora)
    assert AuditEvent.objects.get(verb="idea.drafted").actor_id == cast.cora.pk
    assert "No ideas waiting" in browser.get(INBOX).content.decode()
    page = browser.get(draft.get_absolute_url()).content.decode()
    assert "Sam Reed, member of the public" in page
    assert idea.reference in page
    assert browser.get(made.headers["Location"]).status_code == 200


@pytest.mark.clause("FTC-6.3-c")
def test_pictures_come_with_their_rights(cast: Cast, as_: Browser) -> None:
    sender = Client()
    answer(sender, pictures=[a_picture(), a_picture("b.jpg", "green")])
    send(sender)
    idea = Idea.objects.get()
    page = as_(cast.cora).get(idea.get_absolute_url()).content.decode()
    first, second = idea.pictures.order_by("pk")
    assert f"/c/ashford/files/{first.file.digest}/small/" in page
    assert "They agree" in page
    assert "The sender" in page and "The system" not in page
    typed = make_draft_of(idea=idea, actor=cast.cora).working_copy
    assert typed["pictures"] == [str(first.file_id), str(second.file_id)]
    name = f"picture_{first.file_id}_"
    assert typed[f"{name}rights"] == ["permission"]
    assert typed[f"{name}rights_detail"] == ["Taken by Jo Reed; Sam Reed sent it in I-0001"]
    assert typed[f"{name}people"] == ["named"]
    assert f"{name}alt" not in typed  # only somebody who looks at it can say


def test_the_photographer_who_sent_it(cast: Cast) -> None:
    sender = Client()
    answer(sender, pictures=[a_picture()], sender={"name": "jo reed", "email": ""})
    send(sender)
    assert Idea.objects.get().pictures.get().rights_detail == (
        "Taken by Jo Reed, who sent it in I-0001"
    )


@pytest.mark.clause("FTC-A-16")
@pytest.mark.parametrize(
    ("values", "photographers", "credit", "line"),
    [
        ({}, [], "Sam Reed", "Idea: Sam Reed"),
        ({}, ["Sam Reed"], "Sam Reed", "Idea and photo: Sam Reed"),
        ({}, ["Jo", "jo"], "Sam Reed, Jo", "Photos: Jo\nIdea: Sam Reed"),
        ({"name": ""}, ["Ana Example"], "Ana Example", "Photo: Ana Example"),
        ({"text": "The bluebells of SAM REED."}, [], "Sam Reed", ""),
    ],
)
def test_the_words_credit_whoever_wished_it(
    cast: Cast, values: dict[str, str], photographers: list[str], credit: str, line: str
) -> None:
    idea = an_idea(cast, **values)
    pictured(cast, idea, photographers)
    typed = make_draft_of(idea=idea, actor=cast.cora).working_copy
    assert typed["credit"] == [credit]
    assert typed["text"] == ["\n\n".join(filter(None, [idea.words, line]))]


@pytest.mark.clause("FTC-A-16")
def test_nobody_is_named_who_did_not_wish_it(cast: Cast, as_: Browser) -> None:
    idea = an_idea(cast, wants_credit=False)
    pictured(cast, idea, ["Jo Reed"])
    assert "Does not want to be named" in as_(cast.cora).get(idea.get_absolute_url()).text
    typed = make_draft_of(idea=idea, actor=cast.cora).working_copy
    assert (typed["text"], typed["credit"]) == ([idea.idea], [""])


def test_many_names_stand_in_the_words_and_as_many_as_fit_in_the_field(cast: Cast) -> None:
    idea = an_idea(cast)
    names = [f"{letter} {'x' * 80}" for letter in "ABC"]
    pictured(cast, idea, names)
    typed = make_draft_of(idea=idea, actor=cast.cora).working_copy
    assert all(name in typed["text"][0] for name in names)
    assert typed["credit"] == [f"Sam Reed, {names[0]}, {names[1]}"]


def pictured(cast: Cast, idea: Idea, photographers: list[str]) -> None:
    """Gives an idea a picture of each photographer."""
    for number, name in enumerate(photographers):
        upload = a_picture(colour=f"rgb(0,0,{number * 20})")
        file = take_in(upload, council=idea.council, actor=cast.cora)
        idea.pictures.create(council=idea.council, file=file, taken_by=name, shows="nobody")


def test_declined_with_a_reason_that_the_sender_reads(cast: Cast, as_: Browser) -> None:
    idea = an_idea(cast)
    browser, path = as_(cast.cora), f"{idea.get_absolute_url()}decline/"
    assert browser.get(path).status_code == 200
    empty = browser.post(path, {"reason": " "})
    assert (empty.status_code, "Enter the reason" in empty.content.decode()) == (422, True)
    with pytest.raises(RuleBroken, match="Say why"):
        decline_idea(idea=idea, reason=" ", actor=cast.cora)
    assert browser.post(path, {"reason": "They are over."}).status_code == 302
    message = OutboxMessage.objects.latest("pk")
    assert message.subject == "Our decision on your idea (I-0001)"
    assert "They are over." in message.body and idea.status_url in message.body
    page = Client().get(idea.status_url).content.decode()
    assert "Not taken up" in page and "They are over." in page


def test_two_at_once_and_the_second_is_told(cast: Cast, as_: Browser) -> None:
    idea = an_idea(cast)
    browser, path = as_(cast.cora), f"{idea.get_absolute_url()}decline/"
    make_draft_of(idea=idea, actor=cast.cora)
    told = browser.post(path, {"reason": "They are over."})
    assert told.status_code == 409
    shown = told.content.decode()
    assert "Cora already made a draft of I-0001" in shown and "They are over." in shown
    again = browser.post(f"{idea.get_absolute_url()}make-draft/")
    assert (again.status_code, Draft.objects.count()) == (409, 1)
    with pytest.raises(Stale):
        decline_idea(idea=idea, reason="No.", actor=cast.cora)


def test_wrong_method_and_other_council(cast: Cast, as_: Browser) -> None:
    idea = an_idea(cast)
    path = f"{idea.get_absolute_url()}make-draft/"
    assert as_(cast.cora).get(path).status_code == 405
    elsewhere = path.replace("ashford", "barham")
    assert as_(cast.oscar).post(elsewhere).status_code == 404
    assert as_(cast.ana).post(path).status_code == 403
    assert not Draft.objects.exists()


#: What a hostile sender types into every box.
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}\"'"


def test_markup_stays_text_on_every_screen(cast: Cast, as_: Browser) -> None:
    sender = Client()
    answer(
        sender,
        idea={"idea": HOSTILE, "text": HOSTILE},
        sender={"name": HOSTILE, "email": "sam@example.org"},
        pictures=[a_picture('"><script>alert(1)</script>.jpg')],
    )
    checked = sender.get("/c/ashford/ideas/new/check/")
    send(sender)
    idea = Idea.objects.get()
    browser = as_(cast.cora)
    pages = [checked, Client().get(idea.status_url)]
    pages += [
        browser.get(INBOX),
        browser.get(idea.get_absolute_url()),
        browser.get(f"{idea.get_absolute_url()}decline/"),
    ]
    draft = make_draft_of(idea=idea, actor=cast.cora)
    pages += [
        browser.get(draft.get_absolute_url()),
        browser.get(f"{draft.get_absolute_url()}edit/"),
    ]
    for page in pages:
        assert page.status_code == 200
        shown = page.content.decode()
        assert "<script>alert" not in shown and "<img src=x" not in shown
        assert "&lt;script&gt;" in shown
        assert "{{ 7|add:7 }}" in shown


def test_whoever_holds_no_duty_here_sees_no_inbox(cast: Cast, as_: Browser) -> None:
    assert Membership.objects.filter(person=cast.ana).exists()
    assert as_(cast.ana).get(INBOX).status_code == 403
    assert INBOX not in as_(cast.ana).get("/c/ashford/drafts/").content.decode()
    assert INBOX in as_(cast.cora).get("/c/ashford/drafts/").content.decode()
