"""Facts stand in the way until they are mended: accounts, lengths, shares."""

import pytest

from moderation.checks.content import Content, Video
from tests.moderation.checking import account, content, council, found, picture

VIDEO = Video(title="Fair", file_name="fair.mp4", sha256="0" * 64, captions="yes", people="Nobody")

#: Check, what is asked, the field that mends it, and words of the sentence.
FACTS = {
    "no account": (
        "Official accounts",
        content(texts={}),
        "accounts",
        "Choose at least one official account",
    ),
    "a closed account": (
        "Official accounts",
        content(texts={account(status="closed"): "Hello"}),
        "accounts",
        "Facebook: Main page is closed on the register",
    ),
    "too long for X": (
        "Length",
        content(texts={account("x"): "a" * 281}),
        "text",
        "Shorten the words for X: Main page by 1 character: 280 is the most it takes.",
    ),
    "a title too long for YouTube": (
        "Length",
        content(
            texts={account("youtube"): "Our fair"},
            video=VIDEO.model_copy(update={"title": "a" * 102}),
        ),
        "video_title",
        "by 2 characters",
    ),
    "Instagram without a picture": (
        "Picture or video where one is needed",
        content(texts={account("instagram"): "Hello"}),
        "add_pictures",
        "Add a picture or a video for Instagram: Main page",
    ),
    "TikTok without a picture": (
        "Picture or video where one is needed",
        content(texts={account("tiktok"): "Hello"}),
        "add_pictures",
        "Add a picture or a video for TikTok: Main page",
    ),
    "a share without its original": (
        "Original post",
        content(kind="share", endorses=False),
        "original_url",
        "Give the address of the original post",
    ),
    "a share not asked about endorsement": (
        "Endorsement",
        content(kind="share", original_url="https://x.com/police/status/1"),
        "endorses",
        "Say whether sharing this endorses anything controversial.",
    ),
    "a share that endorses": (
        "Endorsement",
        content(kind="share", original_url="https://x.com/police/status/1", endorses=True),
        "endorses",
        "it cannot go out",
    ),
}


@pytest.mark.parametrize(("check", "asked", "field", "words"), FACTS.values(), ids=list(FACTS))
def test_fact_must_be_fixed(check: str, asked: Content, field: str, words: str) -> None:
    (finding,) = found(check, asked)
    assert finding.must_fix
    assert words in finding.sentence
    assert finding.field == field


SHARE = {"kind": "share", "original_url": "https://x.com/police/status/1", "endorses": False}
FINE = {
    "a live account": ("Official accounts", content()),
    "280 on X": ("Length", content(texts={account("x"): "a" * 280})),
    "281 on Facebook": ("Length", content("a" * 281)),
    "each account by its own words": (
        "Length",
        content(texts={account("x"): "Short", account(pk=2): "a" * 281}),
    ),
    "Instagram with a picture": (
        "Picture or video where one is needed",
        content(texts={account("instagram"): "Hello"}, pictures=(picture(),)),
    ),
    "TikTok with a video": (
        "Picture or video where one is needed",
        content(texts={account("tiktok"): "Hello"}, video=VIDEO),
    ),
    "Facebook with words only": ("Picture or video where one is needed", content()),
    "a share with its original": ("Original post", content(**SHARE)),
    "a new post has no original": ("Original post", content()),
    "a share that endorses nothing": ("Endorsement", content(**SHARE)),
    "only shares are asked about endorsement": ("Endorsement", content(endorses=True)),
}


@pytest.mark.parametrize(("check", "asked"), FINE.values(), ids=list(FINE))
def test_what_is_in_order_passes(check: str, asked: Content) -> None:
    assert not found(check, asked)


@pytest.mark.clause("FTC-6.5-j", "FTC-A-7")
def test_share_that_endorses_is_refused_by_flitwicks_clause() -> None:
    asked = content(**{**SHARE, "endorses": True})
    (finding,) = found("Endorsement", asked, council("flitwick"))
    assert finding.must_fix
    assert finding.source.startswith("FTC-6.5-j: ")
    assert found("Endorsement", asked, council("starter"))[0].source == ""


@pytest.mark.clause("FTC-A-12")
def test_share_leads_back_to_whose_it_is() -> None:
    asked = content(kind="share", endorses=False)
    (finding,) = found("Original post", asked, council("flitwick"))
    assert finding.source.startswith("FTC-A-12: ")


def test_link_in_a_caption_is_for_people_to_judge() -> None:
    asked = content(texts={account("instagram"): "Agenda: https://ashford.example/agenda"})
    (finding,) = found("What each platform shows", asked)
    assert not finding.must_fix
    assert "cannot follow a link" in finding.sentence
    assert not found("What each platform shows", content("https://ashford.example/agenda"))
