"""How each rule's value is asked for: the fields of a form, to the value and back.

A shape's fields join those that ask for the source (`forms.RuleForm`). `initial` turns a value
into what the fields show; `read` turns what was typed into the rule's JSON, and says on the form
what is wrong.
"""

from accounts.councils.rulebook import AUTHORITY
from accounts.councils.values.blocks import (
    BlockLengthShape,
    BlockTellingShape,
    OtherDeciderShape,
)
from accounts.councils.values.choices import (
    COUNCILLORS,
    PICTURE_BASES,
    URGENT_ALONE,
    WORKING_DAYS,
    DevicesShape,
    SecondPersonShape,
    YesNoShape,
)
from accounts.councils.values.moderation import ROUTES, CaseHoldersShape, RepeatsShape
from accounts.councils.values.numbers import (
    LapseShape,
    NumberShape,
    PlacesShape,
    RemindersShape,
)
from accounts.councils.values.offices import (
    ApprovalsShape,
    AuthorisersShape,
    HoldersShape,
    OfficesShape,
    OneOfficeShape,
    OrderShape,
)
from accounts.councils.values.shape import Shape
from accounts.councils.values.texts import (
    DRAFT_STARTERS,
    PERSONAL_STARTERS,
    REMOVAL_STARTERS,
    NameShape,
    ReasonsShape,
    ReviewShape,
)

#: The rules whose value is not simply who holds a duty.
SPECIAL: dict[str, Shape] = {
    **dict.fromkeys(AUTHORITY.values(), AuthorisersShape()),
    "second_person": SecondPersonShape(),
    "councillors_may_authorise": COUNCILLORS,
    "urgent_alone": URGENT_ALONE,
    "picture_bases": PICTURE_BASES,
    "advice": OfficesShape(),
    "draft_refusal_reasons": ReasonsShape("draft_refusal_reasons", DRAFT_STARTERS),
    "removal_reasons": ReasonsShape("removal_reasons", REMOVAL_STARTERS),
    "team_name": NameShape(),
    "team_offices": OfficesShape(),
    "new_account": ApprovalsShape(),
    "review": ReviewShape(),
    "caretaker": OneOfficeShape(),
    "safeguarding": OneOfficeShape(),
    "working_days": WORKING_DAYS,
    "devices": DevicesShape(),
    "account_checks": NumberShape("Months between two checks", least=1, most=120),
    "administrators": NumberShape("People at most", least=2, most=100),
    "whole_team_has_access": YesNoShape("Whoever on the team lacks access is listed as a gap"),
    "training_first": YesNoShape(
        "Nobody untrained joins the team beyond its usual offices, or is given access"
    ),
    "undertaking_first": YesNoShape("A seat on the team counts once the undertaking is given"),
    "lapse": LapseShape(),
    "unread_lapse": LapseShape(
        "What happens while somebody has not read a policy that their duty wants read?",
        "How many days after they were to read it?",
    ),
    "no_promotion": YesNoShape(
        "From the notice of an election to the close of its poll, nothing of the council’s leads "
        "to a councillor’s or candidate’s own profile"
    ),
    "self_removal": YesNoShape(
        "On dismissal or redundancy, whoever uses a device of their own removes themself from "
        "every account before they leave the building, and somebody else looks"
    ),
    "reminders": RemindersShape(),
    "places": PlacesShape(),
    "cover": OrderShape(),
    "record_copy_first": YesNoShape(
        "Before something of public record is deleted: why it must be, and a copy on file or on "
        "paper"
    ),
    "repeat_authors": RepeatsShape(),
    "evidence_confirmed": YesNoShape(
        "A second person looks on the platform, and says that the capture shows what stood there"
    ),
    "block_second_person": YesNoShape(
        "A block stands once somebody else who may decide blocks has agreed to it"
    ),
    "urgent_blocks": NumberShape(
        "Working days until an urgent block is decided properly", least=1, most=90
    ),
    "block_length": BlockLengthShape(),
    "block_telling": BlockTellingShape(),
    "unblock_days": NumberShape("Working days until a request is answered", least=1, most=90),
    "unblock_other_decider": OtherDeciderShape(),
    "unblock_alone": YesNoShape(
        "No other request or its outcome is shown where one is decided, and no reasons are copied"
    ),
    "restricted_cases": CaseHoldersShape(),
    "personal_account_grounds": ReasonsShape("personal_account_grounds", PERSONAL_STARTERS),
    "notice_served": YesNoShape(
        "The council counts as told from when it was posted; what was reported gets an owner and "
        "a day it is due, and is closed with what was done"
    ),
    "reply_days": NumberShape("Working days, where the topic has no target", least=1, most=90),
    "standard_replies": YesNoShape(
        "Only in its own words: a reply that was changed is authorised as any other"
    ),
    "watch_days": NumberShape("Days between two looks, at most", least=1, most=90),
    **ROUTES,
}


def shape_of(rule: str) -> Shape:
    """How a rule's value is asked for."""
    return SPECIAL.get(rule, HOLDERS)


HOLDERS = HoldersShape()
