"""Every action refuses by itself whoever may not: no page, command or task stands before it.

The walk calls each with stand-ins for what it acts on. An action that asks for its duty first needs
no more of them than their council. What asks otherwise is listed with the reason.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_origin

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from tests.cast import Cast

pytestmark = pytest.mark.django_db

#: What whoever may not is told: they are no member, or which duty it takes.
REFUSED = ("You do not belong to this council", "This needs the duty")

#: Open to every member, whatever they hold; a word of their own may be asked further on.
MEMBERS = {
    "accounts.hours.actions.record_pattern",  # their own, or by who manages people
    "accounts.leavers.actions.doing.confirm_self_removal",  # their own
    "accounts.people.actions.absences.record_absence",  # their own, or by who may record others'
    "accounts.register.actions.proposing.propose_account",
    "accounts.team.actions.undertaking.give_undertaking",  # their own
    "moderation.drafts.actions.standing.propose_standing",
    "moderation.drafts.actions.writing.create_draft",
    "moderation.items.actions.restrict_item",  # by a case, which judges who reads it
    "moderation.permissions.actions.record_permission",
    "moderation.permissions.actions.withdraw_permission",
    "moderation.posts.actions.mistakes.tell_mistake",
}

#: Asked in another way, for which a stand-in is too little; the feature's own tests prove it. By
#: the beginning of the name.
OTHERWISE = {
    "accounts.caretaker.actions.factors.confirm_": "the request says who may",
    "accounts.clock.": "a worker",
    "accounts.councils.actions.council.create_council": "whoever runs the installation",
    "accounts.councils.actions.opening.": "whoever runs the installation",
    "accounts.devices.actions.keeping.": "whose device it is",
    "accounts.devices.actions.losing.lose_device": "whose device it is",
    "accounts.devices.actions.permitting.accept_": "whose device it is",
    "accounts.devices.actions.permitting.permit_device": "first whether the rules allow any",
    "accounts.grants.actions.asking.request_access": "for whom it is asked",
    "accounts.grants.actions.asking.take_back": "whose request it is",
    "accounts.grants.actions.due.": "a worker",
    "accounts.grants.actions.life.end_access": "whose access it is",
    "accounts.grants.actions.office.": "by what the office has",
    "accounts.imports.actions.finish_import": "a worker",
    "accounts.leavers.actions.attesting.": "who attests which departure",
    "accounts.leavers.actions.doing.": "whose step it is",
    "accounts.leavers.actions.ending.": "a worker, or with what has begun it",
    "accounts.leavers.actions.recording.": "who leaves",
    "accounts.leavers.actions.reopening.": "whose step it is",
    "accounts.people.actions.absences.": "who is away",
    "accounts.people.actions.invitations.accept_": "whoever has the link",
    "accounts.people.actions.signing_in.end_sessions": "for which council, if for one",
    "accounts.places.actions.record_place_post": "who posted it, or keeps the register",
    "accounts.register.actions.deciding.approve_": "the offices that the rules name",
    "accounts.register.actions.deciding.refuse_": "the offices that the rules name",
    "accounts.register.actions.keeping.change_account": "who proposed it, or keeps the register",
    "accounts.register.actions.proposing.withdraw_": "who proposed it, or keeps the register",
    "accounts.team.actions.changing.": "by the rules on the team, with words of its own",
    "accounts.training.lapsing.": "a worker",
    "councilsm.operator.": "whoever runs the installation",
    "moderation.blocks.actions.proposing.withdraw_proposal": "how far the proposal is",
    "moderation.drafts.actions.advice.": "who wrote it, may approve it or was asked",
    "moderation.drafts.actions.alone.": "a councillor who may authorise alone",
    "moderation.drafts.actions.copying.": "who wrote it; then as `create_draft`",
    "moderation.drafts.actions.deciding.": "who authorises such posts",
    "moderation.drafts.actions.missed.": "a worker",
    "moderation.drafts.actions.second_look.": "who authorises such posts, or wrote it",
    "moderation.drafts.actions.series.": "who wrote it",
    "moderation.drafts.actions.standing_": "who authorises such posts; then as `create_draft`",
    "moderation.drafts.actions.withdrawing.": "who authorises such posts",
    "moderation.drafts.actions.writing.": "who wrote it",
    "moderation.enquiries.actions.closing.": "whose enquiry it is",
    "moderation.enquiries.actions.handling.": "whose enquiry it is",
    "moderation.enquiries.actions.looking.look_at": "who looks at which account",
    "moderation.enquiries.actions.raising.": "every member, once it is known what it is about",
    "moderation.enquiries.actions.replying.": "whose enquiry it is",
    "moderation.enquiries.actions.standard.": "who authorises replies, with words of its own",
    "moderation.ideas.actions.send_idea": "everybody",
    "moderation.ideas.actions.tell_posted": "a worker",
    "moderation.ideas.declined.": "a worker",
    "moderation.items.actions.add_item": "every member, within what writes it down",
    "moderation.log.actions.appealing.answer_appeal": "the proper officer",
    "moderation.posts.actions.changing.": "who decides posts that are out",
    "moderation.posts.actions.confirming.": "who has it to confirm",
    "moderation.posts.actions.copying.": "as `create_draft`",
    "moderation.posts.actions.mistakes.put_right": "every member; who helps with it",
    "moderation.posts.actions.outside.": "every member; who authorises such posts",
    "moderation.posts.actions.taking_down.": "who decides posts that are out",
    "moderation.pre_election.actions.look_at_draft": "who may decide such a draft",
    "moderation.pre_election.actions.look_at_post": "who decides posts that are out",
    "policies.acknowledgements.actions.acknowledge": "their own, within what binds them",
}

#: A worker may do these, or whoever runs the installation: without an actor no duty is asked for.
#: Each says so itself (`if actor is not None`), so that it is seen there; and no other does.
BY_NOBODY = {
    "accounts.clock.actions.remind",
    "accounts.councils.actions.council.change_council",
    "accounts.councils.actions.council.create_council",
    "accounts.councils.actions.opening.open_council",
    "accounts.councils.actions.rules.change_rules",
    "accounts.grants.actions.due.end_due_grants",
    "accounts.imports.actions.discard_import",
    "accounts.imports.actions.finish_import",
    "accounts.leavers.actions.ending._end",
    "accounts.people.actions.invitations.accept_invitation",
    "accounts.people.actions.invitations.invite",
    "accounts.people.actions.members.add_member",
    "accounts.people.actions.members.end_membership",
    "accounts.people.actions.offices.appoint",
    "accounts.people.actions.offices.appoint_team_member",
    "accounts.people.actions.offices.end_appointment",
    "accounts.people.actions.offices.end_team_member",
    "accounts.people.actions.signing_in.end_sessions",
    "accounts.register.actions.keeping.add_account",
    "accounts.register.actions.keeping.change_account",
    "accounts.register.actions.ways_in.add_way_in",
    "accounts.register.actions.ways_in.change_way_in",
    "accounts.team.actions.undertaking.word_undertaking",
    "accounts.training.actions.add_course",
    "accounts.training.lapsing.tell_of_lapse",
    "moderation.drafts.actions.missed.tell_missed",
    "moderation.ideas.actions.send_idea",
    "moderation.ideas.actions.tell_posted",
    "moderation.ideas.declined.release_pictures_of",
    "moderation.unblocks.actions.asking.add_fact",
}

#: Of these features only some of a council see anything, so that they look at the record before
#: they know who may. `tests/moderation/test_actions_refused.py` walks them with real rows.
APART = (
    *("moderation.cases.", "moderation.conduct.", "moderation.evidence."),
    *("moderation.sightings.", "moderation.unblocks."),
)

#: Of what something may be a part.
PARTS = {"membership", "office", "item", "person", "lost", "departure", "text", "policy", "version"}


class Thing:
    """Something of a council's, as far as an action looks at it before it asks who acts."""

    kind = "people"  # of an import

    def __init__(self, council: Council) -> None:
        self.council, self.council_id = council, council.pk

    def __getattr__(self, name: str) -> Any:
        if name in PARTS:
            return Thing(self.council)
        raise Asks(name)


