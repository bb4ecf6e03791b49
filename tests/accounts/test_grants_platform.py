"""Access on its platform: confirmed there, gone from there, and what ends with what it opens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.grants.access import had_access
from accounts.grants.actions import confirm_removed, end_access, suspend_access
from accounts.people.models import Office, Person
from accounts.register.levels import Level
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import Stale
from tests.accounts.changing import in_boxes
from tests.accounts.granting import ended, granted, listed, step, there
from tests.accounts.registering import a_login
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


# --- On the platform --------------------------------------------------------------------------


def test_confirmed_on_the_platform_with_what_it_shows(cast: Cast, as_: SignIn) -> None:
    grant = granted(cast)
    assert listed(as_, cast, "to_confirm") == [grant]
    seen = in_boxes("confirmed_on", today())
    assert step(as_, cast.ana, "confirm", grant, **seen, how="It does").status_code == 403
    assert step(as_, cast.adam, "confirm", grant, **seen).status_code == 422
    tomorrow = in_boxes("confirmed_on", today() + timedelta(days=1))
    assert step(as_, cast.adam, "confirm", grant, **tomorrow, how="It does").status_code == 409
    assert step(as_, cast.adam, "confirm", grant, **seen, how="It does").status_code == 302
    assert not listed(as_, cast, "to_confirm")
    assert step(as_, cast.adam, "confirm", grant, **seen, how="It does").status_code == 409


@pytest.mark.parametrize("name", ["confirm", "removed"])
def test_nobody_vouches_for_their_own_or_for_a_day_before(
    cast: Cast, as_: SignIn, name: str
) -> None:
    grant = granted(cast, cast.adam) if name == "confirm" else there(cast, cast.adam)
    if name == "removed":
        end_access(grant=grant, reason="Over", actor=cast.priya)
    field = "confirmed_on" if name == "confirm" else "removed_on"
    own = step(as_, cast.adam, name, grant, **in_boxes(field, today()), how="Looked")
    assert own.status_code == 409 and "somebody else looks" in own.text
    early = in_boxes(field, today() - timedelta(days=1))
    response = step(as_, cast.priya, name, grant, **early, how="Looked")
    assert response.status_code == 409 and "Choose a later day" in response.text
    fine = in_boxes(field, today())
    assert step(as_, cast.priya, name, grant, **fine, how="Looked").status_code == 302


def test_what_nobody_confirmed_is_to_remove_too(cast: Cast, as_: SignIn) -> None:
    """It was granted and may be set up: somebody looks, and says that it never was."""
    grant = granted(cast)
    step(as_, cast.priya, "end", grant, reason="Another job")
    assert listed(as_, cast, "to_remove") == [grant]
    how = "It was never set up"
    gone = in_boxes("removed_on", today())
    assert step(as_, cast.priya, "removed", grant, **gone, how=how).status_code == 302
    assert not listed(as_, cast, "to_remove")


# --- With what it opens -----------------------------------------------------------------------


def test_access_ends_with_its_account(cast: Cast, as_: SignIn) -> None:
    grant, rests = there(cast), there(cast, cast.cora)
    suspend_access(grant=rests, reason="Leave", actor=cast.priya)
    OutboxMessage.objects.all().delete()
    sent = {"status": "closed", "reason": "No use", **in_boxes("on", today())}
    address = reverse("register:state", args=["ashford", cast.page.pk])
    assert as_(cast.adam).post(address, sent).status_code == 302
    assert not listed(as_, cast, "in_force")
    assert set(listed(as_, cast, "to_remove")) == {grant, rests}
    assert grant.decisions.last().reason == "Facebook: Main page is closed."  # type: ignore[union-attr]
    assert AuditEvent.objects.about(grant).filter(verb="grant.ended").exists()
    told = {message.recipient for message in OutboxMessage.objects.all()}
    assert told >= {"ana@example.org", "cora@example.org"}


def test_access_ends_with_its_way_in(cast: Cast, as_: SignIn) -> None:
    login = a_login(cast)
    grant = there(cast, what=login, level=Level.SHARED)
    address = reverse("register:end_way_in", args=["ashford", login.pk])
    sent = {"reason": "Moved", **in_boxes("on", today())}
    assert as_(cast.adam).post(address, sent).status_code == 302
    assert listed(as_, cast, "to_remove") == [grant]  # the password is changed
    assert not had_access(cast.ana, cast.page, today())


def test_gone_only_when_somebody_says_how(cast: Cast, as_: SignIn) -> None:
    grant = ended(cast)
    gone = in_boxes("removed_on", today())
    assert step(as_, cast.ana, "removed", grant, **gone, how="Removed").status_code == 403
    assert step(as_, cast.priya, "removed", grant, **gone).status_code == 422
    assert step(as_, cast.priya, "removed", grant, **gone, how="Removed").status_code == 302
    assert not listed(as_, cast, "to_remove") and listed(as_, cast, "over") == [grant]
    with pytest.raises(Stale):
        confirm_removed(grant=grant, removed_on=today(), how="Again", actor=cast.priya)


def test_the_trail_names_the_office_of_whoever_keeps_the_register(cast: Cast, as_: SignIn) -> None:
    """Adam grants no access; he records what the platform shows by keeping the register."""
    grant = granted(cast)
    step(as_, cast.adam, "confirm", grant, **in_boxes("confirmed_on", today()), how="It does")
    end_access(grant=grant, reason="The carnival is over", actor=cast.priya)
    step(as_, cast.adam, "removed", grant, **in_boxes("removed_on", today()), how="Removed")
    office = Office.objects.get(council=cast.ashford, key="administrator")
    by_adam = AuditEvent.objects.filter(verb__in=[Verb.GRANT_CONFIRMED, Verb.GRANT_REMOVED])
    assert [event.office_id for event in by_adam] == [office.pk, office.pk]


def test_what_is_in_force_is_not_to_be_removed(cast: Cast, as_: SignIn) -> None:
    grant = there(cast)
    gone = in_boxes("removed_on", today())
    response = step(as_, cast.priya, "removed", grant, **gone, how="Removed")
    assert response.status_code == 409 and "is not to be removed" in response.text
