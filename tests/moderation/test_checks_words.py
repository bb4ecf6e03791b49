"""What is recognised by pattern: guilty words are shown as they stand, innocent ones pass."""

from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.findings import CHECKS
from moderation.checks.reading import as_read, on_one_line
from tests.moderation.checking import content, council, found, picture
from tests.moderation.innocent import INNOCENT

#: The checks that ask the database; tests/moderation/test_checks_asking.py is about them.
ASKING = {"Councillors promoted", "Posted before"}
PATTERNS = [
    *("Telephone numbers", "E-mail addresses", "Home addresses"),
    *("Numbers and dates that identify people", "Confidential matters", "Party politics"),
    *("Hashtags", "Links", "Capitals"),
]

#: Check, text, and the offending words.
GUILTY: list[tuple[str, str, tuple[str, ...]]] = [
    ("Telephone numbers", "Ring Ann on 07700 900123.", ("07700 900123",)),
    ("Telephone numbers", "Ring 07700900123 or (01525) 631900", ("07700900123", "(01525) 631900")),
    ("Telephone numbers", "+44 (0)7700 900 123 or 01525 631900", ()),
    ("Telephone numbers", "Abroad: +353 1 234 5678", ("+353 1 234 5678",)),
    ("E-mail addresses", "Write to ann.lee@gmail.com", ("ann.lee@gmail.com",)),
    ("E-mail addresses", "bob@beds.police.uk", ("bob@beds.police.uk",)),
    ("E-mail addresses", "Tickets: info@gmail.com", ("info@gmail.com",)),
    ("Home addresses", "The noise comes from 12 Mill Lane.", ("12 Mill Lane",)),
    ("Home addresses", "Flat 3, 14a Church Street", ("Flat 3, 14a Church Street",)),
    ("Home addresses", "Visit the library. He lives at 7 Oak Avenue.", ("7 Oak Avenue",)),
    ("Home addresses", "Parcels to LU7 1AB or mk45 1ah", ("LU7 1AB", "mk45 1ah")),
    ("Numbers and dates that identify people", "Her number is AB 12 34 56 C", ("AB 12 34 56 C",)),
    ("Numbers and dates that identify people", "DOB: 01/02/1985", ("DOB: 01/02/1985",)),
    ("Numbers and dates that identify people", "born on 5 May 1990", ("born on 5 May 1990",)),
    ("Confidential matters", "The confidential report says so.", ("confidential report",)),
    ("Confidential matters", "Agreed in private session.", ("in private session",)),
    ("Confidential matters", "This is exempt information", ("exempt information",)),
    ("Confidential matters", "Part 2 items were discussed", ("Part 2 items",)),
    ("Confidential matters", "Part II of the agenda", ("Part II of the agenda",)),
    ("Confidential matters", "The press and public were excluded", ()),
    ("Confidential matters", "NOT FOR PUBLICATION: accounts", ("NOT FOR PUBLICATION",)),
    ("Confidential matters", "CONFIDENTIAL\nThe lease", ("CONFIDENTIAL",)),
    ("Confidential matters", "It is commercially sensitive", ("commercially sensitive",)),
    ("Confidential matters", "A settlement agreement was signed", ("settlement agreement",)),
    ("Party politics", "Vote Labour on Thursday!", ("Vote Labour",)),
    ("Party politics", "VOTE CONSERVATIVE", ("VOTE CONSERVATIVE",)),
    ("Party politics", "The Conservatives have let you down", ("The Conservatives",)),
    ("Party politics", "Thanks to our Labour group", ("Labour group",)),
    ("Party politics", "Green candidates are best", ("Green candidates",)),
    ("Party politics", "Join the Green Party", ("Green Party",)),
    ("Party politics", "Reform UK will speak", ("Reform UK",)),
    ("Party politics", "The Lib Dems won", ("Lib Dems",)),
    ("Party politics", "Re-elect Jane Smith", ("Re-elect Jane",)),
    ("Party politics", "Meet our local candidate", ("our local candidate",)),
    ("Party politics", "Under Labour’s plans", ("Labour’s",)),
    ("Party politics", "The Leader of the Opposition came", ("Leader of the Opposition",)),
    ("Party politics", "Read our manifesto", ("our manifesto",)),
    ("Party politics", "We stand with @UKLabour #VoteLabour", ("@UKLabour", "#VoteLabour")),
    ("Party politics", "Pleidleisiwch Plaid Cymru", ("Plaid Cymru",)),
    ("Party politics", "He wore a party rosette", ("party rosette",)),
    ("Hashtags", "#roadclosuretoday", ("#roadclosuretoday",)),
    ("Hashtags", "Big day! #shoplocal2026 #Ashford", ("#shoplocal2026",)),
    ("Hashtags", "#wingrovecarnival", ("#wingrovecarnival",)),
    ("Links", "See https:// ashford.example", ("https:// ashford.example",)),
    ("Links", "See http//ashford.example", ("http//ashford.example",)),
    ("Links", "See htp://ashford.example", ("htp://ashford.example",)),
    ("Links", "See https:/ashford.example", ("https:/ashford.example",)),
    ("Links", "See https://ashford for more", ("https://ashford",)),
    ("Links", "See www.ashford for more", ("www.ashford",)),
    ("Links", "See www. ashford.example", ("www. ashford.example",)),
    ("Links", "See ashford,gov.uk", ("ashford,gov.uk",)),
    ("Links", "javascript:alert(1)", ("javascript:alert(1)",)),
    ("Links", "See https://ashford.example/a(b", ("https://ashford.example/a(b",)),
    ("Links", "[here](https://ashford.example)", ("[here](https://ashford.example)",)),
    ("Links", "https://www.gov.uk@evil.example/a", ("https://www.gov.uk@evil.example/a",)),
    ("Links", "More at bit.ly/3abcDEF", ("bit.ly/3abcDEF",)),
    ("Links", "https://tinyurl.com/ashford", ("https://tinyurl.com/ashford",)),
    ("Capitals", "CHRISTMAS LIGHTS SWITCH ON at 5pm", ("CHRISTMAS LIGHTS SWITCH ON",)),
]

