"""Records of conduct for tests: made by the action, or as their pages post them."""

from datetime import timedelta
from typing import Any

from accounts.councils.rulebook import Rulebook, shipped
from accounts.dates import today
from accounts.people.models import Membership, Person
from moderation.conduct.actions import ask_removal, record_conduct
from moderation.conduct.models import Conduct, RemovalRequest
from tests.accounts.changing import in_boxes
from tests.accounts.granting import member_of
from tests.cast import RULES, Cast, a_rulebook, chosen

CONDUCT = "/c/ashford/conduct/"
POST = "https://www.facebook.com/ana.reed/posts/77"
SHIPPED = {
    "DTC": "dunstable",
    "FTC": "flitwick",
    "HLTC": "heanor-loscoe",
    "LLTC": "leighton-linslade",
}

#: Grounds, and the administrator lets somebody in if the clerk is gone.
GROUNDS = {
    "caretaker": chosen("administrator"),
    "personal_account_grounds": chosen(
        [{"code": "breach", "label": "It breaks the policy"}, {"code": "role", "label": "The job"}]
    ),
}


def with_grounds(cast: Cast, *clauses: str, **rules: Any) -> None:
    """Ashford lists grounds, and has these clauses as the councils have them that they are of."""
    version = a_rulebook(cast.ashford, **RULES | GROUNDS | rules)
    titles = {key: shipped(SHIPPED[key.partition("-")[0]]).clauses[key] for key in clauses}
    values = version.rulebook.model_dump(mode="json") | {"clauses": titles}
    cast.ashford.rulebook_versions.create(
        number=version.number + 1,
        values=Rulebook.model_validate(values).model_dump_json(),
        digest="",
        in_force_from=version.in_force_from,
        why="x",
    )


def managed_by(cast: Cast, person: Person, office: str) -> Membership:
    """Somebody's line manager is who holds an office."""
    member = member_of(cast, person)
    member.line_manager = cast.ashford.offices.get(key=office)
    member.save()
    return member


def a_conduct(cast: Cast, about: Person | None = None, **more: Any) -> Conduct:
    """Cora records a post of Ana's, or of somebody else."""
    member = member_of(cast, about or cast.ana)
    values: dict[str, Any] = {
        "kind": "councillor" if member.is_councillor else "employee",
        **{"platform": "facebook", "url": POST, "actor": cast.cora},
        **({"example": "respect"} if member.is_councillor else {"ground_words": "We were told"}),
    }
    return record_conduct(council=cast.ashford, about=member, **values | more)


def a_removal(cast: Cast, conduct: Conduct | None = None, **more: Any) -> RemovalRequest:
    """Priya asked Ana to take it down within a week."""
    conduct = conduct or a_conduct(cast)
    days = {"asked_on": today(), "due_on": today() + timedelta(days=7)}
    values = {"asked": conduct.kind, **days, "actor": cast.priya} | more
    return ask_removal(conduct=conduct, **values)


def typed(cast: Cast, whose: Person, **more: Any) -> dict[str, Any]:
    """What the page that records it posts."""
    sent = {"url": POST, "platform": "", "prohibited": "", "told": "clerk"}
    return {"about": member_of(cast, whose).pk, **sent, **more}


def asking(**more: Any) -> dict[str, Any]:
    """What the page posts on which removal is asked for."""
    return {
        "asked": "employee",
        **in_boxes("asked_on", today()),
        **in_boxes("due_on", today() + timedelta(days=7)),
        **more,
    }


def _number(cast: Cast) -> list[Any]:
    return [a_conduct(cast).number]


def _of_councillor(cast: Cast) -> list[Any]:
    return [a_conduct(cast, cast.dev).number]


def _removal(cast: Cast) -> list[Any]:
    removal = a_removal(cast)
    return [removal.conduct.number, removal.pk]


#: What to put into each address of conduct, after the council's.
ADDRESSES = {
    **dict.fromkeys(("conduct:detail", "conduct:removal", "conduct:close"), _number),
    **dict.fromkeys(("conduct:referral", "conduct:decided"), _of_councillor),
    **dict.fromkeys(("conduct:answer", "conduct:refusal"), _removal),
}
