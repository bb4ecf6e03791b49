"""The page of what a pre-election period catches says so, and names who looks at it."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.dates import today
from accounts.people.models import Appointment, Person
from tests.cast import Cast
from tests.moderation.drafting import approved, posted
from tests.moderation.electing import (
    LOOK,
    PERIOD,
    TO_CANCEL,
    a_period,
    look,
    scheduled,
    stays,
    words,
)
from tests.moderation.posting import address

As = Callable[[Person], Client]


class TestNotices:
    """The page of what a period catches says so, and leads whoever may to where it is decided."""

    def test_a_draft_names_the_period_and_who_looks(self, cast: Cast, as_: As) -> None:
        draft = approved(cast)
        priya, ana, page = as_(cast.priya), as_(cast.ana), draft.get_absolute_url()
        assert "pre-election period" not in words(priya, page)
        a_period(cast, begins=-1)
        a_period(cast, begins=-2, area="East Ward")
        shown = words(priya, page)
        assert f'href="{LOOK}"' in priya.get(page).text
        assert "“High Street is closed" in shown
        assert "PE-0001: By-election, West Ward, from" in shown
        assert "PE-0002: By-election, East Ward, from" in shown
        theirs = words(ana, page)
        assert "PE-0001: By-election, West Ward" in theirs and LOOK not in ana.get(page).text
        assert "The Town Clerk looks at it. Today that is Priya." in theirs
        priya.post(LOOK, look(draft))
        assert "PE-0001: By" not in words(ana, page) and "PE-0002: By" in words(ana, page)
        priya.post(LOOK.replace("PE-0001", "PE-0002"), look(draft, number=2))
        assert "pre-election period, PE" not in words(ana, page)

    def test_where_nobody_is_there_to_look_it_says_so(self, cast: Cast, as_: As) -> None:
        draft = approved(cast)
        a_period(cast)
        Appointment.objects.filter(membership__person=cast.priya).update(
            ends_on=today() - timedelta(days=1)
        )
        assert "nobody is there for that today" in words(as_(cast.ana), draft.get_absolute_url())

    def test_whoever_would_post_it_is_led_to_who_looks(self, cast: Cast, as_: As) -> None:
        draft = approved(cast)
        a_period(cast)
        theirs = words(as_(cast.cora), address(draft))
        assert "It must not be posted" in theirs and "Today that is Priya." in theirs

    def test_a_post_that_went_out_in_it_leads_there_too(self, cast: Cast, as_: As) -> None:
        post = posted(cast)
        priya, page = as_(cast.priya), post.get_absolute_url()
        assert "pre-election period" not in words(priya, page)
        a_period(cast, begins=-1)
        link = f'href="{PERIOD}posts/{post.reference}/"'
        assert link in priya.get(page).text
        theirs = as_(cast.ana).get(page).text
        assert link not in theirs and "Today that is Priya." in theirs
        priya.post(f"{PERIOD}posts/{post.reference}/", stays("It is a fact."))
        assert link not in priya.get(page).text

    def test_a_task_to_unschedule_leads_to_the_draft(self, cast: Cast, as_: As) -> None:
        draft = approved(cast)
        scheduled(cast, draft)
        a_period(cast)
        assert f'href="{draft.get_absolute_url()}"' in as_(cast.cora).get(TO_CANCEL).text
        assert "Today that is Priya." in words(as_(cast.cora), draft.get_absolute_url())
