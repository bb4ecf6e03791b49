"""Who may authorise a post, by the council's own rulebook."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Holders, Kind
from accounts.councils.silence import scope_in_words, scope_source
from accounts.people.models import Membership, Person
from accounts.people.models.resting import GROUNDS
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from moderation.drafts.alone import WarningUnread, may_be_alone, relied_on, require_may_be_alone
from moderation.drafts.models import KINDS, Draft, Revision, Target


@dataclass(frozen=True)
class Authority:
    """By what right a decision is made. Stored with the decision.

    Args:
        office_id: the office acted through; None when it is the team's own authority. Where its
            holder is away, it is still that office: `Membership.capacity` says who stands in.
        own_authority: the author decides about their own words.
        source: the clause or the council's decision that gives the right, in words.
        unchecked: their own words go out before the second person that the rules ask for.
    """

    office_id: int | None
    own_authority: bool
    source: str
    unchecked: bool = False


def holders_for(draft: Draft) -> Holders | None:
    """Whom the rulebook lets authorise this kind of draft; None while the rule is not set."""
    return holders_of(draft.council, Kind(draft.kind))


def nobody_named(council: Council) -> bool:
    """Whether the council has said of no kind of draft who authorises it."""
    rules = council.rulebook.rules
    return not any(getattr(rules, name).is_set for name in AUTHORITY.values())


def may_read(draft: Draft, membership: Membership) -> bool:
    """Whether a draft is visible to a member; of an author's own the database is not asked."""
    own = draft.author_id == membership.person_id
    return own or Draft.objects.filter(pk=draft.pk).visible_to(membership).exists()


def is_to_decide(draft: Draft) -> bool:
    """It waits; or it was approved and missed its time, so that approving it anew renews that."""
    return draft.status == Draft.Status.WAITING or draft.may_be_renewed


def may_decide(draft: Draft, person: Person) -> bool:
    """Whether a person could decide about a draft now: it waits, or it missed its time."""
    if not is_to_decide(draft) or draft.current is None:
        return False
    try:
        authority_to_post(draft=draft, revision=draft.current, actor=person)
    except WarningUnread:
        return True  # the page where it is decided asks them to read it
    except RuleBroken:
        return False
    return True


def authority_to_post(
    *, draft: Draft, revision: Revision, actor: Person, alone: bool = False
) -> Authority:
    """The right by which a person may decide about one revision. Raises as `authority_for`.

    Args:
        alone: the author asks to go without the second person, because it is urgent.
    """
    authority = authority_for(
        council=draft.council,
        kind=Kind(revision.kind),
        author_id=revision.author_id,
        actor=actor,
        alone=alone,
    )
    if authority.unchecked:
        require_urgent(draft, revision)
    return authority


def may_withdraw_approval(draft: Draft, person: Person) -> bool:
    """Whether a person could take the approval of a draft back now: it is out nowhere yet."""
    if draft.status != Draft.Status.APPROVED or draft.current is None:
        return False
    try:
        authority_to_post(draft=draft, revision=draft.current, actor=person)
    except RuleBroken:
        return False
    return not draft.current.targets.filter(state=Target.State.POSTED).exists()


def require_urgent(draft: Draft, revision: Revision) -> None:
    """What may go out before a second person has seen it.

    Whether another approver is free nobody can read off a register: the author says why none is,
    it stands on the record, and the others are told at once.

    Raises:
        RuleBroken: the council's rules do not let anything go first, or the draft is not urgent.
    """
    book = draft.council.rulebook
    if not book.rules.urgent_alone.value:
        raise RuleBroken(
            "Your council does not let an urgent post go out before a second person has seen it.",
            source=book.source_of("second_person"),
        )
    if not revision.particulars.urgent:
        raise RuleBroken(
            "Only an urgent draft may go out before a second person has seen it, and this one was "
            "not submitted as urgent.",
            source=book.source_of("urgent_alone"),
        )


def may_go_alone(draft: Draft, person: Person) -> bool:
    """Whether somebody may approve their own urgent draft, nobody else being free."""
    revision = draft.current
    if not is_to_decide(draft) or revision is None or may_decide(draft, person):
        return False
    try:
        authority_to_post(draft=draft, revision=revision, actor=person, alone=True)
    except RuleBroken:
        return False
    return revision.author_id == person.pk


