"""Pre-election periods for tests, recorded as people record them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.inbox.deadlines import PROVIDERS, Deadline
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import approve_draft, submit_draft
from moderation.drafts.models import Draft, Target
from moderation.posts.actions import note_scheduled
from policies.elections.actions import add_period, add_profile
from policies.elections.models import Period, Profile
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import a_draft, approved, posted, waiting

PERIOD = "/c/ashford/pre-election/PE-0001/"
HOME = "/c/ashford/home/"
LOOK = f"{PERIOD}drafts/D-0001/"
TO_CANCEL = "/c/ashford/posts/changes/?show=scheduled"
#: Leads to the profile of `a_profile`.
LED = "Ask @Deva_Jones about the bins."


def a_period(
    cast: Cast,
    begins: int = -3,
    lasts: int = 20,
    *,
    notice_on: date | None = None,
    poll_on: date | None = None,
    **said: Any,
) -> Period:
    """A by-election that Adam has recorded.

    Args:
        begins: days from today to the notice; before it where it is less than none.
        lasts: days from the notice to the poll.
    """
    first = notice_on or today() + timedelta(days=begins)
    values = {"kind": "by_election", "area": "West Ward", "actor": cast.adam, **said}
    last = poll_on or first + timedelta(days=lasts)
    return add_period(council=cast.ashford, notice_on=first, poll_on=last, **values)


def a_profile(cast: Cast, handle: str = "@deva_jones", actor: Person | None = None) -> Profile:
    """A councillor's own profile, on the list."""
    return add_profile(
        council=cast.ashford,
        who="councillor",
        name="Deva Jones",
        platform="facebook",
        handle=handle,
        actor=actor or cast.adam,
    )


def promotes_nobody(cast: Cast) -> None:
    """Gives Ashford the rule that no profile is promoted before an election."""
    a_rulebook(cast.ashford, **RULES | {"no_promotion": chosen(True)})


def scheduled(cast: Cast, draft: Draft, days: float = 2) -> Target:
    """Cora has scheduled it on the platform."""
    assert draft.current
    target = draft.current.targets.get()
    at = timezone.now() + timedelta(days=days)
    note_scheduled(target=target, goes_out_at=at, digest=draft.current.digest, actor=cast.cora)
    return target


def look(
    draft: Draft, decision: str = "keep", reason: str = "It affects no vote.", number: int = 1
) -> Any:
    """What the page sends on which something approved is looked at again."""
    assert draft.current
    digest = draft.current.digest
    return {"decision": decision, "digest": digest, **stays(reason, number)}


def stays(reason: str, number: int = 1) -> dict[str, str]:
    """What the page sends on which a post is looked at, for the days of the period as they are."""
    since = Period.objects.get(number=number).dates_set_at.isoformat()
    return {"reason": reason, "dates_set_at": since}


def approved_in(cast: Cast) -> Draft:
    """A draft that Priya has approved for a period, with her reason."""
    draft = waiting(cast, title="Bins")
    assert draft.current
    approve_draft(
        draft=draft, digest=draft.current.digest, actor=cast.priya, in_period="Bins are emptied."
    )
    draft.refresh_from_db()
    return draft


def settled(
    cast: Cast, text: str = LED, also: dict[OfficialAccount, str] | None = None, **said: str
) -> Draft:
    """A draft that Priya has approved for the period, in which it may go out.

    Args:
        also: its words on other accounts.
    """
    draft = a_draft(cast, title="Bins")
    texts = {cast.page: text, **(also or {})}
    content = Content("new_post", "Bins", texts, (), Particulars(**said))
    submit_draft(draft=draft, content=content, version=1, actor=cast.ana)
    digest = Draft.objects.get(pk=draft.pk).current.digest
    approve_draft(draft=draft, digest=digest, actor=cast.priya, in_period="Bins are emptied.")
    draft.refresh_from_db()
    return draft


def said(cast: Cast, text: str = "The library is open.", **changes: Any) -> Content:
    """A new post on Ashford's page; particulars by name."""
    names = set(changes) & set(Particulars.model_fields)
    particulars = Particulars(**{name: changes.pop(name) for name in names})
    values = {"kind": "new_post", "title": "Library", **changes}
    return Content(texts={cast.page: text}, particulars=particulars, **values)


def words(browser: Client, page: str) -> str:
    """A page, each run of blanks as one."""
    return " ".join(browser.get(page).text.split())


def told(cast: Cast, start: str) -> list[Deadline]:
    """The deadlines of the clock whose keys begin so."""
    councils = [cast.ashford.pk]
    found = [each for tell in PROVIDERS for each in tell(councils, today())]
    return [deadline for deadline in found if deadline.key.startswith(start)]


def caught(cast: Cast) -> list[Any]:
    """Something approved, and the period that was recorded after it."""
    draft = approved(cast)
    return [a_period(cast).number, draft.number]


def caught_when_out(cast: Cast) -> list[Any]:
    """A post that went out in a period that was recorded after it."""
    post = posted(cast)
    return [a_period(cast).number, post.number]


#: For the table of access.
PRE_ELECTION: dict[str, Callable[[Cast], list[Any]]] = {
    "pre_election:draft": caught,
    "pre_election:post": caught_when_out,
    "pre_election:accounts": lambda cast: [a_period(cast).number],
    "pre_election:account": lambda cast: [a_period(cast).number, cast.page.pk],
}
