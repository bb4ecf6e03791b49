"""The rules in plain words: what each is about, and what a value of it says."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from accounts.councils import reminding
from accounts.councils.rulebook import (
    AUTHORITY,
    DUTY_RULES,
    FOR_NOBODY,
    Approvals,
    Devices,
    Holders,
    Kind,
    Lapse,
    PeopleBasis,
    Places,
    Reason,
    Reminders,
    Review,
    Rulebook,
    Weekday,
)
from accounts.councils.scope import Group
from councilsm.duties import Duty

if TYPE_CHECKING:
    from accounts.people.models import Membership

KINDS = {
    Kind.NEW_POST: "New posts",
    Kind.REPLY: "Replies",
    Kind.SHARE: "Shares of what others posted",
    Kind.CORRECTION: "Corrections",
}
DAYS = {day: day.value.capitalize() for day in Weekday}
BASES = {
    PeopleBasis.NOBODY: "Nobody who could be recognised",
    PeopleBasis.CROWD: "A crowd at a public event",
    PeopleBasis.OFFICIAL: "People in an official role",
    PeopleBasis.NAMED: "Named people who have given permission",
    PeopleBasis.UNDER_18: "Under-18s, with permission from a parent or legal guardian",
}
NO_SECOND_PERSON = "Nothing: whoever holds the right may post on their own authority"
GROUPS_OF_PEOPLE = {Group.STAFF: "staff", Group.COUNCILLORS: "councillors"}
MEETING = "A meeting of the council or of one of its committees"
DEVICES = {
    "never": "Never",
    "with_permission": "Only with permission",
    "allowed": "Yes",
}

PLACES = {
    Places.NEVER: "Never",
    Places.EXCEPTIONAL: "Only by exception: for a stated ground, with a link to our own channel",
    Places.ALLOWED: "Allowed",
}
#: What a rule that is a number says.
NUMBERS = {"account_checks": "Every {} months", "administrators": "At most {} people"}

#: The rules as the page of rules groups them; each under its title.
GROUPS: dict[str, dict[str, str]] = {
    "What the council posts": {
        "authorise_new_post": "Who authorises a new post",
        "authorise_reply": "Who authorises a reply",
        "authorise_share": "Who authorises a share of what others posted",
        "authorise_correction": "Who authorises a correction",
        "second_person": "What needs a second person",
        "councillors_may_authorise": "Whether a councillor may authorise a post",
        "urgent_alone": "Whether an urgent post may go out before a second person sees it",
        "picture_bases": "Which pictures of people may be posted",
        "draft_refusal_reasons": "Reasons for refusing a draft",
        "advice": "Who advises when somebody is unsure",
        "record_posts": "Who records what was posted",
    },
    "What the public posts": {
        "removal_reasons": "Reasons for removing a comment",
        "log_moderation": "Who logs what was hidden or removed",
        "decide_blocks": "Who decides to block someone",
        "decide_unblocks": "Who hears requests to be unblocked",
    },
    "The admin team and the accounts": {
        "team_name": "What the admin team is called",
        "team_offices": "Offices that normally sit on the team",
        "appoint_team": "Who appoints the team",
        "urgent_team_changes": "Who may make an urgent change to the team",
        "review_team_changes": "Who looks at each change to the team",
        "new_account": "Whose approval a new account needs",
        "keep_register": "Who keeps the register of accounts",
        "account_checks": "How often each account is checked",
        "administrators": "How many people may administer one account",
        "whole_team_has_access": "Whether the whole team can get into every account",
        "grant_access": "Who gives access to the accounts",
        "withdraw_access": "Who withdraws access for misuse",
        "training_first": "Whether training comes before access",
        "undertaking_first": "Whether an undertaking comes before a seat on the team",
        "lapse": "What happens when training lapses",
        "self_removal": "Whether leavers remove themselves from the accounts",
        "devices": "Posting from one’s own phone or computer",
        "places": "Posting in forums that are not the council’s",
    },
    "Running it": {
        "review": "When the policy is reviewed",
        "working_days": "Working days of the office",
        "cover": "Who acts while somebody is away",
        "reminders": "When people are reminded of what is due",
        "caretaker": "Who can let somebody in if the clerk is gone",
        "safeguarding": "Whom to tell when a child or an adult may be at risk",
        "manage_people": "Who invites people and records who holds each office",
        "manage_rules": "Who changes these rules",
        "read_trail": "Who reads the audit trail",
    },
}
TITLES = {name: title for rules in GROUPS.values() for name, title in rules.items()}


def value_in_words(book: Rulebook, name: str) -> list[str]:
    """What a rule says, one line for each thing it lists; empty when it is not set."""
    value: Any = getattr(book.rules, name).value
    match value:
        case None:
            return []
        case bool():
            return ["Yes" if value else "No"]
        case Holders():
            return [capitalised(either(holders(book, value))), *consulted(book, value)]
        case Approvals():
            titles = [book.title(key) for key in value.offices]
            return [*titles, MEETING] if value.meeting else titles
        case Review():
            return review_in_words(value)
        case Devices():
            return devices_in_words(book, value)
        case Lapse():
            return [lapse_in_words(value)]
        case Reminders():
            return reminding.in_words(value)
        case Places():
            return [PLACES[value]]
        case int():
            return [NUMBERS[name].format(value) if value != 1 else "Every month"]
        case str():
            return [book.title(value) if name in {"caretaker", "safeguarding"} else value]
    return listed(book, name, value)


def consulted(book: Rulebook, value: Holders) -> list[str]:
    """Whom a holder asks before deciding; empty for nobody."""
    titles = [book.title(key) for key in value.consulting]
    return [f"After consulting the {either(titles)}"] if titles else []


def lapse_in_words(value: Lapse) -> str:
    """What happens when training lapses."""
    if not value.suspends:
        return "People are warned, and it is listed"
    return f"{value.after_days} days after it lapsed, what it is needed for rests until it is done"


def listed(book: Rulebook, name: str, values: Sequence[Any]) -> list[str]:
    """The lines of a value that is a list."""
    if name == "second_person":
        return [KINDS[kind] for kind in values] or [NO_SECOND_PERSON]
    if name == "picture_bases":
        return [BASES[basis] for basis in values]
    if name == "working_days":
        return [DAYS[day] for day in values]
    return [
        value.label if isinstance(value, Reason) else book.title(value) for value in values
    ] or ["None"]


def holders(book: Rulebook, value: Holders) -> list[str]:
    """Those who hold a duty, by title."""
    titles = [book.title(key) for key in value.offices]
    return [*titles, f"the {team(book)}"] if value.team else titles


def team(book: Rulebook) -> str:
    """What the council calls its admin team."""
    return book.rules.team_name.value or "admin team"


def review_in_words(value: Review) -> list[str]:
    """When the next review is due."""
    lines = []
    if value.months:
        lines.append("Every month" if value.months == 1 else f"Every {value.months} months")
    if value.due:
        lines.append(f"By {due_in_words(value.due)}")
    return lines


def due_in_words(due: str) -> str:
    """Writes "2029-04" as "April 2029" and "2029-04-30" as "30 April 2029": as precise as given."""
    day = date.fromisoformat(due if len(due) == 10 else f"{due}-01")
    return f"{day.day} {day:%B %Y}" if len(due) == 10 else f"{day:%B %Y}"


def devices_in_words(book: Rulebook, value: Devices) -> list[str]:
    """What holds for a device that the council does not own."""
    lines = [DEVICES[value.use]]
    if value.use == "with_permission" and value.permission_from:
        lines[0] += f", from the {either([book.title(key) for key in value.permission_from])}"
    if value.saved_logins_from:
        allowed_by = either([book.title(key) for key in value.saved_logins_from])
        lines.append(f"A login may be saved on it only if the {allowed_by} allows it")
    if value.shortest_pin:
        lines.append(f"Its PIN or password has at least {value.shortest_pin} characters")
    return lines


def source_in_words(book: Rulebook, name: str) -> str:
    """Where a rule that is set comes from, as a sentence begins."""
    words = book.source_of(name)
    return words if getattr(book.rules, name).clause else capitalised(words)


def unset_in_words(book: Rulebook, name: str) -> str:
    """What happens while a rule is not set."""
    officer = book.title(book.proper_officer)
    if name == "lapse":
        return "Until then people are warned, and it is listed."
    if name == "reminders":
        return reminding.usual_in_words()
    if name in AUTHORITY.values():
        return "Nothing of this kind can be approved until this is set."
    if name in FOR_NOBODY:
        return f"Until then nobody could let somebody in if the {officer} were gone."
    if any(name in rules for rules in DUTY_RULES.values()):
        return f"Until then it goes to the {officer}."
    return f"Questions about it go to the {officer}."


def scope_in_words(book: Rulebook) -> list[str]:
    """Whom the policy speaks of, and what that leaves to the council; empty where it is not said.

    A policy for councillors alone leaves open who authorises what the council posts (HLTC-gap-a).
    """
    if book.scope is None:
        return []
    groups = [GROUPS_OF_PEOPLE[group] for group in book.scope.groups]
    only = " only" if len(groups) == 1 else ""
    lines = [f"Your policy speaks of {' and '.join(groups)}{only}."]
    if not book.scope.speaks_of_council_posts:
        lines.append(
            "It does not say who authorises the council’s own posts"
            + (": decide that, with a minute." if asks_who_authorises(book) else ".")
        )
    return lines


def scope_source(book: Rulebook) -> str:
    """The clause that says whom the policy speaks of."""
    return f"{book.scope.clause}: {book.clauses[book.scope.clause]}" if book.scope else ""


def scope_context(book: Rulebook) -> dict[str, object]:
    """What `accounts/councils/scope.html` shows."""
    return {"scope_lines": scope_in_words(book), "scope_source": scope_source(book)}


def asks_who_authorises(book: Rulebook) -> bool:
    """Whether the policy leaves out what the council posts and the council has not yet chosen."""
    return (
        book.scope is not None
        and not book.scope.speaks_of_council_posts
        and not all(getattr(book.rules, name).is_set for name in AUTHORITY.values())
    )


def authority_context(membership: "Membership") -> dict[str, object]:
    """What `accounts/councils/nobody_authorises.html` shows, and in `asks` whether to show it."""
    book = membership.council.rulebook
    open_kinds = [k for k, name in AUTHORITY.items() if not getattr(book.rules, name).is_set]
    return {
        **scope_context(book),
        "asks": len(open_kinds) == len(AUTHORITY) or asks_who_authorises(book),
        "nothing_goes_out": len(open_kinds) == len(AUTHORITY),
        "open_kinds": either([KINDS[kind].lower() for kind in open_kinds]),
        "proper_officer": book.title(book.proper_officer),
        "may_manage_rules": membership.allows(Duty.MANAGE_RULES),
    }


def either(titles: Sequence[str]) -> str:
    """Joins as "A, B or C"."""
    if len(titles) < 2:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} or {titles[-1]}"


def capitalised(words: str) -> str:
    """With its first letter as a capital, the others as they are."""
    return words[:1].upper() + words[1:]