def authority_for(
    *, council: Council, kind: Kind, author_id: int, actor: Person, alone: bool = False
) -> Authority:
    """The right by which a person may let out words of one kind that somebody wrote.

    Args:
        alone: for once without the second person; `authority_to_post` judges whether.

    Raises:
        RuleBroken: they may not; names the clause, the council's decision or the law
            (FTC-6.3-a, FTC-8-b, LTC-4.2-a, Local Government Act 1972 s.101).
    """
    book = council.rulebook
    holders = holders_of(council, kind)
    if holders is None:
        raise unset(council, kind)
    membership = actor.require_membership_at(council)
    if Duty.AUTHORISE_POSTS in membership.resting:
        ground = GROUNDS[membership.rests_by[Duty.AUTHORISE_POSTS]]
        raise RuleBroken(
            f"{ground.yours}, so you cannot authorise posts until {ground.until}.",
            source=book.source_of(ground.rule),
        )
    through, on_team = rights(membership, holders)
    if membership.is_councillor:
        require_may_be_alone(council)
    source = book.source_of(AUTHORITY[kind])
    if not through and not on_team:
        raise RuleBroken(f"You may not authorise a {kind_in_words(kind)}.", source=source)
    own, second = author_id == actor.pk, needs_second_person(council, kind)
    if own and through in membership.covering:
        raise RuleBroken(
            f"You wrote this draft and stand in for the {book.title(through)}, so someone else "
            "must decide it.",
            source=book.source_of("cover"),
        )
    if own and second and not alone:
        raise RuleBroken(
            "You wrote this draft, so someone else must decide it.",
            source=book.source_of("second_person"),
        )
    office_id = membership.offices[through] if through else None
    if membership.is_councillor and office_id:
        resolution = f"; {relied_on(membership, office_id)}"
        source = source[: 200 - len(resolution)] + resolution
    return Authority(
        office_id=office_id,
        own_authority=own and not second,
        source=source[:200],
        unchecked=own and second,
    )


def rights(membership: Membership, holders: Holders) -> tuple[str, bool]:
    """The office through which a member has a right, and whether the team gives it.

    Their own office comes before one that they only stand in for, and so does the team. A
    councillor's right never comes from the team.

    Returns:
        The key of the office; empty for none, and where the team gives what cover would.
    """
    held = [key for key in holders.offices if key in membership.offices]
    own = [key for key in held if key not in membership.covering]
    on_team = holders.team and membership.on_team and not membership.is_councillor
    through = own or ([] if on_team else held)
    return (through[0] if through else ""), on_team


def offices_deciding(membership: Membership) -> list[int]:
    """The ids of somebody's own offices through which they decide about posts of any kind."""
    found = []
    for kind in AUTHORITY:
        holders = holders_of(membership.council, kind)
        through = rights(membership, holders)[0] if holders else ""
        if through:
            found.append(membership.offices[membership.covering.get(through, through)])
    return list(dict.fromkeys(found))


def second_person_kinds(council: Council) -> tuple[Kind, ...]:
    """The kinds for which the council's rules ask for somebody else than the author."""
    kinds: tuple[Kind, ...] | None = council.rulebook.rules.second_person.value
    return kinds or ()


def needs_second_person(council: Council, kind: Kind) -> bool:
    """Whether the council's rules ask for somebody else than the author of such a draft."""
    return kind in second_person_kinds(council)


def kind_in_words(kind: Kind) -> str:
    """As it stands in a sentence: "new post"."""
    return dict(KINDS)[kind.value].lower()


def holders_of(council: Council, kind: Kind) -> Holders | None:
    """Whom the rulebook lets authorise a kind; None while the rule is not set."""
    holders: Holders | None = getattr(council.rulebook.rules, AUTHORITY[kind]).value
    return holders


def unset(council: Council, kind: Kind) -> RuleBroken:
    """No rule says who authorises this kind: silence lets nothing out (HLTC-gap-a)."""
    book = council.rulebook
    says_nothing = book.scope is not None and not book.scope.speaks_of_council_posts
    return RuleBroken(
        f"Your council has not yet said who authorises a {kind_in_words(kind)}, so it cannot be "
        f"decided. The {book.title(book.proper_officer)} can set this under Rules."
        + "".join(f" {line}" for line in scope_in_words(book) if says_nothing),
        source=scope_source(book) if says_nothing else book.source_of(AUTHORITY[kind]),
    )


def decidable_kinds(membership: Membership) -> list[Kind]:
    """The kinds of draft that a member may authorise today.

    None for a councillor, unless the rulebook says that councillors may.
    """
    if membership.is_councillor and not may_be_alone(membership.council):
        return []
    if Duty.AUTHORISE_POSTS in membership.resting:
        return []
    kinds = []
    for kind in AUTHORITY:
        holders = holders_of(membership.council, kind)
        if holders and any(rights(membership, holders)):
            kinds.append(kind)
    return kinds


def never_their_own(membership: Membership) -> list[Kind]:
    """The kinds of which a member may not decide what they wrote: by rule, or as a stand-in."""
    second = second_person_kinds(membership.council)
    if not membership.covering:
        return list(second)
    named = ((kind, holders_of(membership.council, kind)) for kind in AUTHORITY)
    return [
        kind
        for kind, holders in named
        if kind in second or (holders and rights(membership, holders)[0] in membership.covering)
    ]


def is_theirs(draft: Draft, membership: Membership) -> bool:
    """Whether a member may decide about a waiting draft today. `decidable_by` asks it of many."""
    kind = Kind(draft.kind)
    own = draft.author_id == membership.person_id
    if own and kind in never_their_own(membership):
        return False
    return kind in decidable_kinds(membership)


def decidable_by(membership: Membership) -> Q:
    """The waiting drafts about which a member may decide today, for a query."""
    kinds = decidable_kinds(membership)
    second = never_their_own(membership)
    mine = Q() if len(kinds) == len(AUTHORITY) else Q(kind__in=[kind.value for kind in kinds])
    bound = [kind.value for kind in kinds if kind in second]
    if not bound:
        return mine
    if len(bound) == len(AUTHORITY):
        return mine & ~Q(author=membership.person_id)
    return mine & ~Q(author=membership.person_id, kind__in=bound)
