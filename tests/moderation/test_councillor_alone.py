"""A councillor's office that authorises: one warning, a minute, and never without both."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Appointment, Office, Person
from councilsm.audit.models import AuditEvent
from moderation.drafts.models import AloneAcceptance, Decision
from tests.accounts.changing import changing, in_boxes
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]
ALONE = "/c/ashford/approvals/alone/"
CHAIR = RULES | {"authorise_new_post": chosen({"offices": ["town-clerk", "chair"]})}
MAY = CHAIR | {"councillors_may_authorise": chosen(True)}


def typed(**changes: Any) -> dict[str, Any]:
    resolved = in_boxes("resolved_on", today() - timedelta(days=30))
    return {"minute": "26/44", "read": "on", **resolved, **changes}


@pytest.fixture
def dev(cast: Cast) -> Person:
    """Cllr Dev is the Chair, whose office authorises new posts."""
    give_rules(cast, MAY)
    office = Office.objects.create(council=cast.ashford, key="chair", title="Chair")
    Appointment.objects.create(
        council=cast.ashford,
        office=office,
        membership=cast.dev.memberships.get(),
        starts_on=today() - timedelta(days=1),
    )
    return cast.dev


def give_rules(cast: Cast, rules: dict[str, Any]) -> None:
    from tests import cast as known

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(known.OFFICES, "chair", "Chair")
        a_rulebook(cast.ashford, **rules)


def test_the_warning_comes_once_and_decisions_carry_the_minute(
    cast: Cast, as_: As, dev: Person
) -> None:
    first, second = waiting(cast), waiting(cast, title="Market day")
    chair = as_(dev)
    assert "Read the warning" in chair.get(decide(first)).content.decode()
    refused = chair.post(decide(first), decision(first))
    assert refused.status_code == 409
    assert not Decision.objects.exists()
    assert "section 101" in chair.get(ALONE).content.decode()
    assert chair.post(ALONE, typed(next=first.number))["Location"] == decide(first).replace(
        first.reference, first.reference
    )
    for draft in (first, second):
        assert "Read the warning" not in chair.get(decide(draft)).content.decode()
        assert chair.post(decide(draft), decision(draft)).status_code == 302
    sources = set(Decision.objects.values_list("source", flat=True))
    assert all("minute 26/44" in source for source in sources)
    assert Decision.objects.count() == 2
    event = AuditEvent.objects.get(verb="alone.accepted")
    assert (event.actor_id, event.office_id) == (dev.pk, Office.objects.get(key="chair").pk)


@pytest.mark.parametrize(
    "wrong",
    [{"minute": ""}, {"read": ""}, in_boxes("resolved_on", today() + timedelta(days=2))],
    ids=["no minute", "not read", "tomorrow"],
)
def test_never_without(cast: Cast, as_: As, dev: Person, wrong: dict[str, Any]) -> None:
    assert as_(dev).post(ALONE, typed(**wrong)).status_code == 422
    assert not AloneAcceptance.objects.exists()


@pytest.mark.parametrize("said", [None, False], ids=["not set", "no"])
def test_not_where_the_rules_do_not_say_yes(
    cast: Cast, as_: As, dev: Person, said: bool | None
) -> None:
    rule = {} if said is None else {"councillors_may_authorise": chosen(said)}
    give_rules(cast, CHAIR | rule)
    draft, chair = waiting(cast), as_(dev)
    assert chair.get(ALONE).status_code == 403
    response = chair.post(decide(draft), decision(draft))
    assert response.status_code == 409
    assert "A councillor cannot authorise a post alone" in response.content.decode()


def test_what_was_accepted_ends_with_the_rule(cast: Cast, as_: As, dev: Person) -> None:
    draft, chair = waiting(cast), as_(dev)
    chair.post(ALONE, typed())
    give_rules(cast, CHAIR)
    assert as_(dev).post(decide(draft), decision(draft)).status_code == 409


def test_another_councillor_has_their_own_warning(cast: Cast, as_: As, dev: Person) -> None:
    from tests.cast import a_member

    as_(dev).post(ALONE, typed())
    eve = a_member(cast.ashford, "Cllr Eve", "chair", category="councillor")
    draft = waiting(cast)
    assert as_(eve).post(decide(draft), decision(draft)).status_code == 409


def test_officers_are_not_asked(cast: Cast, as_: As, dev: Person) -> None:
    draft = waiting(cast)
    assert as_(cast.priya).get(ALONE).status_code == 403
    assert as_(cast.priya).post(decide(draft), decision(draft)).status_code == 302
    assert "minute 26/44" not in Decision.objects.get().source


def test_the_team_is_no_way_round(cast: Cast, as_: As, dev: Person) -> None:
    """A councillor on the team holds no office that authorises, so has no such right."""
    team = chosen({"offices": ["town-clerk"], "team": True})
    give_rules(cast, MAY | {"authorise_new_post": team})
    draft = waiting(cast)
    dev.memberships.get().team_seats.create(council=cast.ashford, starts_on=today())
    response = as_(dev).post(decide(draft), decision(draft))
    assert response.status_code == 409
    assert "You may not authorise a new post" in response.content.decode()


def test_the_rule_can_be_set_in_the_browser(cast: Cast, as_: As) -> None:
    said = changing(cast.ashford, answer="yes")
    del said["offices"]
    url = "/c/ashford/rules/councillors-may-authorise/"
    assert as_(cast.adam).post(url, said).status_code == 302
    book = type(cast.ashford).objects.get(pk=cast.ashford.pk).rulebook
    assert book.rules.councillors_may_authorise.value is True
