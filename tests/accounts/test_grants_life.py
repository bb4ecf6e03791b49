"""What becomes of access: over by its date, longer, suspended, withdrawn, gone from a platform."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.grants.access import had_access
from accounts.grants.actions import (
    confirm_removed,
    extend_access,
    grant_access,
    request_access,
    resume_access,
    withdraw_for_misuse,
)
from accounts.people.models import Person
from accounts.register.levels import Level
from councilsm.audit.models import AuditEvent
from councilsm.inbox.due import due_for
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.granting import (
    WHY,
    Travel,
    asked,
    found,
    granted,
    listed,
    member_of,
    step,
    suspended,
    there,
)
from tests.cast import RULES, AccountFactory, Cast, a_rulebook, chosen

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


def dues(cast: Cast, person: Person) -> list[tuple[str, str]]:
    person.refresh_from_db()
    membership = person.membership_at(cast.ashford)
    assert membership
    return [(due.text, due.hint) for due in due_for(membership) if "access" in due.text]


# --- Over by its date -------------------------------------------------------------------------


@pytest.mark.clause("LLTC-12.1-b")
def test_over_by_its_date_though_nothing_ran(cast: Cast, as_: SignIn, travel: Travel) -> None:
    last = today() + timedelta(days=5)
    grant = there(cast, ends_on=last)
    travel(last)
    assert listed(as_, cast, "in_force") == [grant] and not listed(as_, cast, "to_remove")
    assert had_access(cast.ana, cast.page, last)
    travel(last + timedelta(days=1))
    assert not listed(as_, cast, "in_force") and listed(as_, cast, "to_remove") == [grant]
    assert not had_access(cast.ana, cast.page, last + timedelta(days=1))
    text, hint = dues(cast, cast.priya)[0]
    assert text == "1 access right to remove on the platform"
    assert hint.startswith("Overdue")
    grant.refresh_from_db()
    assert grant.status == "granted"  # nobody had to write anything


def test_home_names_who_is_to_be_told_and_what_ends_soon(cast: Cast, as_: SignIn) -> None:
    cast.ana.email = None
    cast.ana.save(update_fields=["email"])
    grant = granted(cast, ends_on=today() + timedelta(days=7))
    granted(cast, cast.cora, ends_on=today() + timedelta(days=8))
    words = [text for text, _ in dues(cast, cast.priya)]
    assert words[:2] == [
        "1 access right to extend or let end",
        "1 person to tell in writing of their access",
    ]
    assert listed(as_, cast, "ending") == listed(as_, cast, "to_tell") == [grant]
    assert step(as_, cast.priya, "tell", grant, **in_boxes("told_on", today())).status_code == 302
    assert not listed(as_, cast, "to_tell")


def test_over_when_its_member_leaves(cast: Cast, as_: SignIn) -> None:
    grant = there(cast)
    cast.ashford.memberships.filter(person=cast.ana).update(ends_on=today() - timedelta(days=1))
    assert not listed(as_, cast, "in_force") and listed(as_, cast, "to_remove") == [grant]


def test_before_its_first_day_it_gives_nothing(cast: Cast, as_: SignIn) -> None:
    tomorrow = today() + timedelta(days=1)
    granted(cast, starts_on=tomorrow)
    assert not listed(as_, cast, "in_force")
    assert not had_access(cast.ana, cast.page, today())
    assert had_access(cast.ana, cast.page, tomorrow)


def test_asked_for_again_after_its_last_day(cast: Cast, as_: SignIn, travel: Travel) -> None:
    old = there(cast, ends_on=today())
    travel(today() + timedelta(days=1))
    new = asked(cast)
    grant_access(grant=new, ends_on=None, actor=cast.priya)
    old.refresh_from_db()
    assert (old.status, old.continued_as, old.removed_on) == ("ended", new, None)
    assert not listed(as_, cast, "to_remove")


# --- Longer, suspended, given back ------------------------------------------------------------


@pytest.mark.clause("LLTC-12.1-b")
def test_an_extension_is_a_new_decision(cast: Cast, as_: SignIn) -> None:
    grant = there(cast, ends_on=today())
    later = in_boxes("ends_on", today() + timedelta(days=3))
    assert step(as_, cast.priya, "extend", grant, **later).status_code == 422
    assert step(as_, cast.cora, "extend", grant, **later, reason="Rain").status_code == 403
    assert step(as_, cast.priya, "extend", grant, **later, reason="Rain").status_code == 302
    grant.refresh_from_db()
    assert grant.ends_on == today() + timedelta(days=3)
    outcomes = list(grant.decisions.values_list("outcome", "ends_on"))
    assert outcomes == [("granted", today()), ("extended", grant.ends_on)]


def test_what_is_over_is_not_extended(cast: Cast, travel: Travel) -> None:
    grant = there(cast, ends_on=today())
    travel(today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="Ask for it again"):
        extend_access(grant=grant, ends_on=None, reason="Rain", actor=cast.priya)


def test_an_earlier_day_is_no_extension(cast: Cast, as_: SignIn) -> None:
    grant = there(cast, ends_on=today())
    same = in_boxes("ends_on", today())
    response = step(as_, cast.priya, "extend", grant, **same, reason="Rain")
    assert response.status_code == 409 and "must be later" in response.text
    open_end = there(cast, cast.cora)
    response = step(as_, cast.priya, "extend", open_end, reason="Rain")
    assert response.status_code == 409 and "has no last day" in response.text
    secret = in_boxes("ends_on", today() + timedelta(days=1))
    response = step(as_, cast.priya, "extend", grant, **secret, reason="The password is Xy7!kLm9")
    assert response.status_code == 409 and "looks like a password" in response.text


@pytest.mark.parametrize("name", ["extend", "resume"])
def test_nobody_gives_themself_more(cast: Cast, as_: SignIn, name: str) -> None:
    a_rulebook(
        cast.ashford,
        **{**RULES, "grant_access": chosen({"offices": ["town-clerk", "events-officer"]})},
    )
    grant = suspended(cast) if name == "resume" else there(cast, ends_on=today())
    response = step(as_, cast.ana, name, grant, reason="I need it")
    assert response.status_code == 409 and "your own access" in response.text


def test_suspended_and_given_back(cast: Cast, as_: SignIn) -> None:
    grant = there(cast)
    OutboxMessage.objects.all().delete()
    assert step(as_, cast.priya, "suspend", grant).status_code == 422
    assert step(as_, cast.priya, "suspend", grant, reason="On leave").status_code == 302
    assert "On leave" in OutboxMessage.objects.get().body
    assert not had_access(cast.ana, cast.page, today())
    assert listed(as_, cast, "to_remove") == [grant]
    assert step(as_, cast.priya, "suspend", grant, reason="On leave").status_code == 409
    assert step(as_, cast.priya, "resume", grant, reason="Back again").status_code == 302
    assert had_access(cast.ana, cast.page, today())
    grant.refresh_from_db()
    assert grant.confirmed_on  # nobody had taken it off the platform


def test_what_was_taken_off_the_platform_is_set_up_again(cast: Cast, as_: SignIn) -> None:
    grant = suspended(cast)
    confirm_removed(grant=grant, removed_on=today(), how="Page access", actor=cast.priya)
    resume_access(grant=grant, actor=cast.priya)
    assert listed(as_, cast, "to_confirm") == [grant]


# --- Ended, withdrawn -------------------------------------------------------------------------


def test_ended_by_who_grants_or_given_up(cast: Cast, as_: SignIn) -> None:
    anas, coras = there(cast), there(cast, cast.cora)
    assert step(as_, cast.rita, "end", anas, reason="Gone").status_code == 403
    assert step(as_, cast.ana, "end", coras, reason="Gone").status_code == 403
    assert step(as_, cast.ana, "end", anas).status_code == 422
    assert step(as_, cast.ana, "end", anas, reason="Not mine to do").status_code == 302
    assert step(as_, cast.priya, "end", coras, reason="Another job").status_code == 302
    assert set(listed(as_, cast, "to_remove")) == {anas, coras}
    assert step(as_, cast.priya, "end", coras, reason="Again").status_code == 409


@pytest.mark.clause("FTC-9-b", "LLTC-6.1-a")
def test_misuse_ends_all_at_once_and_lists_each_account(cast: Cast, as_: SignIn) -> None:
    a_rulebook(
        cast.ashford,
        **{
            **RULES,
            "grant_access": chosen({"offices": ["town-clerk", "events-officer"]}),
            "withdraw_access": chosen({"offices": ["town-clerk"]}),
        },
    )
    instagram = AccountFactory(council=cast.ashford, platform="instagram", handle="ashford")
    first, second = there(cast, cast.cora), there(cast, cast.cora, what=instagram)
    # The deputy grants access and still may not withdraw it.
    typed = {"scope": "all", "reason": "Posted party politics"}
    assert step(as_, cast.ana, "misuse", first, **typed).status_code == 403
    assert step(as_, cast.priya, "misuse", first, scope="all").status_code == 422
    response = step(as_, cast.priya, "misuse", first, **typed)
    assert response.status_code == 302
    page = as_(cast.priya).get(response["Location"]).text
    assert first.reference in page and second.reference in page
    assert not had_access(cast.cora, cast.page, today())
    assert first.decisions.last().reason == "Posted party politics"  # type: ignore[union-attr]
    assert AuditEvent.objects.about(second).filter(verb="grant.withdrawn").exists()
    assert step(as_, cast.priya, "misuse", first, **typed).status_code == 409


def test_misuse_of_one_leaves_the_other(cast: Cast, as_: SignIn) -> None:
    instagram = AccountFactory(council=cast.ashford, platform="instagram", handle="ashford")
    first, second = there(cast, cast.cora), there(cast, cast.cora, what=instagram)
    step(as_, cast.priya, "misuse", first, scope="only", reason="Shared the login")
    assert listed(as_, cast, "in_force") == [second]


def test_nobody_withdraws_their_own(cast: Cast, as_: SignIn) -> None:
    grant = found(cast, "Priya", member_of(cast, cast.priya))
    priya = member_of(cast, cast.priya)
    with pytest.raises(RuleBroken, match="Withdraw access for misuse"):
        withdraw_for_misuse(membership=priya, reason="Oops", actor=cast.ana)
    response = step(as_, cast.priya, "misuse", grant, scope="all", reason="Oops")
    assert response.status_code == 409 and "your own access" in response.text


def test_a_locum_has_access_at_each_council_by_itself(cast: Cast) -> None:
    """Somebody who serves two councils is two members; ending one leaves the other."""
    theirs = cast.barham.memberships.create(
        person=cast.ana, category="contractor", starts_on=today()
    )
    account = cast.barham.official_accounts.get()
    grant = request_access(
        membership=theirs,
        what=account,
        level=Level.TASK,
        why=WHY,
        starts_on=today(),
        actor=cast.ana,
    )
    grant_access(grant=grant, ends_on=None, actor=cast.oscar)
    there(cast)
    assert had_access(cast.ana, account, today()) and had_access(cast.ana, cast.page, today())
    with pytest.raises(RuleBroken, match="do not belong to this council"):
        confirm_removed(grant=grant, removed_on=today(), how="No", actor=cast.priya)
    cast.barham.memberships.filter(pk=theirs.pk).update(ends_on=today())
    cast.barham.memberships.filter(pk=theirs.pk).update(
        starts_on=today() - timedelta(days=1), ends_on=today() - timedelta(days=1)
    )
    assert not had_access(cast.ana, account, today()) and had_access(cast.ana, cast.page, today())