SENTENCES = {
    "Telephone numbers": "somebody’s telephone number. Take it out, unless",
    "E-mail addresses": "Take it out or give the council’s",
    "Home addresses": "may be where somebody lives",
    "Numbers and dates that identify people": "a date of birth or a National Insurance number",
    "Confidential matters": "kept from the public. Take out what is not public yet",
    "Party politics": "designed to affect support for a political party",
    "Hashtags": "Begin each word of a hashtag with a capital",
    "Links": "ink",
    "Capitals": "Write this in small letters.",
}


@pytest.mark.parametrize(("check", "text", "words"), GUILTY, ids=[text for _, text, _ in GUILTY])
def test_guilty_words_are_shown_as_they_stand(
    check: str, text: str, words: tuple[str, ...]
) -> None:
    (finding,) = found(check, content(text))
    assert not finding.must_fix
    assert finding.words == words or not words
    assert finding.words
    assert all(each in text for each in finding.words)
    assert SENTENCES[check] in finding.sentence


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_words_pass(text: str) -> None:
    assert not [finding for check in PATTERNS for finding in found(check, content(text))]


def test_every_check_of_words_is_in_these_tables() -> None:
    facts = {"facts", "pictures", "people", "sharing", "credit", "pre_election"}
    of_words = {
        name for name, check in CHECKS.items() if check.__module__.rsplit(".", 1)[1] not in facts
    }
    assert of_words == {*PATTERNS, *ASKING} == {check for check, _, _ in GUILTY} | ASKING


