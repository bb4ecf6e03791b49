"""A page that is sent twice does its work once: a double click, a reload, two at the same time."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.models import Draft, StandingApproval
from moderation.permissions.actions import withdraw_permission
from moderation.pictures.models import Permission
from tests.cast import Cast, assemble
from tests.moderation.drafting import composed, posted, waiting
from tests.moderation.standing import LIST, asked_for
from tests.moderation.test_permissions import given
from tests.moderation.test_races import at_once

As = Callable[[Person], Client]
PERMISSION, STANDING = "/c/ashford/permissions/new/", f"{LIST}new/"
DRAFT, POST = "/c/ashford/drafts/D-0001/", "/c/ashford/posts/P-0001/"


def key_on(browser: Client, address: str) -> str:
    """The key of a page, which is another each time that the page is opened."""
    keys = re.findall(r'name="form_key" value="([^"]+)"', browser.get(address).text)
    assert len(keys) == 1
    return str(keys[0])


def test_a_permission_is_recorded_once_and_ends_with_its_withdrawal(cast: Cast, as_: As) -> None:
    """Two of the same would leave one in force when its person no longer agrees."""
    browser = as_(cast.ana)
    typed = given(form_key=key_on(browser, PERMISSION))
    for _ in range(2):
        answer = browser.post(PERMISSION, typed)
        assert answer.headers["Location"] == "/c/ashford/permissions/C-0001/"
    page = browser.get(answer.headers["Location"]).text
    assert "You have recorded C-0001 with that page already" in page
    assert AuditEvent.objects.filter(verb="permission.recorded").count() == 1
    withdraw_permission(subject=Permission.objects.get().subjects.get(), reason="", actor=cast.cora)
    assert not [permission for permission in Permission.objects.all() if still_good(permission)]


def still_good(permission: Permission) -> bool:
    return any(subject.in_force for subject in permission.subjects.all())


def test_the_key_outlives_another_row_of_people_and_a_refusal(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    key = key_on(browser, PERMISSION)
    for changes in ({"do": "more"}, {"scope": ""}):
        shown = browser.post(PERMISSION, given(form_key=key, **changes))
        assert f'name="form_key" value="{key}"' in shown.text


def test_a_form_that_was_cut_off_half_way_is_submitted_when_it_is_sent_again(
    cast: Cast, as_: As
) -> None:
    """The server started the draft and died before it submitted it."""
    browser, new = as_(cast.ana), "/c/ashford/drafts/new/"
    typed = composed(cast, form_key=key_on(browser, new))
    browser.post(new, typed | {"do": "save"})
    assert Draft.objects.get().status == "draft"
    for _ in range(2):
        assert browser.post(new, typed).headers["Location"] == DRAFT
        assert Draft.objects.get().status == "waiting"
    assert AuditEvent.objects.filter(verb="draft.submitted").count() == 1


def test_a_standing_approval_is_asked_for_once(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    typed = asked_for(cast, form_key=key_on(browser, STANDING))
    for _ in range(2):
        assert browser.post(STANDING, typed).headers["Location"] == f"{LIST}SA-0001/"
    page = browser.get(f"{LIST}SA-0001/").text
    assert "You have asked for SA-0001 with that page already" in page
    mailed = OutboxMessage.objects.filter(recipient=cast.priya.email)
    assert mailed.filter(subject__contains="Standing approval asked for").count() == 1


@pytest.mark.parametrize("about", [DRAFT, POST])
def test_a_copy_is_made_once(cast: Cast, as_: As, about: str) -> None:
    posted(cast)
    browser = as_(cast.ana)
    typed = {"form_key": key_on(browser, about)}
    for _ in range(2):
        made = browser.post(f"{about}copy/", typed)
        assert made.headers["Location"] == "/c/ashford/drafts/D-0002/edit/"
    assert "made from that page already" in browser.get(made.headers["Location"]).text
    assert AuditEvent.objects.filter(verb="draft.copied").count() == 1
    Draft.objects.filter(number=2).update(status="withdrawn")
    assert browser.post(f"{about}copy/", typed).headers["Location"].endswith("/drafts/D-0002/")


@pytest.mark.parametrize("typed", [{}, {"form_key": "no key"}, {"form_key": "\x00"}])
def test_a_copy_without_a_key_is_made_all_the_same(
    cast: Cast, as_: As, typed: dict[str, str]
) -> None:
    waiting(cast)
    assert as_(cast.ana).post(f"{DRAFT}copy/", typed).status_code == 302
    assert Draft.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "typed", "model"),
    [
        (PERMISSION, lambda cast: given(), Permission),
        (STANDING, asked_for, StandingApproval),
        (f"{DRAFT}copy/", lambda cast: {}, Draft),
    ],
)
def test_another_page_and_another_person_do_it_again(
    cast: Cast, as_: As, address: str, typed: Any, model: type[models.Model]
) -> None:
    waiting(cast)
    before = model._default_manager.count()
    page = address.removesuffix("copy/")
    first, second = key_on(as_(cast.priya), page), key_on(as_(cast.priya), page)
    assert first != second
    for person, key in ((cast.priya, first), (cast.priya, second), (cast.ana, first)):
        answer = as_(person).post(address, {**typed(cast), "form_key": key})
        assert answer.status_code == 302
    assert model._default_manager.count() == before + 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "typed", "model"),
    [
        (PERMISSION, lambda cast: given(), Permission),
        (STANDING, asked_for, StandingApproval),
    ],
)
def test_two_at_once(
    transactional_db: None, address: str, typed: Any, model: type[models.Model]
) -> None:
    cast = assemble()
    sent = typed(cast) | {"form_key": "5f0c5d0e-0000-4000-8000-000000000001"}

    def click() -> int:
        browser = Client(raise_request_exception=False)
        browser.force_login(cast.ana)
        return browser.post(address, sent).status_code

    assert at_once([click] * 4) == [302] * 4
    assert model._default_manager.count() == 1
