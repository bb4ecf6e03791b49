"""The rules in plain words: what each is about, and what a value of it says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.councils import blocking, reminding
from accounts.councils.blocking import BlockLength, BlockTelling, OtherDecider
from accounts.councils.reminding import both
from accounts.councils.rulebook import (
    AUTHORITY,
    DUTY_RULES,
    FOR_NOBODY,
    Approvals,
    CaseHolders,
    Devices,
    Holders,
    Kind,
    Lapse,
    PeopleBasis,
    Places,
    Reason,
    Reminders,
    Repeats,
    Review,
    Route,
    Rulebook,
    Step,
    Weekday,
)

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
STEPS = {
    Step.WARN: "Warn them",
    Step.REPORT: "Report them to the platform",
    Step.BLOCK: "Propose a block",
}
#: The kinds of restricted case that the rule of that name speaks of.
CASES = {
    "abuse": "Threats or abuse against staff or councillors",
    "crime": "Suspected crime",
    "hijack": "Hijacked account",
    "breach": "Data breach",
}
#: Whom a route may name besides offices and the team.
ALSO_TOLD = {
    "line_manager": "the line manager of whoever reports",
    "platform": "the platform",
    "group_leader": "the leader of a councillor’s political group",
    "police": "the police",
}
#: What a rule that is a number says, for one and for more.
NUMBERS = {
    "account_checks": ("Every month", "Every {} months"),
    "administrators": ("At most {} person", "At most {} people"),
    "reply_days": ("Within {} working day", "Within {} working days"),
    "urgent_blocks": ("Within {} working day", "Within {} working days"),
    "unblock_days": ("Within {} working day", "Within {} working days"),
    "watch_days": ("At least every day", "At least every {} days"),
}
#: What happens while a rule is not set, where that is no question for the proper officer.
UNTIL_THEN = {
    "lapse": "people are warned, and it is listed",
    "unread_lapse": "people are warned, and it is listed",
    "no_promotion": "a draft that names a councillor is looked at with care, and may go out",
    "record_copy_first": "no copy is asked for",
    "repeat_authors": "earlier entries are shown, and nothing is suggested",
    "evidence_confirmed": "no second person is asked for",
    "block_second_person": "no second person is asked for",
    "urgent_blocks": "an urgent block is due to be decided on the next working day",
    "block_length": "whoever decides sets a day for its review",
    "block_telling": "whoever decides says whether they are told, and why not",
    "unblock_days": "no day is promised, and how long a request waits is shown",
    "unblock_other_decider": "whoever blocked may decide, and says how they looked at it afresh",
    "unblock_alone": "no other request is shown where one is decided",
    "notice_served": "an enquiry’s days count from when it was recorded",
    "reply_days": "only an enquiry with a time in law, or with a target of its topic, is due",
    "standard_replies": "a standard reply is authorised as any other reply is",
    "watch_days": "it is listed when somebody last looked, and nothing is late",
}


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
            return [lapse_in_words(value, name)]
        case Reminders():
            return reminding.in_words(value)
        case Places():
            return [PLACES[value]]
        case Repeats():
            return repeats_in_words(value)
        case BlockLength():
            return [blocking.length_in_words(value)]
        case BlockTelling():
            return [blocking.telling_in_words(value)]
        case OtherDecider():
            return [blocking.OTHER_DECIDER[value]]
        case CaseHolders():
            return cases_in_words(book, value)
        case Route():
            return route_in_words(book, value)
        case int():
            return [NUMBERS[name][value > 1].format(value)]
        case str():
            return [book.title(value) if name in {"caretaker", "safeguarding"} else value]
    return listed(book, name, value)


def repeats_in_words(value: Repeats) -> list[str]:
    """When a step is suggested about an author, and which."""
    entries = "one earlier entry" if value.earlier == 1 else f"{value.earlier} earlier entries"
    return [f"After {entries}, these are suggested:", *(STEPS[step] for step in value.steps)]


def cases_in_words(book: Rulebook, value: CaseHolders) -> list[str]:
    """Who sees each kind of restricted case; a kind of which nothing is said goes without."""
    named = {kind: [book.title(key) for key in getattr(value, kind)] for kind in CASES}
    return [f"{CASES[kind]}: {both(titles)}" for kind, titles in named.items() if titles]


def route_in_words(book: Rulebook, value: Route) -> list[str]:
    """All who are told, and what besides is asked for."""
    told = [f"the {book.title(key)}" for key in value.offices]
    told += [f"the {team(book)}"] if value.team else []
    told += [words for name, words in ALSO_TOLD.items() if getattr(value, name)]
    lines = [capitalised(both(told))]
    if len(value.offices) > 1 or value.team:
        lines.append("All are told; the first to take it owns it")
    if value.platform:
        lines.append("Open until the platform’s reference is recorded, or that it gave none")
    return lines


def consulted(book: Rulebook, value: Holders) -> list[str]:
    """Whom a holder asks before deciding; empty for nobody."""
    titles = [book.title(key) for key in value.consulting]
    return [f"After consulting the {either(titles)}"] if titles else []


def lapse_in_words(value: Lapse, name: str) -> str:
    """What happens when training lapses, or while a policy is unread."""
    if not value.suspends:
        return "People are warned, and it is listed"
    if name == "unread_lapse":
        return f"{value.after_days} days after they were to read it, their duty rests until they do"
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


def goes_to_somebody(name: str) -> bool:
    """Whether the rule says to whom something goes, which is the proper officer without it."""
    routed = name.startswith("report_") or name == "restricted_cases"
    return routed or any(name in rules for rules in DUTY_RULES.values())


def unset_in_words(book: Rulebook, name: str) -> str:
    """What happens while a rule is not set."""
    officer = book.title(book.proper_officer)
    if name in UNTIL_THEN:
        return f"Until then {UNTIL_THEN[name]}."
    if name == "reminders":
        return reminding.usual_in_words()
    if name in AUTHORITY.values():
        return "Nothing of this kind can be approved until this is set."
    if name in FOR_NOBODY:
        return f"Until then nobody could let somebody in if the {officer} were gone."
    if goes_to_somebody(name):
        return f"Until then it goes to the {officer}."
    return f"Questions about it go to the {officer}."


def either(titles: Sequence[str]) -> str:
    """Joins as "A, B or C"."""
    if len(titles) < 2:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} or {titles[-1]}"


def capitalised(words: str) -> str:
    """With its first letter as a capital, the others as they are."""
    return words[:1].upper() + words[1:]
