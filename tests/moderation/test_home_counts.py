"""Every count on Home opens a list with exactly that many rows, for each person there is."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Person
from moderation.demo.councils import COUNCILS, DemoCouncil
from moderation.demo.making import make_with_examples
from moderation.drafts.actions import request_changes
from moderation.drafts.actions.standing import propose_standing
from moderation.drafts.models import Draft
from moderation.posts.actions import note_scheduled, take_down_post
from tests.cast import Cast, a_member
from tests.moderation.drafting import approved, posted, waiting
from tests.moderation.following import a_standing, asked_about, reviewed, unchecked
from tests.moderation.permitting import a_permission
from tests.moderation.posting import ELSEWHERE, made_outside
from tests.moderation.suggesting import an_idea

As = Callable[[Person], Client]

#: A line of what waits: where it leads, and the number that it begins with.
LINE = re.compile(
    r'<a class="govuk-link govuk-!-font-weight-bold"\s+href="([^"]+)">(\d+) ([^<]+)</a>'
)
#: A row of a list that is no table.
REVIEW = re.compile(r'href="[^"]+/review/answer/"')


def counted(browser: Client, slug: str) -> Iterator[tuple[str, int]]:
    """The lines that wait on Home, each compared with its list."""
    home = browser.get(f"/c/{slug}/home/").content.decode()
    waits = home.split("<h1", 1)[1].split("What you can do", 1)[0]
    for url, number, words in LINE.findall(waits):
        page = browser.get(url.replace("&amp;", "&"))
        assert page.status_code == 200, url
        part = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
        if "#" in url:  # one of the page's lists
            part = part.split(f'id="{url.partition("#")[2]}"', 1)[1]
            part = re.split("</table>|</ul>", part, maxsplit=1)[0]
        assert rows(part, words) == int(number), f"{number} {words}: {url}"
        yield words, int(number)


def rows(main: str, words: str) -> int:
    """How many rows a list has, on its one page."""
    if words.startswith("rejection"):
        return len(REVIEW.findall(main))
    if words.startswith(("rule to look at", "rules to look at")):
        return main.count('name="rule"')
    if words.startswith("rule"):
        return main.count("govuk-summary-list__row")
    if words.endswith("to look at: pre-election period"):  # among all that falls in it
        kind = "D-" if "draft" in words else "P-"
        return sum("To look at" in row and f">{kind}" in row for row in main.split("<tr"))
    if "<tbody" not in main:
        return main.count("<li")
    tables = re.findall(r"<tbody.*?</tbody>", main, re.DOTALL)
    return sum(table.count("<tr") for table in tables)


@pytest.mark.parametrize("made", COUNCILS, ids=lambda made: made.slug)
def test_in_the_demonstration_each_count_is_that_of_its_list(
    made: DemoCouncil, db: None, as_: As, settings: Any, tmp_path: Path
) -> None:
    kept: dict[str, Any] = configured.STORAGES
    settings.STORAGES = kept | {"files": kept["files"] | {"OPTIONS": {"location": tmp_path}}}
    council = make_with_examples(made)
    seen: list[tuple[str, int]] = []
    for one in made.people:
        person = Person.objects.get(email=f"{one.mailbox}@{made.slug}.example")
        seen += counted(as_(person), council.slug)
    assert seen


@pytest.fixture
def midweek() -> Iterator[None]:
    """A Wednesday, before which the office was not closed."""
    with time_machine.travel(datetime(2027, 3, 10, 12, tzinfo=UTC)):
        yield


def sent_back(cast: Cast, author: Person) -> Draft:
    draft = waiting(cast, author=author, title=f"By {author}")
    assert draft.current
    request_changes(
        draft=draft, digest=draft.current.digest, reason=None, note="Say when.", actor=cast.priya
    )
    return draft


def scheduled(cast: Cast) -> Draft:
    draft = approved(cast, title="Next week")
    assert draft.current
    note_scheduled(
        target=draft.current.targets.get(),
        goes_out_at=timezone.now() + timedelta(days=1),
        digest=draft.current.digest,
        actor=cast.cora,
    )
    return draft


def test_each_count_is_that_of_its_list_among_much_else(midweek: None, cast: Cast, as_: As) -> None:
    """Of each kind one that counts, and beside it one that must not."""
    sent_back(cast, cast.ana)
    sent_back(cast, cast.cora)
    take_down_post(post=posted(cast), reason="It is wrong.", actor=cast.priya, record_copy="Box 3")
    scheduled(cast)
    approved(cast, title="To be posted")
    waiting(cast, title="To be decided")
    waiting(cast, title="By tonight", not_after=timezone.now() + timedelta(hours=6))
    for days in (7, 8):
        permission = a_permission(cast, "Kim")
        permission.expires_on = today() + timedelta(days=days)
        permission.save()
    waiting(cast, author=cast.priya, title="Not by its author")
    a_standing(cast)
    a_standing(cast, decided=False)
    propose_standing(
        council=cast.ashford,
        title="The clerk's own",
        kind=Kind.NEW_POST,
        words="{place} is open again on {date}.",
        sites="",
        places="High Street",
        accounts=[cast.page],
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=9),
        actor=cast.priya,
    )
    asked_about(cast)
    reviewed(cast)
    made_outside(cast)
    made_outside(cast, by=cast.priya, url=f"{ELSEWHERE}8")
    an_idea(cast)
    unchecked(cast)
    found = {
        name: dict(counted(as_(getattr(cast, name)), "ashford"))
        for name in ("ana", "priya", "cora", "adam", "rita", "dev")
    }
    assert found["ana"] == {"draft of yours to change": 1}
    assert found["priya"] == {
        "draft to decide within 24 hours": 1,
        "drafts to decide": 2,
        "question for you": 1,
        "rejection to look at again": 1,
        "standing approval to decide": 1,
        "post made outside councilsm to decide about": 1,
    }
    assert found["cora"] == {
        "draft of yours to change": 1,
        "approved drafts to post and record": 2,
        "idea to answer": 1,
        "change to a post to make on the platform": 1,
        "permission to show people to renew or let end": 1,
    }
    unset = sum(
        not rule.is_set for _, rule in Council.objects.get(pk=cast.ashford.pk).rulebook.each()
    )
    assert found["adam"] == {"gaps in the registers": 2, "rules not set": unset}
    assert found["rita"] == found["dev"] == {}


def test_one_looks_again_at_what_others_asked_for(cast: Cast, as_: As) -> None:
    """Priya gave both and was the clerk until yesterday; Paul, who wrote one, is now."""
    paul = a_member(cast.ashford, "Paul", "town-clerk")
    a_standing(cast)
    a_standing(cast, author=paul)
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.ashford.appointments.filter(membership__person=cast.priya).update(ends_on=yesterday)
    assert dict(counted(as_(paul), "ashford")) == {"standing approval to look at again": 1}
    assert dict(counted(as_(cast.priya), "ashford")) == {}
    again = as_(cast.priya).get("/c/ashford/standing-approvals/?show=again").text
    assert "SA-000" not in again
