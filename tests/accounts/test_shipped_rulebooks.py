"""The rulebooks we ship say what each council's policy says, and nothing that it does not.

No clause is claimed here: a value in a file shows no duty, the feature that follows it does.
"""

import csv
from pathlib import Path

import pytest
from pydantic import ValidationError

from accounts.councils.rulebook import (
    SHIPPED,
    Approvals,
    Reason,
    Repeats,
    Review,
    Route,
    Rulebook,
    Step,
    shipped,
)
from councilsm.duties import Duty

PREFIXES = {
    "dunstable": "DTC",
    "leighton-linslade": "LLTC",
    "flitwick": "FTC",
    "heanor-loscoe": "HLTC",
    "ludlow": "LTC",
}
COUNCILS = sorted(PREFIXES)
CLAUSES = Path(__file__).parents[2] / "docs" / "clauses.csv"


@pytest.fixture(scope="module")
def councils_of_clauses() -> dict[str, str]:
    """Clause id to the prefix of the council whose policy it stands in."""
    with CLAUSES.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["council"] for row in csv.DictReader(file)}


def reasons(book: Rulebook) -> list[Reason]:
    rules = book.rules
    lists = (
        *(rules.draft_refusal_reasons, rules.removal_reasons),
        rules.personal_account_grounds,
    )
    return [reason for rule in lists for reason in rule.value or ()]


def set_rules(book: Rulebook) -> set[str]:
    return {name for name, rule in book.each() if rule.is_set}


# Every file


def test_every_shipped_file_is_one_of_the_five_or_the_starter() -> None:
    assert {path.stem for path in SHIPPED.glob("*.toml")} == {*COUNCILS, "starter"}


@pytest.mark.parametrize("name", [*COUNCILS, "starter"])
def test_file_loads_under_its_own_name(name: str) -> None:
    book = shipped(name)

    assert book.name == name
    assert book.proper_officer == "town-clerk"


@pytest.mark.parametrize("name", COUNCILS)
def test_clauses_are_of_that_councils_policy(
    name: str, councils_of_clauses: dict[str, str]
) -> None:
    prefix = PREFIXES[name]
    book = shipped(name)
    cited = {rule.clause for _, rule in book.each() if rule.is_set}
    cited |= {reason.clause for reason in reasons(book)}

    for clause in cited | set(book.clauses):
        assert clause.startswith(f"{prefix}-")
        assert councils_of_clauses.get(clause) == prefix, f"{clause} is not in {CLAUSES.name}"


@pytest.mark.parametrize("name", COUNCILS)
def test_every_clause_cited_has_a_title(name: str) -> None:
    book = shipped(name)

    assert all(title.strip() for title in book.clauses.values())
    for reason in reasons(book):
        assert reason.clause in book.clauses, f"{reason.code} cites {reason.clause!r}"


@pytest.mark.parametrize("name", COUNCILS)
def test_no_shipped_rule_is_a_choice(name: str) -> None:
    for rule_name, rule in shipped(name).each():
        assert not rule.minute, rule_name
        assert rule.decided_on is None, rule_name
        assert bool(rule.clause) == rule.is_set, rule_name


@pytest.mark.parametrize("name", COUNCILS)
def test_no_reason_stands_twice_in_a_list(name: str) -> None:
    rules = shipped(name).rules
    for rule in (rules.draft_refusal_reasons, rules.removal_reasons):
        codes = [reason.code for reason in rule.value or ()]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", COUNCILS)
def test_each_set_rule_beside_its_clause(name: str) -> None:
    """For a person to read: `pytest -rP -k beside`."""
    book = shipped(name)
    print(f"\n{name}")
    for rule_name, rule in book.each():
        if not rule.is_set:
            continue
        title = book.clauses[rule.clause].strip()
        if rule_name.endswith("_reasons"):
            print(f"  {rule_name}  [{rule.clause}: {title}]")
            for reason in rule.value or ():
                print(f"    {reason.label}  [{reason.clause}: {book.clauses[reason.clause]}]")
        else:
            print(f"  {rule_name} = {rule.value}  [{rule.clause}: {title}]")
        assert title
    unset = sorted({name for name, _ in book.each()} - set_rules(book))
    print(f"  Not set: {', '.join(unset)}")


# To whom a report goes, and what follows it


