"""What the public posted: addresses, handles, words, and who is one person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import CrossCouncil
from moderation.items.actions import digest_of, restrict_item
from moderation.items.addresses import address_key, is_shortened, recognise, tidy_address
from moderation.items.authors import author_for, same_person
from moderation.items.linking import link_authors, unlink_author
from moderation.items.models import Author, AuthorLink, Item
from tests.cast import AccountFactory, Cast
from tests.moderation.logging_ import COMMENT, an_item


@pytest.mark.parametrize(
    ("typed", "kept", "let_in"),
    [
        ("https://www.facebook.com/a/posts/1?comment_id=7&fbclid=Iw", "?comment_id=7", False),
        ("www.facebook.com/a/posts/1?comment_id=7", "?comment_id=7", False),
        ("https://jo:secret@www.facebook.com/a/posts/1", "/posts/1", True),
        ("https://x.com/jo/status/12?s=20&t=abc", "/status/12", False),
        ("https://forum.example.org/topic?t=12&page=2", "?t=12&page=2", False),
        ("https://forum.example.org/topic?t=12&access_token=abc", "?t=12", True),
        ("https://forum.example.org/topic?t=12#session_id=abc", "?t=12", True),
        ("https://www.facebook.com/x?comment_id=1;access_token=K", "?comment_id=1", True),
        ("https://www.facebook.com/x?comment_id=1&token[]=K&userToken=K", "?comment_id=1", True),
        ("https://www.facebook.com/x;jsessionid=K?comment_id=1", "/x?comment_id=1", True),
        ("https://www.facebook.com/x?comment_id=1#/a?token=K", "?comment_id=1", True),
        ("https://www.facebook.com/x?comment_id=1&c_user=7&xs=K", "?comment_id=1", True),
        (
            "https://a.example.org/?next=https%3A%2F%2Fb%2F%3Fsid%3DK",
            "?next=https%3A%2F%2Fb%2F",
            True,
        ),
        ("https://a.example.org/t;v=2?a=1;b=2", "/t?a=1&b=2", True),
        ("https://forum.example.org/topic?t=12#comment-7", "?t=12#comment-7", False),
        ("https://scontent.xx.fbcdn.net/v/1.jpg?oh=00_AfD&oe=65", "/v/1.jpg", True),
        (f"https://forum.example.org/in/eyJ{'a' * 9}.{'b' * 9}.{'c' * 9}", "/in/", True),
    ],
)
def test_an_address_is_kept_without_what_lets_its_reader_in(
    typed: str, kept: str, let_in: bool
) -> None:
    tidy, told = tidy_address(typed)
    assert tidy.endswith(kept) and told is let_in
    assert tidy_address(tidy) == (tidy, False)


@pytest.mark.parametrize(
    ("platform", "one", "other"),
    [
        (
            "facebook",
            "https://www.facebook.com/ashfordcouncil/posts/pfbid0aa?comment_id=123456",
            "https://m.facebook.com/permalink.php?story_fbid=1&id=2&comment_id="
            "Y29tbWVudDo5OV8xMjM0NTY",  # comment:99_123456
        ),
        ("x", "https://twitter.com/Jo/status/12", "https://x.com/jo/status/12/"),
        ("instagram", "https://instagram.com/p/Ab/c/7/", "https://www.instagram.com/a/p/Ab/c/7"),
        ("youtube", "https://youtu.be/Ab?lc=Ug", "https://www.youtube.com/watch?v=Ab&lc=Ug"),
        ("tiktok", "https://tiktok.com/@a/video/1?share_comment_id=7", ""),
        ("linkedin", "https://www.linkedin.com/feed/update/1?commentUrn=urn%3Ali%3A7", ""),
        ("facebook", "https://www.facebook.com/a/posts/1?comment_id=Zm9v", ""),
        ("facebook", "https://www.facebook.com/a/posts/1?comment_id=é", ""),
        ("mastodon", "https://mastodon.social/@jo/11", "https://mastodon.social/@jo/11/"),
        ("other", "http://a.example.org/t#c1", "https://www.a.example.org/t/#c1"),
    ],
)
def test_one_comment_has_one_key_however_its_address_was_copied(
    platform: str, one: str, other: str
) -> None:
    assert address_key(platform, one) == address_key(platform, other or one) != ""


@pytest.mark.parametrize(
    ("platform", "url", "kind"),
    [
        ("facebook", "https://www.facebook.com/ashfordcouncil/posts/1", "comment"),
        ("instagram", "https://www.instagram.com/p/Ab/", "comment"),
        ("facebook", "https://www.facebook.com/ashfordcouncil", "post"),
        ("facebook", COMMENT, "message"),
        ("whatsapp", "https://chat.whatsapp.com/abc", "post"),
        ("facebook", "https://fb.me/abc", "comment"),
    ],
)
def test_an_address_that_tells_no_two_apart_has_no_key(platform: str, url: str, kind: str) -> None:
    assert address_key(platform, url, kind) == ""


@pytest.mark.parametrize(
    "url", ["https://bit.ly/3x", "https://t.co/x", "https://www.facebook.com/share/p/1AbC/"]
)
def test_a_shortened_link_is_known_and_kept(cast: Cast, url: str) -> None:
    assert is_shortened(url)
    assert an_item(cast, url=url).url == url


def test_where_it_stands_is_read_from_the_address(cast: Cast) -> None:
    assert recognise(cast.ashford, COMMENT) == ("facebook", cast.page)
    assert recognise(cast.ashford, "https://www.facebook.com/barhamcouncil/posts/1") == (
        "facebook",
        None,
    )
    assert recognise(cast.ashford, "https://example.org/forum") == (None, None)
    assert recognise(cast.ashford, "https://x.com/jo/status/12") == ("x", None)
    x = AccountFactory(council=cast.ashford, platform="x", url="https://x.com/ashford")
    assert recognise(cast.ashford, "https://x.com/jo/status/12") == ("x", x)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "https://x.com/jo/status/12"}, "This address is on X, but the platform is Faceb"),
        ({"url": "https://192.168.0.1/x"}, "Enter a public web address"),
        ({"url": "javascript:alert(1)"}, "Enter an address that begins with https"),
        ({"platform": "x"}, "Correct one of them"),
        ({"account": None}, "Choose the account on which it stands"),
        ({"handle": "jo\u202egpj"}, "The handle holds a character that cannot be seen"),
        ({"handle": "jo\u200dsmith"}, "The handle holds a character that cannot be seen"),
        ({"handle": "jo\x07smith"}, "The handle holds a character that cannot be seen"),
        ({"author_name": "Jo \u2066Smith"}, "The name holds a character that cannot be seen"),
        ({"handle": "", "author_name": "Jo Smith"}, "A name alone does not tell people apart"),
        ({"handle": "a" * 121}, "The handle is longer than 120"),
        ({"handle": "@"}, "Enter the handle of whoever posted it"),
        ({"url": "https://[x/"}, "Enter a public web address"),
        ({"url": f"https://www.facebook.com/{'a' * 500}"}, "longer than 500 characters"),
        ({"account": None, "elsewhere": "x" * 201}, "The place is longer than 200"),
        ({"words": "x" * 10_001}, "The words are longer than 10,000"),
        ({"posted_at": timedelta(hours=1)}, "The time it was posted is in the future"),
        ({"seen_at": timedelta(hours=1)}, "The time it was seen is in the future"),
        (
            {"posted_at": timedelta(hours=-1), "seen_at": timedelta(hours=-2)},
            "It was seen before it was posted",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    moments = {k: timezone.now() + v for k, v in changes.items() if isinstance(v, timedelta)}
    with pytest.raises(RuleBroken, match=sentence):
        an_item(cast, **{**changes, **moments})
    assert not Item.objects.exists() and not Author.objects.exists()


def test_an_item_is_on_the_trail_without_anything_the_public_said(cast: Cast) -> None:
    item = an_item(cast, author_name="Rex Roe", platform_id="990017")
    event = AuditEvent.objects.get(verb="item.logged")
    told = f"{event.detail.label} {event.detail.old} {event.detail.new}"
    assert item.reference == "M-0001" and "M-0001" in told
    for words in ("Rex", "990017", "useless", "comment_id"):
        assert words not in told
    assert "words_digest" in told


def test_words_lose_what_turns_their_direction_and_keep_their_lines(cast: Cast) -> None:
    item = an_item(cast, words="\u202eYou\u202c\r\nrat 👩\u200d🚒\x00 ")
    assert item.words == "You\nrat 👩\u200d🚒"


def test_a_profile_is_known_again_by_handle_and_by_address(cast: Cast) -> None:
    first = an_item(cast, handle="@Rex.Roe", author_name="Rex Roe")
    again = an_item(cast, handle="https://www.facebook.com/rex.roe", author_name="R")
    assert first.author == again.author != an_item(cast, handle="@rex.roes").author
    assert (first.author_name, again.author_name) == ("Rex Roe", "R")


def test_a_new_handle_of_a_known_number_is_kept_and_linked(cast: Cast) -> None:
    """Until somebody says that they are two people after all."""
    first = an_item(cast, handle="old.name", platform_id="990017").author
    renamed = an_item(cast, handle="new.name", platform_id="990017").author
    assert first and renamed and renamed.handle == "new.name"
    assert list(same_person(fresh(first))) == [first, renamed]
    assert AuthorLink.objects.get().reason == "The platform has the same number for both."
    unlink_author(author=fresh(renamed), reason="A typing mistake", actor=cast.cora)
    an_item(cast, handle="new.name", platform_id="990017")
    assert list(same_person(fresh(first))) == [first]


@pytest.mark.parametrize("restricted", [(True, False), (False, True)])
def test_the_number_of_a_restricted_item_joins_nobody(
    cast: Cast, restricted: tuple[bool, bool]
) -> None:
    for handle, hidden in zip(("secret", "jo"), restricted, strict=True):
        an_item(cast, handle=handle, platform_id="990017", restricted=hidden)
    assert not AuthorLink.objects.exists()


def test_the_trail_tells_whether_somebody_was_put_in_the_place_of_who_posted(cast: Cast) -> None:
    item = an_item(cast)
    assert item.author
    told = AuditEvent.objects.get(verb="item.logged").detail.new
    assert digest_of("facebook\nRex.Roe\n") in told


def test_a_restricted_item_is_shown_to_nobody_else(cast: Cast) -> None:
    item = an_item(cast)
    restrict_item(item=item, actor=cast.cora)
    assert not cast.ashford.items.for_everyone().exists()
    with pytest.raises(Stale, match="restricted already"):
        restrict_item(item=item, actor=cast.cora)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Item.objects.update(restricted=False)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Author, {"handle": "somebody.else"}),
        (Author, {"platform": "x"}),
        (Item, {"author_name": "Jo"}),
        (Item, {"url": "https://example.org/"}),
        (Item, {"seen_said": False}),
    ],
)
def test_the_database_refuses_to_rewrite_who_posted_what(
    cast: Cast, model: Any, change: dict[str, Any]
) -> None:
    an_item(cast, author_name="Rex")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.update(**change)


def profiles(cast: Cast, *handles: str) -> list[Author]:
    return [author_for(cast.ashford, platform="facebook", handle=one) for one in handles]


def test_profiles_are_linked_by_a_human_with_a_reason_and_unlinked_likewise(cast: Cast) -> None:
    a, b, c, d = profiles(cast, "zaphod", "bb", "cc", "dd")
    with pytest.raises(RuleBroken, match="how you know"):
        link_authors(author=a, other=b, reason=" ", actor=cast.cora)
    link_authors(author=d, other=c, reason="Says so.", actor=cast.cora)
    link_authors(author=b, other=a, reason="Same photograph.", actor=cast.cora)
    link_authors(author=b, other=d, reason="Same words.", actor=cast.cora)
    assert list(same_person(fresh(c))) == [a, b, c, d]
    with pytest.raises(Stale, match="one person’s already"):
        link_authors(author=fresh(c), other=fresh(a), reason="x", actor=cast.cora)
    unlink_author(author=fresh(a), reason="It is his brother.", actor=cast.cora)
    assert list(same_person(fresh(a))) == [a]
    assert list(same_person(fresh(d))) == [b, c, d]
    with pytest.raises(Stale, match="linked with no other"):
        unlink_author(author=fresh(a), reason="x", actor=cast.cora)
    assert AuthorLink.objects.count() == 4
    assert "zaphod" not in str(list(AuditEvent.objects.values_list("detail__new", "detail__label")))


def test_one_profile_is_not_linked_with_itself_nor_with_another_council(cast: Cast) -> None:
    (a,) = profiles(cast, "aa")
    with pytest.raises(RuleBroken, match="the same profile"):
        link_authors(author=a, other=a, reason="x", actor=cast.cora)
    with pytest.raises(RuleBroken, match="500 characters or fewer"):
        link_authors(author=a, other=a, reason="x" * 501, actor=cast.cora)
    strange = author_for(cast.barham, platform="facebook", handle="aa")
    with pytest.raises(CrossCouncil):
        link_authors(author=a, other=strange, reason="x", actor=cast.cora)


def fresh(author: Author) -> Author:
    return Author.objects.select_related("council").get(pk=author.pk)
