"""Standard replies: found by words and by topic, copied, looked at again, and changed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.conducting import with_grounds
from tests.moderation.enquiring import a_standard_reply, a_topic, an_enquiry, office, priyas

As = Callable[[Person], Client]
REPLIES = "/c/ashford/enquiries/replies/"


@pytest.mark.clause("FTC-6.4-d", "FTC-2-b")
def test_looking_for_pothole_finds_the_highways_signpost(cast: Cast, as_: As) -> None:
    topic = a_topic(cast, "Potholes", signpost="Kent Highways")
    standard = a_standard_reply(cast, text="Report it to the county council.", topic=topic)
    a_standard_reply(cast, "Hall", text="Book the hall with us.", link="")
    ana = as_(cast.ana)
    found = ana.get(REPLIES + "?words=pothole").content.decode()
    assert "Kent Highways" in found and "Book the hall" not in found
    enquiry = priyas(cast)
    offered = as_(cast.priya).get(f"{REPLIES}?words=pothole&for={enquiry.number}")
    assert f"reply/?use={standard.pk}" in offered.content.decode()
    enquiry = an_enquiry(cast, "question", topic=topic)
    first = as_(cast.priya).get(f"{REPLIES}?for={enquiry.number}").text
    assert first.index("Report it to the county") < first.index("Book the hall")
    assert "No standard reply matches" in ana.get(REPLIES + "?words=parking").content.decode()


@pytest.mark.clause("LLTC-10.1-a")
def test_a_polite_no_to_private_contact_is_there_to_copy(cast: Cast, as_: As) -> None:
    text = "I cannot talk about this from my own account. Write to the council’s page instead."
    sent = {
        **{"name": "No private contact", "text": text, "link": ""},
        **{"office": office(cast, "town-clerk").pk, "review_due_on_day": "1"},
        **{"review_due_on_month": "6", "review_due_on_year": str(today().year + 1)},
    }
    priya = as_(cast.priya)
    declines = "I cannot talk about council matters from my own account. Write to"
    assert declines not in as_(cast.ana).get(REPLIES).content.decode()
    with_grounds(cast, "LLTC-10.1-a")
    page = as_(cast.ana).get(REPLIES).content.decode()
    assert f"{declines} {cast.ashford.email}" in page and "LLTC-10.1-a: Only approved" in page
    priya.post(REPLIES + "new/", sent)
    assert text in as_(cast.ana).get(REPLIES + "?words=private").content.decode()
    assert priya.post(REPLIES + "new/", sent).status_code == 409  # one of that name
    past = sent | {"name": "Another", "review_due_on_year": "2020"}
    assert priya.post(REPLIES + "new/", past).status_code == 409
    assert priya.post(REPLIES + "new/", sent | {"text": ""}).status_code == 422
    assert as_(cast.cora).post(REPLIES + "new/", sent).status_code == 403


@pytest.mark.clause("FTC-6.4-d")
def test_a_stale_one_is_flagged_until_somebody_looks_at_it(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    standard = a_standard_reply(cast)
    cora, page = as_(cast.cora), f"{REPLIES}{standard.pk}/"
    assert "To be looked at again</strong>" not in cora.get(page).content.decode()
    travel(standard.review_due_on + timedelta(days=1))
    cora, priya = as_(cast.cora), as_(cast.priya)
    for address in (page, REPLIES, REPLIES + "?show=stale"):
        assert "To be looked at again</strong>" in cora.get(address).content.decode()
    assert "1 standard reply to look at again" in cora.get("/c/ashford/home/").content.decode()
    due = today() + timedelta(days=30)
    parts = {"day": due.day, "month": due.month, "year": due.year}
    sent = {f"review_due_on_{part}": str(value) for part, value in parts.items()}
    priya.post(f"{page}review/", sent)
    standard.refresh_from_db()
    assert (standard.reviewed_by, standard.review_due_on) == (cast.priya, due)
    assert standard.name not in cora.get(REPLIES + "?show=stale").content.decode()
    priya.post(f"{page}retire/")
    assert priya.post(f"{page}review/", sent).status_code == 409
    assert standard.name not in cora.get(REPLIES).content.decode()


def test_standard_words_are_changed_by_who_may_authorise_replies(cast: Cast, as_: As) -> None:
    """Somebody who authorises other posts only does not write what goes out without approval."""
    standard = a_standard_reply(cast)
    rules = RULES | {"authorise_share": chosen({"offices": ["auditor"]})}
    a_rulebook(cast.ashford, **rules)
    rita = as_(cast.rita)
    address = f"{REPLIES}{standard.pk}/change/"
    assert rita.get(address).status_code == 200
    sent = {
        **{"name": standard.name, "text": "New words", "office": standard.office_id},
        **{"review_due_on_day": "1", "review_due_on_month": "6"},
        "review_due_on_year": str(today().year + 1),
    }
    assert rita.post(address, sent).status_code == 409
    assert as_(cast.priya).post(address, sent).status_code == 302
    standard.refresh_from_db()
    assert standard.text == "New words"
    page = as_(cast.priya).get(f"{REPLIES}{standard.pk}/").content.decode()
    assert "Standard reply changed" in page and "New words" in page
