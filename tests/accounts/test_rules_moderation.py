"""The rules about what the public posts: to whom a report goes, who sees a case, what follows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.councils.rulebook import CaseHolders, Repeats, Route, Step
from accounts.people.models import Person
from tests.accounts.changing import RULES_PAGE, changing
from tests.accounts.setting_up import latest
from tests.cast import Cast

As = Callable[[Person], Client]


def saved(cast: Cast, as_: As, name: str, **typed: Any) -> Any:
    """The value of a rule after its page was sent."""
    page = f"{RULES_PAGE}{name.replace('_', '-')}/"
    response = as_(cast.adam).post(page, changing(cast.ashford, **typed))
    assert response.status_code == 302, response.context["form"].errors
    return getattr(latest(cast.ashford).rulebook.rules, name).value


def rules_page(cast: Cast, as_: As) -> str:
    return " ".join(as_(cast.ana).get(RULES_PAGE).content.decode().split())


def test_a_route_names_all_who_are_told(cast: Cast, as_: As) -> None:
    route = saved(
        cast,
        as_,
        "report_abuse",
        offices=["town-clerk", "+"],
        new_office="Deputy Clerk",
        also=["group_leader", "police", "platform"],
    )
    assert route == Route(
        offices=("town-clerk", "deputy-clerk"),
        team=True,
        platform=True,
        group_leader=True,
        police=True,
    )
    page = rules_page(cast, as_)
    assert (
        "The Town Clerk, the Deputy Clerk, the admin team, the platform, the leader of a "
        "councillor’s political group and the police"
    ) in page
    assert "the first to take it owns it" in page
    assert "Open until the platform’s reference is recorded" in page


def test_a_route_may_be_the_line_manager_alone(cast: Cast, as_: As) -> None:
    assert "Until then it goes to the Town Clerk." in rules_page(cast, as_)
    route = saved(cast, as_, "report_mistake", offices=[], also=["line_manager"])
    assert route == Route(line_manager=True)
    assert "The line manager of whoever reports" in rules_page(cast, as_)


def test_restricted_cases_are_seen_by_kind(cast: Cast, as_: As) -> None:
    value = saved(
        cast, as_, "restricted_cases", abuse=["town-clerk", "auditor"], hijack=["auditor"]
    )
    assert value == CaseHolders(abuse=("town-clerk", "auditor"), hijack=("auditor",))
    page = rules_page(cast, as_)
    assert "Threats or abuse against staff or councillors: Town Clerk and Internal Auditor" in page
    assert "Hijacked account: Internal Auditor" in page


def test_what_follows_when_somebody_posts_again(cast: Cast, as_: As) -> None:
    value = saved(cast, as_, "repeat_authors", earlier="2", steps=["warn", "block"])
    assert value == Repeats(earlier=2, steps=(Step.WARN, Step.BLOCK))
    assert "After 2 earlier entries, these are suggested:" in rules_page(cast, as_)


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("reply_days", "1", "Within 1 working day<"),
        ("reply_days", "10", "Within 10 working days"),
        ("watch_days", "1", "At least every day"),
    ],
)
def test_days_are_said_with_their_unit(
    cast: Cast, as_: As, name: str, number: str, said: str
) -> None:
    assert saved(cast, as_, name, number=number) == int(number)
    assert said in rules_page(cast, as_)


def test_grounds_for_a_personal_account_are_picked_or_typed(cast: Cast, as_: As) -> None:
    grounds = saved(
        cast, as_, "personal_account_grounds", reasons="The police asked", picks=["breach"]
    )
    assert [ground.label for ground in grounds] == [
        "The police asked",
        "It seems to break our policy",
    ]


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("report-harmful", {"offices": [], "also": ["platform"]}, "offices"),
        ("report-harmful", {"also": ["pope"]}, "also"),
        ("restricted-cases", {}, "abuse"),
        ("repeat-authors", {"earlier": "0", "steps": ["warn"]}, "earlier"),
        ("repeat-authors", {"earlier": "1"}, "steps"),
        ("reply-days", {"number": "91"}, "number"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field(
    cast: Cast, as_: As, name: str, typed: dict[str, Any], field: str
) -> None:
    response = as_(cast.adam).post(f"{RULES_PAGE}{name}/", changing(cast.ashford, **typed))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert latest(cast.ashford).number == 1
