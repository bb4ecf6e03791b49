"""What may follow a draft or a decision, for tests: made by the actions that people use."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Person
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import approve_draft, create_draft, reject_draft, submit_draft
from moderation.drafts.actions.advice import ask_advice
from moderation.drafts.actions.second_look import ask_review
from moderation.drafts.actions.series import Window, make_series
from moderation.drafts.actions.standing import propose_standing
from moderation.drafts.actions.standing_deciding import approve_standing
from moderation.drafts.models import Advice, Draft, Series, StandingApproval
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import a_draft, waiting

QUESTION = "May I name the shop that complained?"


def unchecked(cast: Cast) -> Draft:
    """Priya's own urgent draft, which she approved alone."""
    a_rulebook(cast.ashford, **RULES | {"urgent_alone": chosen(True)})
    draft = create_draft(
        council=cast.ashford, title="Burst main", working_copy={}, actor=cast.priya
    )
    content = Content(
        kind="new_post",
        title="Burst main",
        texts={cast.page: "Church Road is closed: a water main has burst."},
    )
    urgent = replace(content, particulars=Particulars(urgent="The road is flooding now."))
    submit_draft(draft=draft, content=urgent, version=1, actor=cast.priya)
    draft.refresh_from_db()
    assert draft.current
    approve_draft(
        draft=draft, digest=draft.current.digest, actor=cast.priya, alone="Val is on a train."
    )
    draft.refresh_from_db()
    return draft


def rejected(cast: Cast, draft: Draft | None = None) -> Draft:
    """A draft, Ana's unless one is given, which Priya rejected."""
    draft = draft or waiting(cast)
    assert draft.current
    reject_draft(
        draft=draft,
        digest=draft.current.digest,
        reason=None,
        note="It is not so.",
        actor=cast.priya,
    )
    draft.refresh_from_db()
    return draft


def reviewed(cast: Cast) -> Draft:
    """Ana's rejected draft, about which she asked for another look."""
    draft = rejected(cast)
    ask_review(draft=draft, reasons="Look again.", actor=cast.ana)
    return draft


def asked(draft: Draft, actor: Person, question: str = QUESTION) -> Advice:
    """A question about a draft, put to whom the rules name."""
    return ask_advice(draft=draft, question=question, actor=actor)


def asked_about(cast: Cast) -> Draft:
    """Ana's draft, about which she asked the proper officer."""
    draft = waiting(cast)
    ask_advice(draft=draft, question="May I name the shop?", actor=cast.ana)
    return draft


def a_standing(
    cast: Cast, *, author: Person | None = None, decided: bool = True
) -> StandingApproval:
    """A standing approval for road closures, Ana's unless said otherwise, which Priya gave."""
    standing = propose_standing(
        council=cast.ashford,
        title="Road closures",
        kind=Kind.NEW_POST,
        words="{place} is closed on {date}.",
        sites="",
        places="High Street\nChurch Road",
        accounts=[cast.page],
        starts_on=today(),
        ends_on=today() + timedelta(days=180),
        actor=author or cast.ana,
    )
    if not decided:
        return standing
    return approve_standing(standing=standing, digest=standing.digest, actor=cast.priya)


def a_series(cast: Cast) -> Series:
    """Ana's series of two."""
    first = timezone.now() + timedelta(days=1)
    return make_series(
        draft=a_draft(cast),
        content=Content(kind="new_post", title="Market", texts={cast.page: "Market today."}),
        windows=[
            Window(first + timedelta(days=7 * week), first + timedelta(days=7 * week + 1))
            for week in range(2)
        ],
        version=1,
        actor=cast.ana,
    )


def finished(cast: Cast) -> Draft:
    """Ana's draft as she could submit it."""
    typed = {
        "title": ["Market"],
        "kind": ["new_post"],
        "accounts": [str(cast.page.pk)],
        "text": ["The market is open today."],
    }
    return create_draft(council=cast.ashford, title="Market", working_copy=typed, actor=cast.ana)
