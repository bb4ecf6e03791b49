"""What a page of policies leads to: the next step for whoever keeps them, and no false one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from policies.documents.models import Asked, Part, Policy, Version
from policies.reviews.actions import record_review
from tests.accounts.changing import in_boxes
from tests.cast import Cast, a_member
from tests.policies.electing import a_period
from tests.policies.writing import (
    MANAGE,
    a_clause,
    a_draft,
    a_policy,
    an_adopted_version,
    binds,
    on_page,
    without_words,
)

As = Callable[[Person], Client]
VERSIONS = f"{MANAGE}social-media-policy/versions/"
BUTTON = 'class="govuk-button" href="{}"'


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return a_policy(cast.ashford)


def page(client: Client, url: str) -> str:
    return " ".join(client.get(url, follow=True).content.decode().split())


def adopted(adam: Client, label: str, effective_from: date) -> str:
    """What the page says after a version was adopted from a day."""
    said = {
        "approved_by": "Full Council",
        "approved_on": "20/04/2026",
        "minute": "26/041",
        **on_page(),
        **in_boxes("effective_from", effective_from),
    }
    response = adam.post(f"{VERSIONS}{label}/adopt/", said, follow=True)
    return " ".join(response.content.decode().split())


def test_a_draft_leads_to_words_then_to_asking_then_to_adopting(
    cast: Cast, as_: As, policy: Policy
) -> None:
    adam, at = as_(cast.adam), f"{VERSIONS}v-1/"
    Part.objects.create(council=cast.ashford, policy=policy, kind="consulted", who="Councillors")
    draft = a_draft(policy, text="", clauses=[a_clause()])
    assert BUTTON.format(f"{at}edit/") in page(adam, at)
    Version.objects.filter(pk=draft.pk).update(text="We answer.")
    assert BUTTON.format(f"{at}consult/") in page(adam, at)
    Asked.objects.create(
        council=cast.ashford,
        version=draft,
        who="Councillors",
        asked_on=today(),
        recorded_by=cast.adam,
    )
    asked = page(adam, at)
    assert BUTTON.format(f"{at}adopt/") in asked
    assert "Still to answer: Councillors." in asked
    draft.asked.update(said="Fine.", said_on=today())
    assert "Still to answer" not in page(adam, at)
    assert "Next step" not in page(as_(cast.ana), at)


def test_the_page_says_who_has_still_to_answer_and_by_when(
    cast: Cast, as_: As, policy: Policy
) -> None:
    draft, at = a_draft(policy, "v.5"), f"{VERSIONS}v-5/"
    adam, days = as_(cast.adam), timedelta(days=1)
    assert "Still to answer" not in adam.get(f"{at}adopt/").text
    for who, by in (
        ("Tenants", None),
        ("Staff", date(2036, 9, 4)),
        ("Councillors", today() - days),
    ):
        Asked.objects.create(
            council=cast.ashford,
            version=draft,
            who=who,
            asked_on=today() - 9 * days,
            answer_by=by,
            recorded_by=cast.adam,
        )
    past = f"{today() - days:%-d %B %Y}"
    said = [
        f"Still to answer, by {past}, which is past: Councillors.",
        "Still to answer, by 4 September 2036: Staff.",
        "Still to answer: Tenants.",
    ]
    for where in (f"{at}adopt/", at):
        shown = page(adam, where)
        places = [shown.index(one) for one in said]
        assert places == sorted(places)
    shown = adam.get(f"{at}adopt/").text
    for one in draft.asked.all():
        assert f'href="{at}consult/{one.pk}/"' in shown
    draft.asked.update(said="Fine.", said_on=today())
    assert "Still to answer" not in adam.get(f"{at}adopt/").text


def test_words_that_did_not_come_with_the_rulebook_are_put_in_on_the_first_day(
    cast: Cast, as_: As, policy: Policy
) -> None:
    without_words(policy, effective_from=today())
    adam, tomorrow = as_(cast.adam), today() + timedelta(days=1)
    assert BUTTON.format(f"{VERSIONS}v-4/words/") in page(adam, f"{VERSIONS}v-4/")
    assert "Put its words in" not in page(as_(cast.ana), f"{VERSIONS}v-4/")
    words = f'href="{VERSIONS}v-4/words/"'
    assert words in page(adam, f"{VERSIONS}new/")
    a_draft(policy, "v.4b")
    form = adam.get(f"{VERSIONS}v-4b/adopt/")
    assert "v.4 is in force without its words" in form.content.decode()
    assert words in " ".join(form.content.decode().split())
    assert form.context["form"]["effective_from"].value() == tomorrow
    assert "v.4b is adopted." in adopted(adam, "v-4b", tomorrow)


def test_a_version_with_words_is_read_where_it_is_in_force(
    cast: Cast, as_: As, policy: Policy
) -> None:
    an_adopted_version(policy, "v.1")
    reading = "/c/ashford/reading/social-media-policy/{}/"
    assert reading.format("v-1") in page(as_(cast.ana), f"{VERSIONS}v-1/")
    an_adopted_version(policy, "v.2", effective_from=today())
    assert reading.format("v-1") not in page(as_(cast.ana), f"{VERSIONS}v-1/")
    assert reading.format("v-2") in page(as_(cast.ana), f"{VERSIONS}v-2/")


def test_adopting_says_that_an_earlier_version_is_past(cast: Cast, as_: As, policy: Policy) -> None:
    an_adopted_version(policy, "v.2", effective_from=date(2026, 6, 1))
    a_draft(policy, "v.1")
    said = adopted(as_(cast.adam), "v-1", date(2026, 5, 1))
    assert "It is a past version: v.2 began later and stays in force." in said


def test_adopting_says_to_print_the_list_where_somebody_is_told_on_paper(
    cast: Cast, as_: As, policy: Policy
) -> None:
    adam = as_(cast.adam)
    binds(policy)
    a_draft(policy, "v.1")
    said = adopted(adam, "v-1", date(2026, 5, 1))
    assert "v.1 is adopted." in said and "Print the list" not in said
    handyman = a_member(cast.ashford, "Walter Hobbs")
    handyman.memberships.update(can_sign_in=False)
    a_draft(policy, "v.2")
    assert "Print the list of who is told on paper." in adopted(adam, "v-2", date(2026, 6, 1))


def test_a_review_that_amends_leads_to_its_draft(cast: Cast, as_: As, policy: Policy) -> None:
    an_adopted_version(policy)
    record_review(
        policy=policy,
        outcome="amend",
        reviewed_on=today().isoformat(),
        label="v.2",
        actor=cast.adam,
    )
    at = "/c/ashford/policy-reviews/social-media-policy/"
    assert "Go on with v.2" in page(as_(cast.adam), at)
    assert "Go on with v.2" not in page(as_(cast.ana), at)
    Version.objects.in_work().update(state="discarded")
    assert "Go on with v.2" not in page(as_(cast.adam), at)


@pytest.mark.parametrize(
    ("first", "last", "state", "words"),
    [(-40, -9, "Over", False), (-9, 0, "Now", True), (9, 40, "To come", True)],
)
def test_a_period_says_where_it_stands_and_words_it_for_the_public(
    cast: Cast, as_: As, first: int, last: int, state: str, words: bool
) -> None:
    day = today()
    period = a_period(
        cast, notice_on=day + timedelta(days=first), poll_on=day + timedelta(days=last)
    )
    shown = page(as_(cast.ana), period.get_absolute_url())
    assert f">{state}</strong>" in shown
    assert ("There is an election or a referendum in North ward on" in shown) is words


def test_adopting_says_that_there_is_no_text_to_read(cast: Cast, as_: As, policy: Policy) -> None:
    adam, said = as_(cast.adam), "Its text is empty: nobody can be asked to read it"
    draft = a_draft(policy, "v.1", text="", clauses=[a_clause()])
    shown = page(adam, f"{VERSIONS}v-1/adopt/")
    assert said in shown and f'href="{VERSIONS}v-1/edit/"' in shown
    Version.objects.filter(pk=draft.pk).update(text="Words.")
    assert said not in page(adam, f"{VERSIONS}v-1/adopt/")
