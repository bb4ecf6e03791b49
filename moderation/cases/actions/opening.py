"""Opening a restricted case: told at once to those who act on it, and hidden from all others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from councilsm.tenancy import next_number, require_same_council
from moderation.cases.actions.acting import bring_in, new_item
from moderation.cases.actions.common import acting_office, not_later_than_now, write
from moderation.cases.actions.readers import refuse_about, tell
from moderation.cases.handlers import goes_to_instead, told_at_once
from moderation.cases.kinds import KINDS
from moderation.cases.models import Case, CaseEntry, CaseReader
from moderation.cases.questions import visible_to
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.evidence.prohibited import CHOICES
from moderation.items.models import Item


@action
def open_case(
    *,
    council: Council,
    kind: str,
    what: str,
    actor: Person,
    item: Item | None = None,
    seen_at: datetime | None = None,
    reported_at: datetime | None = None,
    aware_at: datetime | None = None,
    account: OfficialAccount | None = None,
    affected: Person | None = None,
    about: Person | None = None,
    about_clerk: bool = False,
    grooming: bool = False,
    url: str = "",
    handle: str = "",
    words: str = "",
    captures: Sequence[Evidence] = (),
    prohibited: str = "",
    readers: Iterable[Person] = (),
    form_key: UUID | None = None,
) -> Case:
    """Opens a restricted case. An item is hidden from then on from all who may not read the case.

    Args:
        item: of the log, where it begins there. Else `url`, `handle`, `words` and `captures` are
            what the public posted, if anything: a new item of the case is made of them.
        seen_at: when it was seen; None for now.
        reported_at: when somebody who may act on it heard of it; None for now.
        aware_at: of a data breach, when the council became aware of it; None for now.
        account: of a hijacked account, which.
        affected: who was threatened or abused, where that is one of the council's people.
        about: whose conduct it is, where that is one of the council's people.
        about_clerk: it is about the proper officer: nobody who holds the office today reads it.
        prohibited: "child" or "terrorist" where nobody may keep what it shows, and nothing is.
        readers: whom it was reported to; they read it by name where no office lets them.
        grooming: of a suspected crime: a child may be groomed. Such a case is one of
            safeguarding (FTC-6.5-m).

    Raises:
        RuleBroken: nothing is said, a time is to come or before it was seen, the item belongs to
            another case, or whom it concerns cannot be that.
        AlreadyDone: the same page was sent before.
    """
    require_same_council(council, item, account)
    number = next_number(council, "RC")  # from here on, the same page sent twice waits
    if form_key and (same := Case.objects.filter(council=council, form_key=form_key).first()):
        raise AlreadyDone("This case is open already.", same)
    if grooming and kind == Case.Kind.CRIME:
        kind = Case.Kind.SAFEGUARDING
    what = required_words(what, "Say what happened.")
    now = timezone.now()
    seen_at = seen_at or (item.seen_at if item else now)
    reported_at = reported_at or max(now, seen_at)  # a clock that is fast may have seen it
    aware_at = (aware_at or now) if kind == Case.Kind.BREACH else None
    require_order(seen_at, reported_at, aware_at)
    if about:
        refuse_about(about, affected=affected, actor=actor)
    require_here(council, affected, about)
    case = Case(
        council=council,
        number=number,
        kind=kind,
        what=what,
        account=account if kind == Case.Kind.HIJACK else None,
        affected=affected,
        about=about,
        about_clerk=about_clerk,
        goes_to=goes_to_instead(council, kind, about, about_clerk=about_clerk),
        seen_at=seen_at,
        reported_at=reported_at,
        aware_at=aware_at,
        retention=KINDS[Case.Kind(kind)].retention,
        opened_by=actor,
        form_key=form_key,
    )
    case.office_id = acting_office(case, actor)
    case.save(force_insert=True)
    let_in(case, readers, "It was reported to them.", by=actor)
    told = told_at_once(case, but=actor)
    by_name = [row.person for row in case.readers.select_related("person")]
    names = ", ".join(dict.fromkeys(person.name for person in (*told, *by_name)))
    let_in_if_nobody(case, actor, told=bool(names))
    tell(told, case)
    if item is not None and captures:
        attach(item=item, captures=captures, actor=actor)
    elif item is None and (url or handle or words or captures):
        item = new_item(case, url=url, handle=handle, words=words, captures=captures, actor=actor)
    if item is not None:
        bring_in(case, item, actor=actor)
    write(
        case,
        CaseEntry.Kind.OPENED,
        Verb.CASE_OPENED,
        words=first_line(names, prohibited),
        actor=actor,
    )
    return case


def first_line(names: str, prohibited: str) -> str:
    """What the timeline begins with: who was told, and what was seen that nobody may keep."""
    told = f"Told at once: {names}." if names else "Nobody else could be told."
    if not prohibited:
        return told
    label = dict(CHOICES)[prohibited]
    return f"{told} {label}: nothing of it is kept here."


def let_in_if_nobody(case: Case, actor: Person, *, told: bool) -> None:
    """Lets the opener read a case that nobody else of the council could take.

    It would lie unread otherwise; they put it before the Monitoring Officer.
    """
    if not told:
        let_in(case, [actor], "Nobody else of the council could take it.", by=actor)


def let_in(case: Case, people: Iterable[Person], reason: str, *, by: Person) -> None:
    """Lets people of the council read a new case by name who may not read it already."""
    for person in people:
        membership = person.membership_at(case.council)
        if membership is None or person.pk == case.about_id:
            continue
        if not visible_to(membership).filter(pk=case.pk).exists():
            CaseReader.objects.create(
                council=case.council, case=case, person=person, reason=reason, added_by=by
            )


def require_order(seen_at: datetime, reported_at: datetime, aware_at: datetime | None) -> None:
    """It was seen, then reported, and all of it has been.

    Raises:
        RuleBroken: a time is to come, or it was reported before it was seen.
    """
    not_later_than_now(seen_at, "it was seen")
    not_later_than_now(reported_at, "it was reported")
    if reported_at < seen_at:
        raise RuleBroken("It was reported before it was seen. Correct one of the times.")
    if aware_at:
        not_later_than_now(aware_at, "the council became aware of it")


def require_here(council: Council, *people: Person | None) -> None:
    """Asserts that the people named belong or belonged to the council.

    Raises:
        RuleBroken: one of them never did.
    """
    for person in people:
        if person and not council.memberships.filter(person=person).exists():
            raise RuleBroken("Choose one of the council’s people.")
