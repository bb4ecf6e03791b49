"""Where people arrive: their councils, a council's home, and its colour."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from moderation.checks.content import Content
from moderation.drafts.actions import create_draft, submit_draft
from tests.accounts.caretaking import with_caretaker
from tests.accounts.leaving import leaves
from tests.accounts.setting_up import before_setup
from tests.cast import RULES, Cast, CouncilFactory, PersonFactory, a_member, a_rulebook
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"


def words(browser: Client, url: str) -> str:
    return " ".join(browser.get(url).content.decode().split())


def test_one_council_opens_by_itself(cast: Cast, as_: As) -> None:
    assert as_(cast.ana).get("/councils/").url == HOME


def test_several_councils_are_listed_with_the_offices_held_there(cast: Cast, as_: As) -> None:
    a_member(cast.barham, "Ana", "auditor")
    page = words(as_(cast.ana), "/councils/")
    assert page.index(HOME) < page.index("Events Officer")
    assert page.index("/c/barham/home/") < page.index("Internal Auditor")
    assert page.count("Nothing needs you today.") == 2


def test_a_locum_sees_first_the_council_where_most_is_to_be_decided_today(
    cast: Cast, as_: As, queries: Any
) -> None:
    a_member(cast.barham, "Priya", "town-clerk", "administrator")
    tonight = timezone.now() + timedelta(hours=9)
    waiting(cast, title="Not before next week")
    locum = as_(cast.priya)
    locum.get("/councils/")
    page = words(locum, "/councils/")
    assert page.index("Ashford Town Council</a>") < page.index("Barham Town Council</a>")
    in_barham = create_draft(
        council=cast.barham, title="Tonight", working_copy={}, actor=cast.oscar
    )
    text = {cast.barham.official_accounts.get(): "The hall is closed."}
    content = Content(kind="new_post", title="Tonight", texts=text, not_after=tonight)
    submit_draft(draft=in_barham, content=content, version=1, actor=cast.oscar)
    with queries(at_most=70):  # two Homes
        page = words(locum, "/councils/")
    barham, ashford = page.split('<section class="govuk-summary-card')[1:3]
    assert "/c/barham/home/" in barham and 'Decide today <span class="app-count">1<' in barham
    assert "1 draft to decide within 24 hours<" in barham
    assert 'href="/c/barham/home/#today"' in barham
    assert "/c/barham/" not in ashford and "1 draft to decide<" in ashford


def test_in_councils_without_ones_second_factor_nothing_is_told(
    cast: Cast, as_: As, settings: Any
) -> None:
    a_member(cast.barham, "Priya", "town-clerk")
    waiting(cast)
    browser = as_(cast.priya)
    assert "1 draft to decide" in words(browser, "/councils/")
    settings.SECOND_FACTOR_REQUIRED = True
    page = words(browser, "/councils/")
    assert "to decide" not in page
    assert page.count("Set up your second factor") == 2


def test_many_councils_are_only_listed(cast: Cast, as_: As, queries: Any) -> None:
    waiting(cast)
    browser = as_(cast.priya)
    for number in range(10):
        council = CouncilFactory(slug=f"place-{number}")
        a_rulebook(council, **RULES)
        a_member(council, "Priya", "town-clerk")
    browser.get("/councils/")  # the rules of each are read once in a process
    with queries(at_most=5):
        page = words(browser, "/councils/")
    assert page.count("/home/") == 11 and "to decide" not in page


def test_changing_council_is_offered_to_those_who_have_several(cast: Cast, as_: As) -> None:
    assert "Change council" not in words(as_(cast.ana), HOME)
    a_member(cast.barham, "Ana", "auditor")
    assert "Change council" in words(as_(cast.ana), HOME)
    ended = a_member(cast.barham, "Priya")
    ended.memberships.filter(council=cast.barham).update(ends_on=today() - timedelta(days=1))
    assert "Change council" not in words(as_(cast.priya), HOME)


def test_the_council_is_named_once_in_sight(cast: Cast, as_: As) -> None:
    page = words(as_(cast.ana), HOME).split("<body", 1)[1]
    assert page.count("Ashford Town Council") == 1


def test_home_names_offices_that_nobody_holds(cast: Cast, as_: As) -> None:
    assert "Vacant office" not in words(as_(cast.adam), HOME)
    cast.ashford.appointments.filter(office__key="auditor").update(
        ends_on=today() - timedelta(days=1)
    )
    page = words(as_(cast.adam), HOME)
    assert "Vacant office: Internal Auditor</a>" in page
    assert "Vacant office" not in words(as_(cast.ana), HOME)


def test_home_says_when_nothing_waits(cast: Cast, as_: As) -> None:
    assert "Nothing needs you today." in words(as_(cast.ana), HOME)


def test_a_councillor_is_offered_the_short_form(cast: Cast, as_: As) -> None:
    assert 'href="/c/ashford/ideas/new/">Send an idea</a> <p' in words(as_(cast.dev), HOME)
    assert "/c/ashford/ideas/new/" not in words(as_(cast.ana), HOME)


def test_somebody_who_left_sees_no_council(cast: Cast, as_: As) -> None:
    page = words(as_(cast.leo), "/councils/")
    assert "You do not belong to a council" in page
    assert "Your last day at Ashford Town Council was" in page
    assert "/c/ashford/" not in page


@pytest.mark.django_db
def test_where_no_council_is_set_up_the_page_says_how(as_: As) -> None:
    page = words(as_(PersonFactory(name="Sam")), "/councils/")
    assert "<code>manage.py setup</code>" in page
    assert "ask its clerk" not in page


def test_home_leads_to_what_each_may_do(cast: Cast, as_: As, queries: Any) -> None:
    anas, adams = as_(cast.ana), as_(cast.adam)
    with queries(at_most=18):  # the rules among them
        page = words(anas, HOME)
    assert "/c/ashford/drafts/new/" in page
    assert '"/c/ashford/people/"' not in page
    assert '"/c/ashford/people/"' in words(adams, HOME)


def test_home_tells_who_leaves_that_they_do_unless_they_are_not_told(cast: Cast, as_: As) -> None:
    leaves(cast)
    leaves(cast, cast.cora, kind="dismissal")
    page = words(as_(cast.ana), HOME)
    assert '"/c/ashford/leavers/L-0001/">You leave: what is planned</a>' in page
    assert "Your rights here end on" in page and "Nothing needs you" not in page
    for who in (cast.cora, cast.priya):
        assert "You leave" not in words(as_(who), HOME)


def test_home_leads_the_caretaker_to_their_page_while_the_clerk_is_there(
    cast: Cast, as_: As
) -> None:
    dev = with_caretaker(cast)
    assert "/c/ashford/caretaker/" in words(as_(dev), HOME).split("What you can do")[1]
    assert "When the clerk is gone" not in words(as_(cast.priya), HOME)


def test_home_counts_what_is_left_of_setup_for_who_manages_rules(cast: Cast, as_: As) -> None:
    council = before_setup(cast)
    council.setup_left = council.setup_left[:4]
    council.save()
    page = words(as_(cast.adam), HOME)
    assert "4 questions left" in page
    assert "/c/ashford/setup/" in page
    not_set = sum(not rule.is_set for _, rule in council.rulebook.each())
    assert f"{not_set} rules not set</a>" in page


def test_home_does_not_trouble_others_with_setup(cast: Cast, as_: As) -> None:
    before_setup(cast)
    page = words(as_(cast.ana), HOME)
    assert "questions left" not in page
    assert "/c/ashford/setup/" not in page


@pytest.mark.parametrize("who", ["leo", "oscar"])
def test_home_is_not_there_for_others(cast: Cast, as_: As, who: str) -> None:
    assert as_(getattr(cast, who)).get(HOME).status_code == 404


def test_colour_is_a_stylesheet_for_everybody(cast: Cast, client: Client) -> None:
    cast.ashford.colour = "#4a2370"
    cast.ashford.save()
    sheet = client.get("/c/ashford/theme.css")
    assert "--govuk-brand-colour:#4a2370" in sheet.content.decode()
    assert sheet["Content-Type"].startswith("text/css")
    assert "public" in sheet["Cache-Control"]
    assert "max-age" in sheet["Cache-Control"]


@pytest.mark.django_db
def test_no_colour_where_there_is_no_council(client: Client) -> None:
    assert client.get("/c/nowhere/theme.css").status_code == 404
