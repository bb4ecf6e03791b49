"""What the shipped rulebook of each council says of its own, as its policy does.

No clause is claimed here, as in test_shipped_rulebooks.
"""

import pytest

from accounts.councils.rulebook import AUTHORITY, Approvals, Holders, Kind, shipped
from councilsm.duties import Duty

# Flitwick


def test_flitwick_refuses_drafts_for_politics_but_removes_nothing_for_it() -> None:
    rules = shipped("flitwick").rules
    refusals = {reason.code: reason.clause for reason in rules.draft_refusal_reasons.value or ()}
    removals = {reason.code: reason.clause for reason in rules.removal_reasons.value or ()}

    assert refusals["political"] == "FTC-6.5-h"
    assert "political" not in removals
    assert "FTC-6.5-h" not in removals.values()


def test_flitwick_removes_only_for_what_section_6_5_lists() -> None:
    removals = shipped("flitwick").rules.removal_reasons.value or ()

    assert {reason.clause for reason in removals} == {
        *(f"FTC-6.5-{letter}" for letter in "abcdefg"),
        "FTC-6.5-k",
    }
    assert not any(reason.needs_words for reason in removals), "the list has no open end"


def test_flitwick_asks_for_words_when_a_draft_is_refused_for_another_reason() -> None:
    refusals = shipped("flitwick").rules.draft_refusal_reasons.value or ()

    assert [reason.clause for reason in refusals if reason.needs_words] == ["FTC-6.5-i"]


@pytest.mark.parametrize("kind", [Kind.NEW_POST, Kind.SHARE, Kind.CORRECTION])
def test_flitwick_clerk_deputy_and_team_authorise_what_goes_out(kind: Kind) -> None:
    rule = getattr(shipped("flitwick").rules, AUTHORITY[kind])

    assert rule.value == Holders(offices=("town-clerk", "deputy-town-clerk"), team=True)
    assert rule.clause == "FTC-6.3-a"


def test_flitwick_replies_are_for_the_team() -> None:
    rule = shipped("flitwick").rules.authorise_reply

    assert rule.value == Holders(team=True)
    assert rule.clause == "FTC-6.4-c"


def test_flitwick_officer_off_the_team_neither_authorises_nor_records_posts() -> None:
    book = shipped("flitwick")
    off_team = book.duties_of({"communications-officer"}, team=False)
    on_team = book.duties_of({"communications-officer"}, team=True)

    assert not {Duty.AUTHORISE_POSTS, Duty.RECORD_POSTS} & set(off_team)
    assert {Duty.AUTHORISE_POSTS, Duty.RECORD_POSTS} <= set(on_team)


def test_flitwick_team_member_cannot_grant_access_but_clerk_and_deputy_can() -> None:
    book = shipped("flitwick")

    assert Duty.GRANT_ACCESS not in book.duties_of({"communications-manager"}, team=True)
    assert Duty.GRANT_ACCESS in book.duties_of({"town-clerk"}, team=False)
    assert Duty.GRANT_ACCESS in book.duties_of({"deputy-town-clerk"}, team=False)


def test_flitwick_deputy_changes_the_team_only_in_urgency_and_the_clerk_reviews() -> None:
    book = shipped("flitwick")
    deputy = book.duties_of({"deputy-town-clerk"}, team=True)

    assert book.rules.appoint_team.value == Holders(offices=("town-clerk",))
    assert book.rules.urgent_team_changes.value == Holders(offices=("deputy-town-clerk",))
    assert book.rules.review_team_changes.value == Holders(offices=("town-clerk",))
    assert not {Duty.APPOINT_TEAM, Duty.REVIEW_TEAM_CHANGES} & set(deputy)


def test_flitwick_team_has_six_offices() -> None:
    book = shipped("flitwick")

    assert [book.title(key) for key in book.rules.team_offices.value or ()] == [
        "Town Clerk",
        "Deputy Town Clerk",
        "Communications & Marketing Manager",
        "Communications & Marketing Officer",
        "Community Services Manager",
        "Weddings and Events Coordinator",
    ]


