"""Who may authorise a post, by the council's own rulebook."""

from dataclasses import dataclass

from accounts.councils.rulebook import AUTHORITY, Holders, Kind
from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from moderation.drafts.models import Draft, Revision


@dataclass(frozen=True)
class Authority:
    """By what right a decision is made. Stored with the decision.

    Args:
        office_id: the office acted through; None when it is the team's own authority.
        own_authority: the author decides about their own words.
        source: the clause or the council's decision that gives the right, in words.
    """

    office_id: int | None
    own_authority: bool
    source: str


def holders_for(draft: Draft) -> Holders | None:
    """Whom the rulebook lets authorise this kind of draft; None while the rule is not set."""
    rule = getattr(draft.council.rulebook.rules, AUTHORITY[Kind(draft.kind)])
    return rule.value


def may_decide(draft: Draft, person: Person) -> bool:
    """Whether a person could decide about a waiting draft now."""
    if draft.status != Draft.Status.WAITING or draft.current is None:
        return False
    try:
        authority_to_post(draft=draft, revision=draft.current, actor=person)
    except RuleBroken:
        return False
    return True


def authority_to_post(*, draft: Draft, revision: Revision, actor: Person) -> Authority:
    """The right by which a person may decide about one revision.

    Raises:
        RuleBroken: they may not; names the clause, the council's decision or the law
            (FTC-6.3-a, FTC-8-b, LTC-4.2-a, Local Government Act 1972 s.101).
    """
    book = draft.council.rulebook
    name = AUTHORITY[Kind(revision.kind)]
    source = book.source_of(name)
    what = revision.get_kind_display().lower()
    holders: Holders | None = getattr(book.rules, name).value
    if holders is None:
        raise RuleBroken(
            f"Your council has not yet said who authorises a {what}, so it cannot be decided. "
            f"The {book.title(book.proper_officer)} can set this under Rules.",
            source=source,
        )
    membership = actor.membership_at(draft.council)
    if membership is None:
        raise RuleBroken("You do not belong to this council today.")
    if membership.is_councillor:
        raise RuleBroken(
            "A councillor cannot authorise a post alone. Ask an officer to decide.",
            source=(
                book.source_of("councillors_may_authorise")
                if book.rules.councillors_may_authorise.value is False
                else "Local Government Act 1972 s.101"
            ),
        )
    through = [key for key in holders.offices if key in membership.offices]
    if not through and not (holders.team and membership.on_team):
        raise RuleBroken(f"You may not authorise a {what}.", source=source)
    own = revision.author_id == actor.pk
    if own and Kind(revision.kind) in (book.rules.second_person.value or ()):
        raise RuleBroken(
            "You wrote this draft, so someone else must decide it.",
            source=book.source_of("second_person"),
        )
    return Authority(
        office_id=membership.offices[through[0]] if through else None,
        own_authority=own,
        source=source[:200],
    )
