"""What members of the team undertake: its words, and that somebody gave it."""

from datetime import date

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.people.actions.common import lock_people
from accounts.people.models import Membership, Person, TeamMember
from accounts.register.secrets import refuse_secrets
from accounts.team.models import Undertaking, UndertakingText
from accounts.team.questions import team_name, text_on, waiting_on
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council


@action
def word_undertaking(*, council: Council, words: str, actor: Person | None) -> UndertakingText:
    """Sets the words of the undertaking from today; everybody on the team is asked anew.

    Whoever is on the team already stays on it meanwhile: what is missing is listed.

    Raises:
        RuleBroken: the actor does not appoint the team, they are the words that hold already, or
            hold something like a password.
    """
    if actor is not None:
        actor.require_duty_at(council, Duty.APPOINT_TEAM)
    refuse_secrets(words)
    lock_people(council)
    latest = council.undertaking_texts.order_by("-number").first()
    if latest and latest.words == words:
        raise RuleBroken("These are the words that hold already.")
    text = UndertakingText.objects.create(
        council=council,
        number=latest.number + 1 if latest else 1,
        words=words,
        in_force_from=today(),
        made_by=actor,
    )
    seated = council.team_members.filter(in_force(today()) | waiting_on(today()))
    people = Person.objects.filter(
        memberships__team_seats__in=seated, memberships__can_sign_in=True
    ).distinct()
    again, team = text.number > 1, team_name(council)
    notify(people, "undertaking_wanted", council=council, team=team, again=again)
    record(
        Verb.UNDERTAKING_WORDED,
        text,
        actor=actor,
        duty=Duty.APPOINT_TEAM,
        new={"number": text.number, "note": words},
    )
    return text


@action
def give_undertaking(
    *, text: UndertakingText, membership: Membership, actor: Person
) -> Undertaking:
    """Gives the undertaking oneself; a seat that waited for it begins.

    Raises:
        Stale: its words have changed since the page was opened.
        RuleBroken: the actor does not belong to the council today, it is somebody else's to give,
            was given already, or they have no seat.
    """
    actor.require_membership_at(text.council)
    if membership.person_id != actor.pk:
        raise RuleBroken("Only they can give their undertaking here. Record it from paper instead.")
    return _keep(text, membership, today(), "", actor)


@action
def record_undertaking(
    *,
    text: UndertakingText,
    membership: Membership,
    given_on: date,
    paper_reference: str,
    actor: Person,
) -> Undertaking:
    """Records an undertaking that was signed on paper; a seat that waited for it begins.

    Args:
        given_on: the day it was signed (London).
        paper_reference: where the paper is kept.

    Raises:
        Stale: its words have changed since the page was opened.
        RuleBroken: the actor does not appoint the team, it is the actor's own, nobody says where
            the paper is, the day is in the future or before these words, it was given already, or
            they have no seat.
    """
    actor.require_duty_at(text.council, Duty.APPOINT_TEAM)
    if membership.person_id == actor.pk:
        raise RuleBroken("It is your own undertaking. Give it here yourself.")
    refuse_secrets(paper_reference)
    if not paper_reference.strip():
        raise RuleBroken("Say where the signed paper is kept.")
    if given_on > today():
        raise RuleBroken("The day it was signed is in the future.")
    if text.number > 1 and given_on < text.in_force_from:
        raise RuleBroken(
            f"Its present words hold since {when_in_words(text.in_force_from)}. It must be signed "
            "anew."
        )
    return _keep(text, membership, given_on, paper_reference, actor)


def _keep(
    text: UndertakingText, membership: Membership, given_on: date, paper: str, actor: Person
) -> Undertaking:
    require_same_council(text, membership)
    council = text.council
    # The lock: two clicks at once give it once, and its words do not change meanwhile.
    lock_people(council)
    if text_on(council, today()) != text:
        raise Stale("The words of the undertaking have changed. Read them again.")
    if text.given.filter(membership=membership).exists():
        raise RuleBroken(f"{membership.goes_by} has given the undertaking already.")
    seats = membership.team_seats.select_for_update(no_key=True)
    waiting = seats.filter(waiting_on(today())).first()
    if not waiting and not seats.exclude(ends_on__lt=today()).exists():
        raise RuleBroken(f"{membership.goes_by} is not on the {team_name(council)}.")
    given = Undertaking.objects.create(
        council=council,
        text=text,
        membership=membership,
        given_on=given_on,
        paper_reference=paper,
        recorded_by=actor,
    )
    if waiting:
        _begin(waiting)
    record(
        Verb.UNDERTAKING_GIVEN,
        given,
        actor=actor,
        duty=Duty.APPOINT_TEAM if paper else None,
        new={
            "version": text.number,
            "given_on": given_on.isoformat(),
            "paper_reference": paper,
            "seat_from": waiting.starts_on.isoformat() if waiting and waiting.starts_on else None,
        },
    )
    return given


def _begin(seat: TeamMember) -> None:
    """The seat begins on the day that was meant, but never before today."""
    assert seat.meant_from is not None  # the constraint says so of a seat without a first day
    seat.starts_on, seat.meant_from = max(seat.meant_from, today()), None
    seat.save(update_fields=["starts_on", "meant_from"])
