"""The page on which a version is read: the words themselves must be there."""

import re
from collections.abc import Callable

from django.test import Client

from accounts.people.models import Person
from tests.cast import Cast
from tests.policies.writing import a_pdf, a_policy, an_adopted_version, binds

As = Callable[[Person], Client]
PAGE = "/c/ashford/reading/handbook/v-1/"


def test_staff_open_the_pdf_of_a_policy_that_only_they_read(
    cast: Cast, as_: As, client: Client
) -> None:
    policy = a_policy(cast.ashford, "Handbook", audience="staff")
    binds(policy)
    an_adopted_version(policy, file=a_pdf(cast))
    ana = as_(cast.ana)
    link = re.search(r'href="([^"]*)">The document \(PDF', ana.get(PAGE).content.decode())
    assert link
    assert ana.get(link[1]).status_code == 200
    assert client.get(link[1]).status_code != 200
    assert as_(cast.oscar).get(link[1]).status_code == 404


def test_where_the_words_are_not_here_nobody_says_that_they_read_them(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford, "Handbook")
    binds(policy)
    an_adopted_version(policy, text="")
    page = as_(cast.ana).get(PAGE).content.decode()
    assert "own text has not been put in here" in page
    assert "I have read this policy" not in page
