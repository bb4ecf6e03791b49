"""Who may use which address of the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.site import CouncilModelAdmin
from tests.accounts.registering import a_login, change_page, entered
from tests.cast import Cast

As = Callable[[Person], Client]
LIST = "/admin/accounts/officialaccount/"
ADD = f"{LIST}add/"


#: URL name to the status for anonymous, Ana, Rita, Leo, Oscar and Adam; pages of one account are
#: asked of Ashford's. 302: to sign in.
WHO = {
    "index": (302, 403, 403, 403, 200, 200),
    "jsi18n": (302, 403, 403, 403, 200, 200),
    "app_list": (302, 403, 403, 403, 200, 200),
    "accounts_officialaccount_changelist": (302, 403, 403, 403, 200, 200),
    "accounts_officialaccount_add": (302, 403, 403, 403, 200, 200),
    "accounts_officialaccount_change": (302, 403, 403, 403, 404, 200),
    "accounts_officialaccount_history": (302, 403, 403, 403, 404, 200),
    "accounts_officialaccount_delete": (302, 403, 403, 403, 403, 403),
    "accounts_wayin_changelist": (302, 403, 403, 403, 200, 200),
    "accounts_wayin_add": (302, 403, 403, 403, 200, 200),
    "accounts_wayin_change": (302, 403, 403, 403, 404, 200),
    "accounts_wayin_history": (302, 403, 403, 403, 404, 200),
    "accounts_wayin_delete": (302, 403, 403, 403, 403, 403),
    "accounts_teammember_changelist": (302, 403, 403, 403, 200, 200),
    "accounts_teammember_add": (302, 403, 403, 403, 200, 200),
    "accounts_teammember_change": (302, 403, 403, 403, 404, 200),
    "accounts_teammember_history": (302, 403, 403, 403, 404, 200),
    "accounts_teammember_delete": (302, 403, 403, 403, 403, 403),
}
#: What has no name: the short address of an account, and everything else.
UNNAMED = {
    "accounts/officialaccount/{}/": (302, 403, 403, 403, 302, 302),
    "nothing/here/": (302, 403, 403, 403, 404, 404),
    "login/": (302, 403, 403, 403, 404, 404),
    "logout/": (302, 403, 403, 403, 404, 404),
    "password_change/": (302, 403, 403, 403, 404, 404),
    "auth/group/": (302, 403, 403, 403, 404, 404),
    "mfa/authenticator/": (302, 403, 403, 403, 404, 404),
    "account/emailaddress/": (302, 403, 403, 403, 404, 404),
    "r/1/1/": (302, 403, 403, 403, 404, 404),
    "autocomplete/": (302, 403, 403, 403, 404, 404),
}


def patterns(entries: list[Any]) -> list[URLPattern]:
    return [
        found
        for entry in entries
        for found in (patterns(entry.url_patterns) if hasattr(entry, "url_patterns") else [entry])
    ]


def test_every_admin_address_is_in_the_table() -> None:
    named = {pattern.name for pattern in patterns(admin.site.urls[0]) if pattern.name}
    assert named == set(WHO)


def test_only_governed_models_are_in_the_admin() -> None:
    assert all(isinstance(one, CouncilModelAdmin) for one in admin.site._registry.values())


def addresses(cast: Cast) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {
        f"/admin/{path.format(cast.page.pk)}": who for path, who in UNNAMED.items()
    }
    login = a_login(cast)
    seat = cast.ashford.team_members.create(
        membership=cast.ashford.memberships.get(person=cast.ana), starts_on=today()
    )
    for name, who in WHO.items():
        one = {"wayin": login.pk, "teammember": seat.pk}.get(name.split("_")[-2:][0], cast.page.pk)
        for arguments in ([], [one], ["accounts"]):
            try:
                found[reverse(f"admin:{name}", args=arguments)] = who
                break
            except NoReverseMatch:
                continue
    assert len(found) == len(WHO) + len(UNNAMED)
    return found


@pytest.mark.parametrize(
    "place", range(6), ids=["anonymous", "ana", "rita", "leo", "oscar", "adam"]
)
def test_who_may_use_it(cast: Cast, as_: As, place: int) -> None:
    person = [None, cast.ana, cast.rita, cast.leo, cast.oscar, cast.adam][place]
    browser = as_(person) if person else Client()
    for url, statuses in addresses(cast).items():
        response = browser.get(url)
        assert response.status_code == statuses[place], url
        if person is None:
            assert response.url.startswith(f"/sign-in/?next={url}")


@pytest.mark.second_factor
def test_without_a_second_factor_the_register_is_closed(cast: Cast, as_: As) -> None:
    for url in (LIST, ADD, change_page(cast.page)):
        assert as_(cast.adam).get(url).url == "/sign-in/second-factor/"
    assert as_(cast.adam).post(ADD, entered(cast)).url == "/sign-in/second-factor/"
    assert OfficialAccount.objects.count() == 2