@given(st.lists(st.sampled_from(INNOCENT), min_size=2, max_size=6))
def test_innocent_sentences_stay_innocent_together(sentences: list[str]) -> None:
    asked = content("\n\n".join(sentences))
    assert not [finding for check in PATTERNS for finding in found(check, asked)]


@given(st.text(max_size=400) | st.text("ab0 +@#:/.()[]htpswA\n", max_size=400))
def test_offending_words_stand_in_the_text_whatever_it_is(text: str) -> None:
    asked = content(text)
    for check in PATTERNS:
        for finding in found(check, asked):
            read = as_read(text)
            assert all(words in f"{read} {on_one_line(read)}" for words in finding.words)


#: What makes a careless pattern go over the text again and again.
HOSTILE = {
    "digits": "0" * 63_206,
    "numbers": "01234 " * 10_534,
    "plus signs": "+1" * 31_603,
    "one word": "a" * 63_206,
    "one word in capitals": "A" * 63_206,
    "capitals": "A " * 31_603,
    "brackets": "[" * 63_206,
    "tags": "#a" * 31_603,
    "one tag": "#" + "a" * 63_205,
    "letters of http": "h" * 63_206,
    "slashes": "http:" + "/" * 63_201,
    "names": "Aa " * 21_068,
    "house numbers": "1 Aa Bb " * 7_900,
    "postcodes": "AB1 2CD " * 7_900,
    "addresses": "a.b@" * 15_801,
    "dots": "a." * 31_603,
    "part of a hand": "part " * 12_641,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_no_text_takes_long(text: str) -> None:
    began = perf_counter()
    for check in PATTERNS:
        found(check, content(text))
    assert perf_counter() - began < 5


# --- One by one -------------------------------------------------------------------------------


def test_both_sides_of_a_text_are_found_once() -> None:
    (finding,) = found("Party politics", content("Vote Labour. Vote Labour. Join the Green Party."))
    assert finding.words == ("Vote Labour", "Green Party")


@pytest.mark.clause("FTC-6.5-h", "LTC-4.2.2-g")
def test_party_words_make_the_approver_answer() -> None:
    asked = content("Vote Labour")
    for book, clause in (("flitwick", "FTC-6.5-h"), ("ludlow", "LTC-4.2.2-g")):
        (finding,) = found("Party politics", asked, council(book))
        assert finding.answer == "party"
        assert finding.source.startswith(f"Local Government Act 1986 s.2; {clause}: ")
    assert found("Party politics", asked)[0].source == "Local Government Act 1986 s.2"


@pytest.mark.parametrize(
    ("book", "clause"),
    [
        pytest.param("flitwick", "FTC-6.6-e", marks=pytest.mark.clause("FTC-6.6-e")),
        pytest.param(
            "leighton-linslade",
            "LLTC-13-b",
            marks=pytest.mark.clause("LLTC-13-b", "LLTC-13-c"),
        ),
        pytest.param("ludlow", "LTC-4.2.2-i", marks=pytest.mark.clause("LTC-4.2.2-i")),
        ("dunstable", "DTC-3.1-d"),
        ("starter", "UK GDPR Article 5"),
    ],
)
def test_personal_data_cites_the_councils_own_clause(book: str, clause: str) -> None:
    asked = content("Ring Ann on 07700 900123, 12 Mill Lane")
    for check in ("Telephone numbers", "Home addresses"):
        assert found(check, asked, council(book))[0].source.startswith(clause)


@pytest.mark.parametrize(
    ("book", "clause"),
    [
        pytest.param("flitwick", "FTC-6.3-f", marks=pytest.mark.clause("FTC-6.3-f", "FTC-6.6-c")),
        pytest.param("ludlow", "LTC-4.2.2-d", marks=pytest.mark.clause("LTC-4.2.2-d", "LTC-4-a")),
        pytest.param("heanor-loscoe", "HLTC-resp-8", marks=pytest.mark.clause("HLTC-resp-8")),
        pytest.param("leighton-linslade", "LLTC-13-f", marks=pytest.mark.clause("LLTC-13-f")),
        ("starter", ""),
    ],
)
def test_confidential_matters_cite_the_councils_own_clause(book: str, clause: str) -> None:
    (finding,) = found("Confidential matters", content("a confidential report"), council(book))
    assert finding.source.startswith(clause)
    assert bool(finding.source) is bool(clause)


def test_councils_own_address_is_known_and_its_domain_with_it() -> None:
    text = "Write to ann.lee@ashford.example"
    assert not found("E-mail addresses", content(text))
    by: Any = council()
    by.email = "ashford.council@gmail.com"
    assert found("E-mail addresses", content(text), by)
    assert found("E-mail addresses", content("ann@gmail.com"), by)
    assert not found("E-mail addresses", content("Ashford.Council@gmail.com"), by)


def test_councils_own_numbers_and_addresses_are_known() -> None:
    text = "Ring +44 1525 631900 or call at 12 Mill Lane, LU7 1AB"
    by: Any = council()
    assert found("Telephone numbers", content(text), by)
    assert found("Home addresses", content(text), by)
    by.contacts = "Office: 01525 631 900\n12 Mill Lane, Ashford, LU7 1AB"
    assert not found("Telephone numbers", content(text), by)
    assert not found("Home addresses", content(text), by)
    (finding,) = found("Home addresses", content("At 14 Mill Lane and 12 Mill Lane"), by)
    assert finding.words == ("14 Mill Lane",)


@pytest.mark.parametrize(
    ("tag", "better"),
    [
        ("#roadclosuretoday", "as in #RoadClosureToday:"),
        ("#loveashford #shoplocal2026", "as in #ShopLocal2026:"),
        ("#wingrovecarnival", "capital: otherwise"),
    ],
)
def test_hashtag_says_how_to_write_it(tag: str, better: str) -> None:
    assert better in found("Hashtags", content(tag))[0].sentence


@pytest.mark.parametrize(
    "tag", ["heron", "visitor", "income", "goat", "fireworks", "remembrance", "eisteddfod", "مرحبا"]
)
def test_single_words_need_no_capitals(tag: str) -> None:
    assert not found("Hashtags", content(f"#{tag}"))


def test_link_beside_the_words_is_checked_too() -> None:
    assert found("Links", content("See", link="https://ashford"))
    assert not found("Links", content("See", link="https://ashford.example/a"))


#: The same words with signs that nobody sees, or that only look otherwise (Unicode NFKC).
DISGUISED = [
    ("Party politics", "Labour  Party"),
    ("Party politics", "Join the Labour\nParty"),
    ("Party politics", "Re\u00adform\u00a0UK"),
    ("Party politics", "Vote La\u200bbour Par\u00adty on Thursday"),
    ("Party politics", "\uff2c\uff41\uff42\uff4f\uff55\uff52 \uff30\uff41\uff52\uff54\uff59"),
    ("Party politics", "\U0001d40b\U0001d41a\U0001d41b\U0001d428\U0001d42e\U0001d42b Party"),
    ("Telephone numbers", "07700\u2011900\u2011123"),
    ("Telephone numbers", "call 0\u200b7700 900123"),
    ("E-mail addresses", "jane\u200b@gmail.com"),
    ("Numbers and dates that identify people", "AB\u00a012\u00a034\u00a056\u00a0C"),
]


@pytest.mark.parametrize(("check", "text"), DISGUISED)
def test_words_are_judged_as_they_are_read(check: str, text: str) -> None:
    assert found(check, content(text))


def test_alt_text_is_judged_like_words() -> None:
    """It goes out with the picture, and people have it read to them."""
    shown = content(pictures=(picture(alt="Vote Labour! Ring Jane on 07700 900123"),))
    assert found("Party politics", shown)
    assert found("Telephone numbers", shown)
