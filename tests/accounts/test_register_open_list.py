"""The register takes every kind of social media, on whatever platform, and one platform once."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.grants.actions.due import end_due_grants
from accounts.people.models import Person
from accounts.register.identity import identify
from accounts.register.levels import Level
from accounts.register.models import OfficialAccount
from accounts.register.ours import names_meant
from councilsm.inbox.models import OutboxMessage
from tests.accounts.granting import granted
from tests.accounts.importing import a_csv, imported, outcomes
from tests.accounts.registering import ADMIN, LIST, another, as_it_is, proposed
from tests.cast import Cast
from tests.moderation.drafting import waiting
from tests.moderation.logging_ import log

As = Callable[[Person], Client]
ADD = f"{ADMIN}add/"

#: One of each sort that Dunstable counts: its kind as the register calls it, and what is typed.
KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "network": (
        "Page or profile",
        {"kind": "page", "url": "https://www.instagram.com/ashfordtc", "handle": "ashfordtc"},
    ),
    "messaging": (
        "Messaging group",
        {
            "kind": "messaging",
            "platform": "whatsapp",
            "handle": "Flood wardens",
            "url": "https://chat.whatsapp.com/AbCdEf123",
        },
    ),
    "podcast": (
        "Blog, vlog or podcast",
        {
            "kind": "podcast",
            "platform_name": "Spotify",
            "handle": "council-talk",
            "url": "https://open.spotify.com/show/council-talk",
        },
    ),
    "forum": (
        "Group or forum",
        {
            "kind": "group",
            "platform_name": "Discourse",
            "handle": "ashford-forum",
            "url": "https://forum.ashford.example/",
        },
    ),
    "campaign site": (
        "Website for one purpose",
        {
            "kind": "microsite",
            "platform": "other",
            "handle": "save-the-pool",
            "url": "https://savethepool.example/",
        },
    ),
    "comments by others": (
        "Review or comment page",
        {
            "kind": "reviews",
            "platform_name": "TripAdvisor",
            "handle": "ashford-museum",
            "url": "https://www.tripadvisor.co.uk/ashford-museum",
        },
    ),
}


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the form for a new account posts; platform and handle are found where they can be."""
    return {
        "council": cast.ashford.pk,
        "platform": "",
        "name": "Our own",
        "kind": "page",
        "handle": "",
        "is_public": "on",
        **more,
    }


def on_paper(browser: Client) -> list[dict[str, str]]:
    """The rows of the register of accounts as a spreadsheet."""
    response: Any = browser.get("/c/ashford/registers/accounts.csv")
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.clause("DTC-def-a")
@pytest.mark.parametrize(("called", "wanted"), KINDS.values(), ids=list(KINDS))
def test_every_kind_of_social_media_is_taken(
    cast: Cast, as_: As, called: str, wanted: dict[str, str]
) -> None:
    adam = as_(cast.adam)
    assert adam.post(ADD, typed(cast, **wanted)).status_code == 302
    added = OfficialAccount.objects.get(name="Our own")
    assert added.kind == wanted["kind"]
    assert called in adam.get(f"{LIST}{added.pk}/").text
    assert "Our own" in adam.get(LIST).text
    row = next(row for row in on_paper(adam) if row["Name"] == "Our own")
    assert row["What it is"] == called


def test_what_is_no_kind_is_refused(cast: Cast, as_: As) -> None:
    url = "https://www.instagram.com/ashfordtc"
    assert as_(cast.adam).post(ADD, typed(cast, kind="fax", url=url)).status_code == 200
    assert not OfficialAccount.objects.filter(name="Our own").exists()


