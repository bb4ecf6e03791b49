"""Who only reads requests, to check the record: the case, and not whom it comes from."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from moderation.unblocks.actions.complaints import split_complaint
from tests.cast import Cast
from tests.moderation.asking import a_request
from tests.moderation.unblocking import again, decide_by, matched, page_of, with_head

As = Callable[[Person], Client]

HELPED = {
    **{"answer_by": "post", "email": "", "answer_to": "Jean Marsh\n4 Priory Walk"},
    **{"helper_name": "Sam Price", "helper_as": "her daughter"},
}
KEPT = "kept from those who only read"


@pytest.mark.parametrize("letter", [{}, HELPED])
def test_names_and_addresses_are_kept_from_those_who_only_read(
    cast: Cast, as_: As, letter: dict[str, str]
) -> None:
    asked = a_request(cast, **letter)
    secret = ["Jean Marsh", "Priory Walk", "Sam Price"] if letter else ["jo@example.org"]
    prepares, reads = as_(cast.cora).get(page_of(asked)).text, as_(cast.rita).get(page_of(asked))
    for words in secret:
        assert words in prepares and words not in reads.text, words
    assert KEPT in reads.text and KEPT not in prepares
    assert "I cannot see your page." in reads.text, "the case itself is for them"


def test_also_where_the_mail_failed_and_where_part_was_split_off(cast: Cast, as_: As) -> None:
    asked = a_request(cast)
    OutboxMessage.objects.update(state="failed")
    reads = as_(cast.rita).get(page_of(asked)).text
    assert "was not sent" in reads and "jo@example.org" not in reads
    enquiry = split_complaint(request=asked, words="You keep my photograph.", actor=cast.cora)
    own = as_(cast.rita).get(enquiry.get_absolute_url()).text
    assert "You keep my photograph." in own and "jo@example.org" not in own
    assert "jo@example.org" in as_(cast.cora).get(enquiry.get_absolute_url()).text


def test_the_letter_is_read_without_whom_it_greets_and_never_printed(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    words = "Dear Ms Reed\n\nWe have decided."
    assert decide_by(as_(head), asked, words=words).status_code == 302
    assert again(asked).letters.get().words.startswith("Dear Ms Reed")
    assert "Dear Ms Reed" in as_(cast.cora).get(page_of(asked)).text
    reads = as_(cast.rita).get(page_of(asked)).text
    assert "Ms Reed" not in reads and "We have decided." in reads
    assert as_(cast.rita).get(page_of(asked, "letter.pdf")).status_code == 403


def test_home_leads_them_to_both_lists(cast: Cast, as_: As) -> None:
    home = as_(cast.rita).get("/c/ashford/home/").text
    for path in ("blocks/", "unblock-requests/"):
        assert f'href="/c/ashford/{path}"' in home
        assert as_(cast.rita).get(f"/c/ashford/{path}").status_code == 200
    assert 'href="/c/ashford/blocks/"' not in as_(cast.dev).get("/c/ashford/home/").text
