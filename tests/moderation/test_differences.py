"""What changed, word for word and line by line."""

import time
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from councilsm.differences import Piece, changed_document, changed_words
from moderation.checks.content import Consent, Content, Declarations, Particulars, Video
from moderation.drafts.differences import Differences, differences
from tests.cast import AccountFactory, Cast
from tests.moderation.deciding import a_file, a_picture

NOW = timezone.now()


def rebuilt(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    """The two texts, read off what is shown."""
    return (
        "".join(piece.text for piece in pieces if piece.change != "added"),
        "".join(piece.text for piece in pieces if piece.change != "removed"),
    )


def test_single_words_are_marked() -> None:
    assert changed_words("Closed on Friday at noon.", "Closed on Saturday at noon.") == (
        Piece("Closed on "),
        Piece("Friday", "removed"),
        Piece("Saturday", "added"),
        Piece(" at noon."),
    )


def test_changes_with_a_space_between_read_as_one() -> None:
    assert changed_words("from six am today", "from seven pm today") == (
        Piece("from "),
        Piece("six am", "removed"),
        Piece("seven pm", "added"),
        Piece(" today"),
    )


PAIRS = {
    "nothing": ("", ""),
    "from nothing": ("", "All new."),
    "to nothing": ("All gone.", ""),
    "the same": ("Same words.", "Same words."),
    "only a space": ("two words", "two  words"),
    "only a line break": ("one two", "one\ntwo"),
    "line breaks at the end": ("one\n", "one\n\n"),
    "other scripts": ("Diolch yn fawr, 谢谢 👩‍👩‍👧", "Diolch, 谢谢你 👩‍👩‍👧"),
    "right to left": ("مرحبا بكم", "مرحبا بكم جميعا"),
}


@pytest.mark.parametrize(("before", "after"), PAIRS.values(), ids=list(PAIRS))
def test_both_texts_can_be_read_off_it(before: str, after: str) -> None:
    assert rebuilt(changed_words(before, after)) == (before, after)
    assert rebuilt(changed_document(before, after)) == (before, after)


def test_headings_keep_a_document_in_step() -> None:
    """Word for word alone, a section that stays went in one place and came in another."""
    before = (
        "# Posts\n\nThe clerk posts. A councillor may ask the clerk.\n\n"
        "# Comments\n\n- Abuse comes down.\n"
    )
    after = (
        "# Posts\n\nThe clerk posts.\n\n"
        "# Comments\n\n- Abuse goes.\n- A councillor may ask the clerk.\n"
    )

    def moved(pieces: tuple[Piece, ...]) -> bool:
        return any("# Comments" in piece.text for piece in pieces if piece.change)

    assert moved(changed_words(before, after))
    assert not moved(changed_document(before, after))


def test_the_longest_texts_are_compared_in_good_time() -> None:
    """63,206 characters, Facebook's limit, in shapes that make comparing slow."""
    some = Random(1)
    shapes = []
    for words, joined in ((70, " "), (2, " "), (5000, " "), (3, "\n"), (200, "\n"), (9, "")):
        pair = [
            joined.join(str(some.randrange(words)) for _ in range(63_206))[:63_206]
            for _ in range(2)
        ]
        shapes.append(pair)
    # Just under what is compared word by word.
    shapes.append([" ".join(str(n * step % 101) for n in range(1_950)) for step in (1, 7)])
    for before, after in shapes:
        began = time.process_time()
        pieces = changed_words(before, after)
        assert time.process_time() - began < 4
        assert rebuilt(pieces) == (before, after)


def test_many_long_paragraphs_written_anew_are_compared_in_good_time() -> None:
    """Each alone is short enough; all of them together are not, and some are shown as a whole."""

    def written(step: int, paragraphs: int) -> str:
        said = (" ".join(str(n * step % 101) for n in range(1_900)) for _ in range(paragraphs))
        return "\n\n".join(f"# Part {n}\n\n{words}" for n, words in enumerate(said))

    before, after = written(1, 36), written(7, 36)  # about 200,000 characters
    for compare in (changed_document, changed_words):
        began = time.process_time()
        pieces = compare(before, after)
        assert time.process_time() - began < 5
        assert rebuilt(pieces) == (before, after)
        kinds = {piece.whole for piece in pieces if piece.change}
        assert kinds == {True, False}
        assert not any(piece.whole for piece in pieces if not piece.change)
    assert not any(piece.whole for piece in changed_document(written(1, 3), written(7, 3)))


def test_in_a_long_text_one_changed_paragraph_is_still_shown_by_words() -> None:
    lines = [f"Paragraph {number} of the long notice." for number in range(3_000)]
    before = "\n".join(lines)
    lines[10] = "Paragraph 10 of the short notice."
    lines[2_000] = "Paragraph 2000 of the last notice."
    changed = [p.text for p in changed_words(before, "\n".join(lines)) if p.change]
    assert changed == ["long", "short", "long", "last"]


def content(cast: Cast, **changes: Any) -> Content:
    said: dict[str, Any] = {
        "kind": "new_post",
        "title": "Fair",
        "texts": {cast.page: "The fair is on Friday."},
        "not_after": NOW + timedelta(days=1),
    }
    return Content(**(said | changes))


def lines_of(changes: Differences) -> list[tuple[str, str, str]]:
    return [(line.label, line.before, line.after) for line in changes.lines]


def test_nothing_changed_is_no_difference(cast: Cast) -> None:
    assert not differences(content(cast), content(cast))


def test_words_that_two_accounts_share_are_compared_once(cast: Cast) -> None:
    second = AccountFactory(council=cast.ashford, name="Second page", handle="second")
    before = content(cast, texts={cast.page: "On Friday.", second: "On Friday."})
    after = content(cast, texts={cast.page: "On Monday.", second: "On Monday."})
    (wording,) = differences(before, after).wordings
    assert wording.accounts == "Facebook: Main page, Facebook: Second page"


def test_an_account_more_or_less_is_a_line(cast: Cast) -> None:
    second = AccountFactory(council=cast.ashford, name="Second page", handle="second")
    words = "The fair is on Friday."
    both = content(cast, texts={cast.page: words, second: words})
    assert lines_of(differences(content(cast), both)) == [("Account", "", "Facebook: Second page")]
    assert lines_of(differences(both, content(cast))) == [("Account", "Facebook: Second page", "")]
    own = content(cast, texts={cast.page: words, second: "The fair is on Sunday."})
    assert [wording.accounts for wording in differences(content(cast), own).wordings] == [
        "Facebook: Second page"
    ]


def test_the_window_and_what_it_is_are_lines(cast: Cast) -> None:
    after = content(cast, kind="reply", title="The fair", not_before=NOW)
    labels = [label for label, _, _ in lines_of(differences(content(cast), after))]
    assert labels == ["Title", "What it is", "Post no earlier than"]
    later = content(cast, not_after=NOW + timedelta(days=3))
    assert [label for label, _, _ in lines_of(differences(content(cast), later))] == [
        "Post no later than"
    ]


EVERYTHING = Particulars(
    link="https://ashford.example/fair",
    original_url="https://example.org/1",
    endorses=False,
    credit="Ashford Fair Trust",
    exempt="result",
    declarations=Declarations(
        private_meeting="Sam Hill, 3 May", third_party="Bell & Sons, 4 May", reputation="File 7"
    ),
    video=Video(
        title="The fair", file_name="fair.mp4", sha256="0" * 64, captions="yes", people="Nobody"
    ),
    urgent="It starts tomorrow.",
    in_period="poll_information",
    in_period_reason="It says how to vote.",
)


@pytest.mark.parametrize("name", list(Particulars.model_fields))
def test_no_particular_changes_unseen(cast: Cast, name: str) -> None:
    """A release that adds one must say how it is shown."""
    after = content(cast, particulars=Particulars(**{name: getattr(EVERYTHING, name)}))
    assert differences(content(cast), after).lines


@pytest.mark.parametrize("name", list(Declarations.model_fields))
def test_no_declaration_changes_unseen(cast: Cast, name: str) -> None:
    said = Declarations(**{name: "Said by somebody."})
    after = content(cast, particulars=Particulars(declarations=said))
    assert differences(content(cast), after).lines


@pytest.mark.parametrize("name", list(Video.model_fields))
def test_nothing_of_a_video_changes_unseen(cast: Cast, name: str) -> None:
    assert EVERYTHING.video
    other = EVERYTHING.video.model_copy(
        update={name: "no_speech" if name == "captions" else "other"}
    )
    before = content(cast, particulars=Particulars(video=EVERYTHING.video))
    assert differences(before, content(cast, particulars=Particulars(video=other))).lines


def test_pictures_are_added_removed_and_put_in_order(cast: Cast) -> None:
    stalls = a_picture(a_file(cast.ashford, "stalls.jpg", "a"))
    band = a_picture(a_file(cast.ashford, "band.jpg", "b"), alt="The band.")
    with_both = content(cast, pictures=(stalls, band))
    labels = [line[0] for line in lines_of(differences(content(cast), with_both))]
    assert labels == ["Picture 1 added", "Picture 2 added"]
    assert lines_of(differences(with_both, content(cast, pictures=(band,)))) == [
        ("Picture 1 removed", "stalls.jpg: The stalls of the fair.", "")
    ]
    turned = content(cast, pictures=(band, stalls))
    assert lines_of(differences(with_both, turned)) == [
        ("Order of pictures", "stalls.jpg, band.jpg", "band.jpg, stalls.jpg")
    ]


SAID = {
    "alt": ({"alt": "Stalls in the rain."}, "Alt text of picture 1"),
    "decorative": ({"alt": "", "decorative_reason": "A border."}, "Alt text of picture 1"),
    "rights": ({"rights": "licence"}, "Rights of picture 1"),
    "rights detail": ({"rights_detail": "Jo Hart"}, "Rights of picture 1"),
    "people": ({"people": "crowd"}, "People of picture 1"),
    "names": (
        {"consents": (Consent(1, "Mia", under_18=True, relationship="parent", in_force=True),)},
        "Names of picture 1",
    ),
}


@pytest.mark.parametrize(("changes", "label"), SAID.values(), ids=list(SAID))
def test_what_is_said_of_a_picture_is_compared(
    cast: Cast, changes: dict[str, Any], label: str
) -> None:
    file = a_file(cast.ashford)
    before = content(cast, pictures=(a_picture(file),))
    after = content(cast, pictures=(a_picture(file, **changes),))
    assert [line[0] for line in lines_of(differences(before, after))] == [label]