@pytest.mark.clause("LLTC-3.3-a")
def test_a_platform_that_nobody_thought_of_is_added_by_its_name(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    flickr = {"handle": "ashfordtc", "url": "https://www.flickr.com/photos/ashfordtc"}
    assert adam.post(ADD, typed(cast, platform_name=" Flickr ", **flickr)).status_code == 302
    added = OfficialAccount.objects.get(name="Our own")
    assert (added.platform, added.platform_name) == ("other", "Flickr")
    assert str(added) == "Flickr: Our own"
    for page in (LIST, f"{LIST}{added.pk}/", ADMIN):
        assert "Flickr" in adam.get(page).text
    assert next(row["Platform"] for row in on_paper(adam) if row["Name"] == "Our own") == "Flickr"
    public = json.loads(Client().get("/c/ashford/official-accounts.json").content)
    assert "Flickr" in {account["platform_name"] for account in public["accounts"]}
    assert "Flickr" in Client().get("/c/ashford/official-accounts/").text


def test_one_name_on_two_such_platforms_is_two_accounts(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)

    def added(name: str, platform: str, host: str) -> Any:
        url = f"https://www.{host}/ashfordtc"
        named = {"name": name, "platform_name": platform, "handle": "ashfordtc", "url": url}
        return adam.post(ADD, typed(cast, **named, platform_ref="77"))

    assert added("Pictures", "Flickr", "flickr.com").status_code == 302
    assert added("Notes", "Tumblr", "tumblr.com").status_code == 302
    again = added("Pictures again", "flickr", "flickr.example")
    assert "already on your register" in again.text
    headings = ("Address", "Name", "Platform", "Handle", "The platform’s own number")
    rows = (("https://www.vimeo.com/ashfordtc", "Films", "Vimeo", "ashfordtc", "77"),)
    file = imported(adam, "accounts", a_csv(headings, *rows))
    assert outcomes(file) == {2: "done"}, list(file.rows.values())
    there = OfficialAccount.objects.filter(handle="ashfordtc", platform="other")
    assert {str(one) for one in there} == {"Flickr: Pictures", "Tumblr: Notes", "Vimeo: Films"}
    assert set(there.values_list("platform_ref", flat=True)) == {"77"}


@pytest.mark.database
def test_one_number_of_a_platform_is_one_account_however_its_name_is_written(
    cast: Cast, as_: As
) -> None:
    adam = as_(cast.adam)
    first = typed(cast, platform_name="Flickr", handle="a", url="https://flickr.com/a")
    assert adam.post(ADD, {**first, "platform_ref": "77"}).status_code == 302
    second = typed(cast, platform_name="FLICKR", handle="b", url="https://flickr.com/b")
    refused = adam.post(ADD, {**second, "platform_ref": "77"})
    assert "Another account on your register has this number" in refused.text
    row = OfficialAccount.objects.get(handle="a")
    row.pk, row.handle, row.platform_name = None, "b", "FLICKR"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    row.platform_name = "Tumblr"
    row.save(force_insert=True)


@pytest.mark.clause("LLTC-3.3-a")
@pytest.mark.parametrize("called", ["Twitter", "X", "twitter", " X (Twitter)"])
def test_twitter_and_x_are_one_platform(cast: Cast, as_: As, called: str) -> None:
    adam = as_(cast.adam)
    first = typed(cast, platform_name=called, handle="AshfordTC", url="https://x.com/AshfordTC")
    assert adam.post(ADD, first).status_code == 302
    added = OfficialAccount.objects.get(name="Our own")
    assert (added.platform, added.platform_name) == ("x", "")
    again = typed(cast, name="Again", platform="x", handle="AshfordTC", url=added.url)
    old = {**again, "platform": "", "platform_name": "Twitter"}
    for sent in (again, old, {**old, "url": "https://twitter.com/AshfordTC"}):
        assert "already on your register" in adam.post(ADD, sent).text
    assert OfficialAccount.objects.filter(platform="x").count() == 1


@pytest.mark.clause("LLTC-3.3-a")
def test_nextdoor_is_chosen_or_typed(cast: Cast, as_: As) -> None:
    url = "https://nextdoor.co.uk/agency-detail/ashford"
    sent = typed(cast, platform_name="Nextdoor", handle="ashford", url=url)
    assert as_(cast.adam).post(ADD, sent).status_code == 302
    assert OfficialAccount.objects.get(name="Our own").platform == "nextdoor"


def test_a_name_and_another_choice_are_asked_about(cast: Cast, as_: As) -> None:
    sent = typed(
        cast, platform="facebook", platform_name="Flickr", handle="a", url="https://flickr.com/a"
    )
    page = as_(cast.adam).post(ADD, sent)
    assert "Leave this empty, or choose “Another platform”" in page.text
    assert "Flickr" in page.text
    assert not OfficialAccount.objects.filter(name="Our own").exists()


def test_it_is_proposed_changed_and_imported_by_the_same_names(cast: Cast, as_: As) -> None:
    new = "/c/ashford/accounts/new/"
    sent = proposed(platform="", platform_name="Tumblr", handle="ashfordyouth")
    assert as_(cast.ana).post(new, sent).status_code == 302
    asked = OfficialAccount.objects.get(name="Youth council")
    assert (str(asked), asked.status) == ("Tumblr: Youth council", "proposed")
    adam = as_(cast.adam)
    renamed = as_it_is(asked, platform_name="Tumblr (Automattic)")
    assert adam.post(f"{ADMIN}{asked.pk}/change/", renamed).status_code == 302
    asked.refresh_from_db()
    assert asked.platform_name == "Tumblr (Automattic)"
    file = imported(
        adam,
        "accounts",
        a_csv(
            ("Address", "Name", "Platform", "Handle"),
            ("https://wiki.ashford.example/", "History", "MediaWiki", "history"),
            ("https://x.com/AshfordTC", "News", "Twitter", ""),
        ),
    )
    assert outcomes(file) == {2: "done", 3: "done"}, list(file.rows.values())
    imported_ones = OfficialAccount.objects.filter(name__in=["History", "News"])
    assert {str(one) for one in imported_ones} == {"MediaWiki: History", "X: News"}


def test_light_rows_call_it_so_too(
    cast: Cast, as_: As, travel: Callable[[date], None], queries: Callable[..., Any]
) -> None:
    """Lists that read values and no objects: drafts, the log, access that ran out."""
    flickr = another(
        cast,
        name="Pictures",
        platform="other",
        platform_name="Flickr",
        handle="ashfordtc",
        url="https://www.flickr.com/photos/ashfordtc",
    )
    granted(cast, what=flickr, level=Level.EDITOR, ends_on=today())
    waiting(cast, accounts=[flickr])
    log(cast, account=flickr, platform="other", url="https://www.flickr.com/photos/1")
    for page in ("drafts/", "moderation/"):
        assert (
            "Flickr: Pictures"
            in as_(cast.cora if page == "moderation/" else cast.ana).get(f"/c/ashford/{page}").text
        )
    identity = identify(flickr.url)
    assert identity
    with queries(at_most=1):
        (name,) = names_meant(cast.ashford, identity)
        assert str(name.account) == "Flickr: Pictures"
    travel(today() + timedelta(days=1))
    OutboxMessage.objects.all().delete()
    end_due_grants(grants=list(cast.ashford.access_grants.values_list("pk", flat=True)), on=today())
    assert "Flickr: Pictures" in OutboxMessage.objects.get().subject