class Asks(Exception):
    """An action wanted to know something of what it acts on before it asked who acts."""


def every_action() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All actions that somebody does, by module and name."""
    for app in ("accounts", "councilsm", "moderation", "policies"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "\n@action\n" in path.read_text():
                yield from actions_of(path.relative_to(settings.BASE_DIR))


def actions_of(path: Path) -> Iterator[tuple[str, Callable[..., Any]]]:
    module = import_module(".".join(path.with_suffix("").parts))
    for name, found in vars(module).items():
        made_by = getattr(getattr(found, "__code__", None), "co_qualname", "")
        own = getattr(found, "__module__", "") == module.__name__
        if (
            own
            and made_by == "action.<locals>.run"
            and "actor" in inspect.signature(found).parameters
        ):
            yield f"{module.__name__}.{name}", found


def said_to(
    actor: Person,
    action: Callable[..., Any],
    council: Council,
    rows: Mapping[type, Any] = MappingProxyType({}),
) -> str:
    """What an action refuses somebody with; else why the walk did not come so far.

    Args:
        rows: what it acts on, by the model, where a stand-in is too little.
    """
    wanted = inspect.signature(action).parameters.values()
    given = {
        one.name: fitting(one.annotation, council, rows)
        for one in wanted
        if one.default is one.empty and one.kind is not one.VAR_KEYWORD
    }
    try:
        action(**{**given, "actor": actor})
    except RuleBroken as refusal:
        return refusal.sentence
    except Exception as error:
        return repr(error)
    return "Done."


def fitting(kind: Any, council: Council, rows: Mapping[type, Any]) -> Any:
    """Something that fits an annotation."""
    kind = get_args(kind)[0] if isinstance(kind, UnionType) else kind
    plain = {str: "words", int: 1, bool: False, date: today(), datetime: timezone.now()}
    plain |= {Council: council, Duty: Duty.MANAGE_RULES, dict: {}}
    kind = get_origin(kind) or kind
    plain |= rows
    if kind in plain:
        return plain[kind]
    return Thing(council) if inspect.isclass(kind) and not hasattr(kind, "__iter__") else ()


def test_every_action_refuses_whoever_may_not(cast: Cast) -> None:
    """Oscar is of another council; Cllr Dev holds no more than every member does."""
    wrong = []
    for name, action in every_action():
        if is_listed(name) or name.startswith(APART):
            continue
        for actor in [cast.oscar] if name in MEMBERS else [cast.oscar, cast.dev]:
            said = said_to(actor, action, cast.ashford)
            if not any(words in said for words in REFUSED):
                wrong.append(f"{name} to {actor}: {said}")
    assert wrong == []
    assert not AuditEvent.objects.exists()


def test_what_is_listed_is_there() -> None:
    names = [name for name, _ in every_action()]
    assert set(names) >= MEMBERS
    assert [start for start in OTHERWISE if not any(one.startswith(start) for one in names)] == []


def test_no_other_action_is_done_by_nobody() -> None:
    """Who is to be asked is named by every caller: a forgotten actor is never nobody."""
    actors = {name: inspect.signature(one).parameters["actor"] for name, one in every_action()}
    assert {name for name, one in actors.items() if "None" in str(one.annotation)} == BY_NOBODY
    unnamed = {name for name, one in actors.items() if one.default is not one.empty}
    assert unnamed == {"accounts.grants.actions.due.end_due_grants"}  # a worker's alone


def is_listed(name: str) -> bool:
    return any(name.startswith(start) for start in OTHERWISE) and name not in MEMBERS
