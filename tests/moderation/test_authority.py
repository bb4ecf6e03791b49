"""Who may decide which draft: said of one by an action, of a row by a list, of many by a query."""

from typing import Any

import pytest

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.people.models import Person
from moderation.drafts.authority import decidable_by, holders_of, is_theirs, may_decide
from moderation.drafts.deciders import able_to_decide
from moderation.drafts.models import Draft
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.drafting import waiting

CLERK, COMMS = {"offices": ["town-clerk"]}, {"offices": ["comms-officer"]}
ALL = [kind.value for kind in Kind]

#: The rules, and how many of the six drafts the clerk then decides, who wrote three of them.
RULEBOOKS: dict[str, tuple[dict[str, Any], int]] = {
    "all kinds, no second person": ({"second_person": chosen([])}, 6),
    "all kinds, a second person for all": ({"second_person": chosen(ALL)}, 3),
    "all kinds, a second person for new posts": ({"second_person": chosen(["new_post"])}, 5),
    "some kinds, no second person": ({"authorise_reply": chosen(COMMS), "second_person": None}, 4),
    "some kinds, a second person for new posts": ({"authorise_reply": chosen(COMMS)}, 3),
    "some kinds, a second person for others": (
        {"authorise_reply": chosen(COMMS), "second_person": chosen(["reply"])},
        4,
    ),
    "a rule that is not set": ({"authorise_share": None}, 3),
    "the team": ({"authorise_share": chosen({"team": True})}, 3),
}


def is_among_the_able(person: Person, draft: Draft) -> bool:
    """Without a rule the proper officer is told of a draft, and cannot decide it either."""
    council, kind = draft.council, Kind(draft.kind)
    able = able_to_decide(council, kind, draft.author_id)
    return holders_of(council, kind) is not None and able.filter(pk=person.pk).exists()


@pytest.mark.parametrize(("rules", "clerks"), RULEBOOKS.values(), ids=list(RULEBOOKS))
def test_all_who_ask_who_may_decide_get_one_answer(
    cast: Cast, rules: dict[str, Any], clerks: int
) -> None:
    a_member(cast.ashford, "Tom", "town-clerk")
    a_member(cast.ashford, "Cllr Val", "town-clerk", category="councillor")
    a_member(cast.ashford, "Tess", team=True)
    for kind in (Kind.NEW_POST, Kind.REPLY, Kind.SHARE):
        for author in (cast.ana, cast.priya):
            waiting(cast, author=author, kind=kind.value, text=f"{kind} by {author}.")
    kept = {name: rule for name, rule in (RULES | rules).items() if rule is not None}
    a_rulebook(cast.ashford, **kept)
    council = Council.objects.get(pk=cast.ashford.pk)
    drafts = list(council.drafts.waiting().select_related("current"))
    decided = {}
    for person in Person.objects.all():
        may = {draft.pk for draft in drafts if may_decide(draft, person)}
        decided[person.name] = may
        assert may == {draft.pk for draft in drafts if is_among_the_able(person, draft)}, person
        membership = person.membership_at(council)
        if membership is None:
            assert not may
            continue
        assert may == {draft.pk for draft in drafts if is_theirs(draft, membership)}, person
        many = council.drafts.waiting().filter(decidable_by(membership))
        assert may == set(many.values_list("pk", flat=True)), person
    assert len(decided["Priya"]) == clerks
    assert not decided["Cllr Val"] and not decided["Leo"]
    assert bool(decided["Tess"]) == ("authorise_share" in rules and "authorise_share" in kept)