@pytest.mark.parametrize(
    ("name", "rule", "route"),
    [
        (
            "dunstable",
            "report_harmful",
            Route(offices=("marketing-communications-officer",), platform=True),
        ),
        (
            "leighton-linslade",
            "report_abuse",
            Route(offices=("town-clerk", "corporate-governance-manager")),
        ),
        (
            "leighton-linslade",
            "report_misuse",
            Route(offices=("town-clerk", "corporate-governance-manager")),
        ),
        ("leighton-linslade", "report_disrepute", Route(line_manager=True)),
        ("leighton-linslade", "report_mistake", Route(line_manager=True)),
        ("ludlow", "report_abuse", Route(offices=("town-clerk",), line_manager=True)),
        (
            "heanor-loscoe",
            "report_abuse",
            Route(offices=("town-clerk",), group_leader=True, police=True),
        ),
        ("flitwick", "report_newsworthy", Route(team=True)),
        ("flitwick", "report_damage", Route(team=True)),
        ("flitwick", "report_disrepute", Route(offices=("town-clerk",))),
    ],
)
def test_a_report_goes_to_whom_the_policy_names(name: str, rule: str, route: Route) -> None:
    assert getattr(shipped(name).rules, rule).value == route


def test_flitwick_blocks_and_reports_who_posts_again() -> None:
    steps = (Step.REPORT, Step.BLOCK)
    assert shipped("flitwick").rules.repeat_authors.value == Repeats(earlier=1, steps=steps)


def test_no_policy_says_who_destroys_evidence_or_confirms_it() -> None:
    for name in COUNCILS:
        rules = shipped(name).rules
        assert not rules.destroy_evidence.is_set
        assert not rules.evidence_confirmed.is_set


# Silence


def test_starter_sets_no_rule() -> None:
    assert set_rules(shipped("starter")) == set()


def test_heanor_and_loscoe_leaves_every_rule_but_two_to_the_council() -> None:
    assert set_rules(shipped("heanor-loscoe")) == {"report_abuse", "no_promotion"}


def test_leighton_linslade_has_no_review_period() -> None:
    assert not shipped("leighton-linslade").rules.review.is_set


@pytest.mark.parametrize("name", ["dunstable", "leighton-linslade", "heanor-loscoe", "starter"])
def test_drafts_wait_with_the_proper_officer_where_the_policy_does_not_say_who(name: str) -> None:
    book = shipped(name)
    others = {office.key for office in book.offices} - {book.proper_officer}

    assert Duty.AUTHORISE_POSTS in book.duties_of({book.proper_officer}, team=False)
    assert Duty.AUTHORISE_POSTS not in book.duties_of(others, team=True)


@pytest.mark.parametrize("name", COUNCILS)
def test_no_policy_asks_for_a_second_person_or_says_who_decides_blocks(
    name: str,
) -> None:
    rules = shipped(name).rules

    assert not rules.second_person.is_set
    assert not rules.decide_blocks.is_set


# Whom a policy speaks of


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("dunstable", {"staff", "councillors"}),
        ("leighton-linslade", {"staff"}),
        ("heanor-loscoe", {"councillors"}),
    ],
)
def test_a_rulebook_says_whom_its_policy_speaks_of(name: str, groups: set[str]) -> None:
    book = shipped(name)

    assert book.scope
    assert set(book.scope.groups) == groups
    assert book.scope.speaks_of_council_posts is ("staff" in groups)
    assert book.scope.clause in book.clauses


def test_the_starter_claims_no_scope() -> None:
    assert shipped("starter").scope is None


def test_a_scope_cites_a_clause_that_is_there() -> None:
    values = shipped("heanor-loscoe").model_dump(mode="json")
    values["scope"]["clause"] = "HLTC-nowhere"

    with pytest.raises(ValidationError, match="HLTC-nowhere"):
        Rulebook.model_validate(values)


# Reviews


@pytest.mark.parametrize(
    ("name", "review"),
    [
        pytest.param("dunstable", Review(months=12)),
        pytest.param("flitwick", Review(months=48)),
        pytest.param("ludlow", Review(due="2029-04")),
    ],
)
def test_review_is_due_as_the_policy_says(name: str, review: Review) -> None:
    assert shipped(name).rules.review.value == review


def test_somebody_approves_a_new_account() -> None:
    assert Approvals(meeting=True)
    with pytest.raises(ValidationError, match="at least one office, or a meeting"):
        Approvals(offices=(), meeting=False)
