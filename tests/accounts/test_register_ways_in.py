"""Ways in: which accounts they open, where their password is kept, and how they end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from tests.accounts.changing import in_boxes
from tests.accounts.registering import LIST, a_login, another
from tests.cast import Cast

As = Callable[[Person], Client]
TOMORROW = today() + timedelta(days=1)


def page(account: OfficialAccount) -> str:
    return f"{LIST}{account.pk}/"


WAYS_IN = f"{LIST}ways-in/"


def a_way_in(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "kind": "portfolio",
        "name": "Meta Business Suite",
        "platform": "facebook",
        "accounts": [cast.page.pk],
        "two_factor": "app",
        **more,
    }


@pytest.mark.clause("FTC-4-b", "LLTC-12.1-a")
def test_one_way_in_opens_several_accounts(cast: Cast, as_: As) -> None:
    other = another(cast)
    adam = as_(cast.adam)
    assert "checked" in adam.get(f"{WAYS_IN}new/", {"account": cast.page.pk}).text
    typed = a_way_in(cast, accounts=[cast.page.pk, other.pk])
    response = adam.post(f"{WAYS_IN}new/", typed, follow=True)
    assert "Meta Business Suite" in response.text
    way_in = cast.ashford.ways_in.get()
    assert set(way_in.opens.all()) == {cast.page, other}
    for account in (cast.page, other):
        assert "Meta Business Suite" in adam.get(page(account)).text
    assert adam.post(f"{WAYS_IN}new/", typed).status_code == 409


def test_a_way_in_is_changed_gets_a_new_password_and_ends(cast: Cast, as_: As) -> None:
    login = a_login(cast)
    adam, one = as_(cast.adam), f"{WAYS_IN}{login.pk}/"
    changed = a_way_in(cast, kind="login", name=login.name, password_kept="In the safe")
    assert adam.post(f"{one}change/", changed).url == one
    assert adam.post(f"{one}change/", changed).status_code == 409
    assert adam.post(f"{one}password/", in_boxes("on", today())).url == one
    login.refresh_from_db()
    assert (login.password_kept, login.password_changed_on) == ("In the safe", today())
    assert adam.post(f"{one}password/", in_boxes("on", TOMORROW)).status_code == 409
    before = in_boxes("on", today() - timedelta(days=9))
    assert adam.post(f"{one}password/", before).status_code == 409
    ending = {"reason": "Each has their own", **in_boxes("on", today())}
    assert adam.post(f"{one}end/", ending | {"reason": ""}).status_code == 422
    assert adam.post(f"{one}end/", ending).url == one
    assert adam.post(f"{one}end/", ending).status_code == 409
    assert "No longer used" in adam.get(one).text
    assert login.name not in adam.get(page(cast.page)).text.partition("History")[0]
    verbs = list(AuditEvent.objects.about(login).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["way_in.added", "way_in.changed", "password_change.recorded", "way_in.ended"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "window"}, "kind"),
        ({"recovery_email": "nobody"}, "recovery_email"),
        ({"password_kept": "Password: Summer2026"}, "password_kept"),
        ({"name": "login pw=hunter2"}, "name"),
        ({"accounts": ["0"]}, "accounts"),
    ],
)
def test_bad_input_for_a_way_in_comes_back(
    cast: Cast, as_: As, wrong: dict[str, Any], field: str
) -> None:
    typed = a_way_in(cast, recovery_phone_held_by="Kept words") | wrong
    response = as_(cast.adam).post(f"{WAYS_IN}new/", typed)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Kept words" in response.text


def test_an_old_page_undoes_nothing(cast: Cast, as_: As) -> None:
    login = a_login(cast)
    url = f"{WAYS_IN}{login.pk}/change/"
    read = as_(cast.adam).get(url).context["form"]["read"].value()
    as_(cast.adam).post(url, a_way_in(cast, two_factor="key"))
    old = a_way_in(cast, password_kept="In the safe", read=read)
    answer = as_(cast.adam).post(url, old)
    assert answer.status_code == 409
    assert "while your page was open" in answer.text
    login.refresh_from_db()
    assert (login.two_factor, login.password_kept) == ("key", "")
    assert as_(cast.adam).get(f"{WAYS_IN}new/?account={'9' * 5000}").status_code == 200


def test_ways_in_are_the_keepers_and_their_councils(cast: Cast, as_: As) -> None:
    login = a_login(cast)
    theirs = OfficialAccount.objects.get(council=cast.barham)
    for part in ("", "change/", "end/", "password/"):
        assert as_(cast.ana).get(f"{WAYS_IN}{login.pk}/{part}").status_code == 403
        other = f"/c/barham/accounts/ways-in/{login.pk}/{part}"
        assert as_(cast.oscar).get(other).status_code == 404
    typed = a_way_in(cast, accounts=[theirs.pk])
    assert as_(cast.adam).post(f"{WAYS_IN}new/", typed).status_code == 422
