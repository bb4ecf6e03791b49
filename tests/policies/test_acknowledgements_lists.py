"""Who has read what: a team's, everybody's, a person's, and what those pages ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Membership, Office, Person
from policies.acknowledgements.questions import rows
from policies.documents.models import Version
from tests.accounts.absenting import member
from tests.cast import Cast, a_member, a_rulebook
from tests.policies.reading import ALL, READING, SUSPENDS, page_of, said, to_be_read
from tests.policies.writing import a_policy, an_adopted_version, binds, read_for

As = Callable[[Person], Client]


@pytest.fixture
def version(cast: Cast) -> Version:
    return to_be_read(cast)


@pytest.mark.clause("LLTC-5.1-a")
def test_a_manager_sees_their_own_team_alone(cast: Cast, as_: As, version: Version) -> None:
    """Cora's office manages Ana; Priya's, who manages nobody, sees nobody."""
    office = Office.objects.get(council=cast.ashford, key="comms-officer")
    Membership.objects.filter(pk=member(cast.ana).pk).update(line_manager=office)
    cora = as_(cast.cora)
    page = cora.get(READING).content.decode()
    team = page.split('id="team"')[1]
    assert "Ana" in team and "Priya" not in team and "Rita" not in team
    home = cora.get("/c/ashford/home/").content.decode()
    assert "1 person of your team still to read a policy" in home
    assert cora.get(ALL).status_code == 403
    assert 'id="team"' not in as_(cast.priya).get(READING).content.decode()
    as_(cast.ana).post(page_of(version), said(version))
    page = cora.get(READING).content.decode()
    assert "Everybody in your team has read what they must" in page
    assert "of your team" not in cora.get("/c/ashford/home/").content.decode()


def test_everybody_is_seen_by_who_keeps_policies_or_people_or_reads_the_trail(
    cast: Cast, as_: As, version: Version
) -> None:
    for person in (cast.adam, cast.rita):
        page = as_(person).get(f"{ALL}?by=people").content.decode()
        assert all(name in page for name in ("Ana", "Priya", "Cora"))
        assert "Cllr Dev" not in page and "Leo" not in page
    page = as_(cast.adam).get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert "Cllr Dev" in page and "Left out" in page and page.count(">Late<") == 0
    as_(cast.ana).post(page_of(version), said(version))
    unread = f"{ALL}?policy={version.policy.slug}&show=unread"
    assert "Ana" not in as_(cast.adam).get(unread).content.decode()
    assert "5 people still to read a policy" not in as_(cast.ana).get(READING).content.decode()
    assert "4 to read" in as_(cast.adam).get(ALL).content.decode()


def test_a_joiner_is_asked_and_nobody_of_another_council(
    cast: Cast, as_: As, version: Version
) -> None:
    a_member(cast.ashford, "Noor")
    assert "Noor" in as_(cast.adam).get(f"{ALL}?by=people").content.decode()
    assert as_(cast.oscar).get(page_of(version)).status_code == 404
    theirs = page_of(version).replace("ashford", "barham")
    assert as_(cast.oscar).get(theirs).status_code == 404


def test_the_record_of_a_person_shows_it_beside_training(
    cast: Cast, as_: As, version: Version
) -> None:
    record = f"/c/ashford/people/{member(cast.ana).pk}/record/"
    adam = as_(cast.adam)
    page = adam.get(record).content.decode()
    assert f"{version.policy.title}, {version.label}" in page
    assert f"Reading: {version.policy.title}" in page
    as_(cast.ana).post(page_of(version), said(version))
    an_adopted_version(version.policy, "v.2", effective_from=today())
    page = adam.get(record).content.decode()
    assert "It is not the version in force" in page and "v.2" in page


def test_the_list_of_training_shows_it(cast: Cast, as_: As, version: Version) -> None:
    training = "/c/ashford/training/"
    page = as_(cast.ana).get(training).content.decode()
    assert "Policies read" in page and version.policy.title in page and "1 to read" in page
    as_(cast.ana).post(page_of(version), said(version))
    page = as_(cast.ana).get(training).content.decode()
    assert "1 to read" not in page and ">Read<" in page


def test_the_library_says_how_many_have(cast: Cast, as_: As, version: Version) -> None:
    as_(cast.ana).post(page_of(version), said(version))
    library = "/c/ashford/policies/manage/"
    page = as_(cast.adam).get(library).content.decode()
    assert "1 of 5" in page and f"{ALL}?policy={version.policy.slug}" in page
    assert "1 of 5" not in as_(cast.ana).get(library).content.decode()


def test_the_list_by_person_is_paged(cast: Cast, as_: As, version: Version) -> None:
    """Everybody whom Home counts is on one of its pages, once."""
    for number in range(40):
        a_member(cast.ashford, f"Worker {number:02}")
    adam, named = as_(cast.adam), []
    home = adam.get("/c/ashford/home/").content.decode()
    url = f"{ALL}?by=people"
    while url:
        page = adam.get(url)
        assert "Who has read what" in page.content.decode()
        named += [membership.goes_by for membership, _ in page.context["rows"]]
        assert len(page.context["rows"]) <= 25 and "of 45" in page.content.decode()
        older = page.context["page"].older_url
        url = older and ALL + older
    assert len(named) == len(set(named)) == 45 and named == sorted(named)
    assert "45 people still to read a policy" in home


@pytest.mark.parametrize("more", [0, 1], ids=["warns", "rests"])
def test_the_pages_ask_little(cast: Cast, as_: As, queries: Any, more: int) -> None:
    """20 policies and 50 people: as many questions as of one; who keeps a duty is one more."""
    if more:
        a_rulebook(cast.ashford, **SUSPENDS)
    for number in range(20):
        policy = a_policy(cast.ashford, f"Policy {number}")
        binds(policy)
        read_for(policy, "record_posts")
        an_adopted_version(policy)
    for number in range(45):
        a_member(cast.ashford, f"Worker {number:02}")
    office = Office.objects.get(council=cast.ashford, key="administrator")
    Membership.objects.filter(council=cast.ashford).update(line_manager=office)
    adam = as_(cast.adam)
    adam.get("/c/ashford/policies/manage/")  # what is read once a process
    pages = {
        ALL: 7,
        f"{ALL}?by=people": 6 + more,
        f"{ALL}?policy=policy-3": 10 + more,
        f"{ALL}?policy=policy-3&show=unread": 9 + more,
        READING: 11,
        "/c/ashford/reading/policy-3/v-1/": 9,
        "/c/ashford/policies/manage/": 10,
        "/c/ashford/policies/manage/policy-3/": 12,
    }
    for url, most in pages.items():
        with queries(at_most=most):
            page = adam.get(url)
        assert page.status_code == 200
    assert len(rows(cast.ashford, [member(cast.ana)], today())[0].missing) == 20
