"""A council and its particulars."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.councils.actions.going_live import TO_TAKE_STOCK
from accounts.councils.actions.rules import new_version
from accounts.councils.colours import is_dark_enough
from accounts.councils.models import Council
from accounts.councils.opening import begin_with
from accounts.councils.questions import QUESTIONS
from accounts.councils.rulebook import shipped
from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken


@action
def create_council(
    *,
    name: str,
    slug: str,
    email: str,
    rulebook: str,
    actor: Person | None,
    in_force_from: date | None = None,
    is_demo: bool = False,
) -> Council:
    """Sets up a council with a copy of a shipped rulebook as its version 1, and all that comes with
    it: that book's offices, and what features above registered (`opening.py`).

    It goes live in 90 days; see `move_go_live`.

    Args:
        slug: the council's part of every address, for example "flitwick".
        rulebook: a name that `rulebook.shipped` knows.
        in_force_from: the first day of version 1 (London); today by default.

    Raises:
        RuleBroken: another council has that slug.
    """
    book = shipped(rulebook)
    try:
        with transaction.atomic():
            council = Council.objects.create(
                name=name,
                slug=slug,
                email=email.lower(),
                is_demo=is_demo,
                setup_left=[question.key for question in QUESTIONS],
                go_live_on=today() + TO_TAKE_STOCK,
            )
    except IntegrityError:
        raise RuleBroken(
            f"Another council here already uses “{slug}” in its address. Choose another."
        ) from None
    new_version(
        council,
        1,
        book,
        in_force_from or today(),
        f"Copied from the {rulebook} rulebook.",
        actor,
    )
    Office.objects.bulk_create(
        Office(council=council, key=office.key, title=office.title) for office in book.offices
    )
    begin_with(council, book)
    record(
        Verb.COUNCIL_CREATED,
        council,
        actor=actor,
        council=council,
        new={"name": name, "slug": slug, "rulebook": rulebook},
    )
    return council


@action
def change_council(
    *,
    council: Council,
    name: str,
    email: str,
    colour: str,
    actor: Person | None,
    contacts: str | None = None,
    monitoring_officer: str | None = None,
    complaints_url: str | None = None,
) -> Council:
    """Changes a council's name, how it is reached, and its colour.

    Args:
        contacts: what it publishes of itself, one to a line; None leaves what is there.
        monitoring_officer: how the principal authority's is reached; None likewise.
        complaints_url: of the procedure for complaints about councillors; None likewise.
        colour: six hexadecimal digits with #, in lower case.

    Raises:
        RuleBroken: the actor does not keep the rules, the colour is too light for white words on
            it, or nothing changes.
    """
    if actor is not None:
        actor.require_duty_at(council, Duty.MANAGE_RULES)
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    if not is_dark_enough(colour):
        raise RuleBroken("White words could not be read on this colour. Choose a darker one.")
    given = {
        "name": name,
        "email": email.lower(),
        "colour": colour,
        "contacts": contacts,
        "monitoring_officer": monitoring_officer,
        "complaints_url": complaints_url,
    }
    fields = [field for field, value in given.items() if value is not None]
    old = {field: str(getattr(council, field)) for field in fields}
    new = {field: given[field] for field in fields}
    if new == old:
        raise RuleBroken("Nothing would change: these are the particulars already.")
    for field in fields:
        setattr(council, field, new[field])
    council.save(update_fields=fields)
    record(
        Verb.COUNCIL_CHANGED,
        council,
        actor=actor,
        council=council,
        duty=Duty.MANAGE_RULES,
        old=old,
        new=new,
    )
    return council