def test_flitwick_clerk_keeps_the_register_and_agrees_new_accounts() -> None:
    rules = shipped("flitwick").rules

    assert rules.keep_register.value == Holders(offices=("town-clerk",))
    assert rules.new_account.value == Approvals(offices=("town-clerk",))


def test_flitwick_councillors_authorise_nothing() -> None:
    rule = shipped("flitwick").rules.councillors_may_authorise

    assert rule.value is False
    assert rule.clause == "FTC-8-b"


def test_flitwick_own_devices_take_permission_and_saved_logins_the_clerks() -> None:
    devices = shipped("flitwick").rules.devices.value

    assert devices is not None
    assert devices.use == "with_permission"
    assert devices.permission_from == ("town-clerk", "deputy-town-clerk")
    assert devices.saved_logins_from == ("town-clerk",)
    assert devices.shortest_pin == 6


def test_flitwick_doubts_go_to_the_clerk() -> None:
    assert shipped("flitwick").rules.advice.value == ("town-clerk",)


# Dunstable


def test_dunstable_head_of_service_decides_unblock_requests_and_the_clerk_does_not() -> None:
    book = shipped("dunstable")

    assert Duty.DECIDE_UNBLOCKS in book.duties_of({"head-of-service"}, team=False)
    assert Duty.DECIDE_UNBLOCKS not in book.duties_of({"town-clerk"}, team=False)


def test_dunstable_new_account_takes_two_offices() -> None:
    rule = shipped("dunstable").rules.new_account

    assert rule.value == Approvals(offices=("town-clerk", "marketing-communications-officer"))
    assert rule.clause == "DTC-1.1-g"


def test_dunstable_doubts_go_to_two_offices() -> None:
    advisers = shipped("dunstable").rules.advice.value or ()

    assert set(advisers) == {"head-of-community-services", "town-clerk"}


@pytest.mark.parametrize(
    ("clause", "codes"),
    [
        pytest.param(clause, codes)
        for clause, codes in {
            "DTC-3.1-a": {"abuse"},
            "DTC-3.1-b": {"hate"},
            "DTC-3.1-c": {"defamation"},
            "DTC-3.1-d": {"copyright", "data_protection", "court_restriction"},
            "DTC-3.1-e": {"misinformation", "incitement"},
            "DTC-3.1-f": {"personal_attack"},
        }.items()
    ],
)
def test_dunstable_removal_reasons_follow_its_list(clause: str, codes: set[str]) -> None:
    removals = shipped("dunstable").rules.removal_reasons.value or ()

    assert {reason.code for reason in removals if reason.clause == clause} == codes


def test_dunstable_removal_always_says_why_it_was_needed() -> None:
    removals = shipped("dunstable").rules.removal_reasons.value or ()

    assert removals
    assert all(reason.needs_words for reason in removals)


def test_dunstable_draft_can_be_refused_as_a_personal_opinion() -> None:
    refusals = shipped("dunstable").rules.draft_refusal_reasons.value or ()

    assert ("personal_opinion", "DTC-1.1-c") in {(r.code, r.clause) for r in refusals}


# Leighton-Linslade


def test_leighton_linslade_access_is_granted_by_a_manager_only() -> None:
    book = shipped("leighton-linslade")

    assert Duty.GRANT_ACCESS in book.duties_of({"manager"}, team=False)
    assert Duty.GRANT_ACCESS not in book.duties_of({"corporate-governance-manager"}, team=False)
    assert Duty.GRANT_ACCESS not in book.duties_of({"town-clerk"}, team=False)


# Ludlow


@pytest.mark.parametrize("kind", list(Kind))
def test_ludlow_clerk_or_designated_officer_authorises_every_kind(kind: Kind) -> None:
    rule = getattr(shipped("ludlow").rules, AUTHORITY[kind])

    assert rule.value == Holders(offices=("town-clerk", "designated-officer"))
    assert rule.clause == "LTC-4.2-a"
