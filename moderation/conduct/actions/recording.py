"""Recording conduct as a pointer: what stood there, and who has it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Membership, Office, Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from councilsm.tenancy import next_number, require_same_council
from moderation.conduct.actions.common import tell
from moderation.conduct.models import Conduct
from moderation.conduct.questions import grounds, office_for, source_of_ground, told_of
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import add_item
from moderation.items.models import Item

#: In the item's words for where it stands; it is on no account of the council's.
WHERE = {
    Conduct.Kind.EMPLOYEE: "An employee’s own account",
    Conduct.Kind.COUNCILLOR: "A councillor’s account",
}


@action
def record_conduct(
    *,
    council: Council,
    kind: str,
    about: Membership,
    platform: str,
    actor: Person,
    url: str = "",
    captures: Sequence[Evidence] = (),
    ground: str = "",
    ground_words: str = "",
    example: str = "",
    to_monitoring_officer: bool = False,
    come_with: bool = False,
    form_key: UUID | None = None,
) -> Conduct:
    """Records something that one of the council's own people posted, for the few who may read it.

    An employee's own account is looked at on one of the council's grounds alone (DTC-6.1-b).

    Args:
        about: whose conduct it is: an employee's for an employee's account, else a councillor's.
        ground: the code of one of the rule's grounds; ground_words where no rule names any.
        example: of a councillor, what kind of thing it is; one of `Conduct.Example`.
        to_monitoring_officer: it goes there and not to the clerk (HLTC-capture-5).
        come_with: captures of a report become its evidence, within the same action.

    Raises:
        RuleBroken: the actor does not belong to the council today, it is about them, neither
            address nor capture is given, or the ground is missing.
        AlreadyDone: the same page was sent before.
    """
    actor.require_membership_at(council)
    require_same_council(about, *captures)
    number = next_number(council, "CO")  # from here on, the same page sent twice waits
    if form_key and (sent := Conduct.objects.filter(council=council, form_key=form_key).first()):
        raise AlreadyDone("This is on the record already.", there=sent)
    if about.person_id == actor.pk:
        raise RuleBroken("This is about yourself. Use “Report something”: I made a mistake.")
    if about.is_councillor != (kind == Conduct.Kind.COUNCILLOR):
        raise RuleBroken("Choose a councillor for a councillor’s conduct, and nobody else.")
    if not (url or captures or come_with):
        raise RuleBroken("Give its address, or add a screenshot.")
    said, source = _ground(council, ground, ground_words) if kind == "employee" else ("", "")
    if kind == Conduct.Kind.COUNCILLOR and example not in Conduct.Example.values:
        raise RuleBroken("Say what kind of thing it is.")
    item = add_item(
        council=council,
        platform=platform,
        account=None,
        elsewhere=WHERE[Conduct.Kind(kind)],
        kind=Item.Kind.POST,
        url=url,
        seen_at=timezone.now(),
        seen_said=False,
        found=Item.Found.STAFF,
        restricted=True,
        actor=actor,
    )
    attach(item=item, captures=captures, actor=actor)
    membership = actor.require_membership_at(council)
    conduct = Conduct.objects.create(
        council=council,
        number=number,
        kind=kind,
        about=about.person,
        item=item,
        ground=said,
        ground_source=source,
        example=example if kind == Conduct.Kind.COUNCILLOR else "",
        goes_to=None if to_monitoring_officer else office_for(about),
        line_manager=_manager(about, kind, to_monitoring_officer),
        recorded_by=actor,
        office_id=next(iter(membership.offices.values()), None),
        form_key=form_key,
    )
    notify(
        told_of(conduct, but=actor),
        "conduct_recorded",
        council=council,
        apart_from=about.person_id,
        conduct=conduct,
    )
    tell(Verb.CONDUCT_RECORDED, conduct, actor, rule_not_set=kind == "employee" and not source)
    return conduct


def _ground(council: Council, code: str, words: str) -> tuple[str, str]:
    """The ground in words and where it comes from; no source while no rule names any."""
    listed = {reason.code: reason for reason in grounds(council)}
    if not listed:
        said = required_words(words, "Say on which ground you looked at somebody’s own account.")
        refuse_hidden(said)
        return said, ""
    if code not in listed:
        raise RuleBroken(
            "Somebody’s own account is looked at on one of the council’s grounds alone.",
            source=council.rulebook.source_of("personal_account_grounds"),
        )
    return listed[code].label, source_of_ground(council, listed[code])


def _manager(about: Membership, kind: str, to_monitoring_officer: bool) -> Office | None:
    elsewhere = to_monitoring_officer or kind == Conduct.Kind.COUNCILLOR
    return None if elsewhere else about.line_manager
