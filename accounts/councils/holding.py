"""Which rule gives which duty, and to whom: what the values of rules say about offices."""

from typing import Any

from accounts.councils.moderating import CaseHolders, Route
from accounts.councils.terms import Approvals, Devices, Holders, Kind
from councilsm.duties import Duty

#: The rule that says who may authorise each kind of draft.
AUTHORITY: dict[Kind, str] = {
    Kind.NEW_POST: "authorise_new_post",
    Kind.REPLY: "authorise_reply",
    Kind.SHARE: "authorise_share",
    Kind.CORRECTION: "authorise_correction",
}

#: The rules that give each duty. Every member of a council may submit drafts.
DUTY_RULES: dict[Duty, tuple[str, ...]] = {
    Duty.AUTHORISE_POSTS: tuple(AUTHORITY.values()),
    Duty.APPROVE_ACCOUNTS: ("new_account",),
    Duty.PERMIT_DEVICES: ("devices",),
    Duty.CARETAKE: ("caretaker",),
    **{
        duty: (duty.value,)
        for duty in Duty
        if duty
        not in {
            Duty.SUBMIT_DRAFTS,
            Duty.AUTHORISE_POSTS,
            Duty.APPROVE_ACCOUNTS,
            Duty.PERMIT_DEVICES,
            Duty.CARETAKE,
        }
    },
}

#: Rules whose duty nobody has while they are not set; the others' falls to the proper officer.
FOR_NOBODY = frozenset({"caretaker"})


def holding(value: Holders | Approvals | Devices | str) -> tuple[tuple[str, ...], bool]:
    """The offices to which a rule's value gives its duty, and whether the team has it too."""
    match value:
        case Holders():
            return value.offices, value.team
        case Approvals():
            return value.offices, False
        case Devices():
            return value.permission_from, False
        case str():
            return (value,), False


def offices_named(name: str, value: Any) -> set[str]:
    """The office keys that a rule's value speaks of."""
    match value:
        case Holders():
            return {*value.offices, *value.consulting}
        case Approvals() | Route():
            return set(value.offices)
        case CaseHolders():
            return value.all_offices
        case Devices():
            return {*value.permission_from, *value.saved_logins_from}
        case tuple() if name in {"advice", "team_offices", "cover"}:
            return set(value)
        case str() if name in {"caretaker", "safeguarding"}:
            return {value}
    return set()
