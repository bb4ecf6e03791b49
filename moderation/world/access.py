"""The access of the made-up world: who can get into which account, now and in years gone by."""

from datetime import timedelta

from accounts.grants.actions.common import facts
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.models import Membership
from accounts.register.levels import Level
from accounts.register.models import AccountName, OfficialAccount, Opening, WayIn
from councilsm.audit.verbs import Verb
from councilsm.tenancy import ReferenceCounter
from moderation.world.drafts import Writing

_S, _O = AccessGrant.Status, GrantDecision.Outcome

#: From so many grants on a council has that many accounts beside its two.
MANY, MORE_ACCOUNTS = 250, 28
SOURCE, REASON = "Page access, seen by the clerk", "Left the committee."


def add_access(writing: Writing, members: list[Membership], how_many: int) -> None:
    """So many grants at a council: one for each member and account in force, the others over.

    Where there are many, the council has as many accounts as a long register.
    """
    accounts = list(writing.accounts)
    if how_many >= MANY:
        accounts += more_accounts(writing)
    name_accounts(writing, accounts)
    if how_many == 0:
        return
    login = a_login(writing)
    counter = writing.batch.add(ReferenceCounter(council=writing.council, letter="A"))
    pairs = [(account, member) for account in accounts for member in members]
    for place in range(how_many):
        account, member = pairs[place % len(pairs)]
        counter.last += 1
        grant = AccessGrant(
            pk=writing.batch.next_id(AccessGrant),
            council=writing.council,
            number=counter.last,
            account=account if place % 5 else None,
            way_in=None if place % 5 else login,
            starts_on=writing.council.created_at.date() + timedelta(days=place % 600),
        )
        if place < len(pairs):
            grant.account, grant.way_in = account, None
            _granted(writing, grant, member, Level.FULL if place % 3 == 0 else Level.TASK)
        else:
            _over(writing, grant, place)


def more_accounts(writing: Writing) -> list[OfficialAccount]:
    """Further accounts of a large council, in no order of their names."""
    made = []
    for number in range(MORE_ACCOUNTS):
        handle = f"{writing.council.slug}{number}"
        account = writing.batch.add(
            OfficialAccount(
                council=writing.council,
                name=f"{writing.random.choice(('Hall', 'Museum', 'Market'))} {number}",
                platform=OfficialAccount.Platform.FACEBOOK,
                handle=handle,
                url=f"https://www.facebook.com/{handle}",
            )
        )
        values = {name: str(getattr(account, name)) for name in ("name", "platform", "handle")}
        writing.chain.record(Verb.ACCOUNT_ADDED, account, actor=writing.clerk, new=values)
        made.append(account)
    return made


def name_accounts(writing: Writing, accounts: list[OfficialAccount]) -> None:
    """What residents look for when they ask whether an account is the council's."""
    for account in accounts:
        writing.batch.add(
            AccountName(
                council=writing.council,
                account=account,
                platform=account.platform,
                handle=account.handle,
                url=account.url,
                plain=account.handle.lower(),
            )
        )


def a_login(writing: Writing) -> WayIn:
    """A way in that opens the first account."""
    council = writing.council
    way_in = WayIn(council=council, kind=WayIn.Kind.LOGIN, name=council.email)
    way_in.recovery_email = council.email
    writing.batch.add(way_in)
    writing.batch.add(Opening(council=council, way_in=way_in, account=writing.accounts[0]))
    writing.chain.record(Verb.WAY_IN_ADDED, way_in, actor=writing.clerk, new={"name": way_in.name})
    return way_in


def _granted(writing: Writing, grant: AccessGrant, member: Membership, level: Level) -> None:
    """Asked for, granted, and confirmed on the platform."""
    day = grant.starts_on
    grant.membership, grant.level, grant.status = member, level, _S.GRANTED
    grant.why, grant.told, grant.told_on = "Posts there.", AccessGrant.Told.MAIL, day
    grant.confirmed_on, grant.confirmed_by, grant.confirmed_how = day, writing.clerk, SOURCE
    writing.batch.add(grant)
    _decide(writing, grant, _O.GRANTED, "")
    for verb in (Verb.GRANT_REQUESTED, Verb.GRANT_DECIDED, Verb.GRANT_CONFIRMED):
        _record(writing, grant, verb)


def _over(writing: Writing, grant: AccessGrant, place: int) -> None:
    """Found on the platform years ago, ended, and gone from there."""
    day = grant.starts_on
    grant.found_name, grant.found_on, grant.found_source = f"Helper {place}", day, SOURCE
    grant.basis, grant.level, grant.status = AccessGrant.Basis.FOUND, Level.PARTIAL, _S.ENDED
    grant.confirmed_on, grant.confirmed_by, grant.confirmed_how = day, writing.clerk, SOURCE
    grant.ends_on = grant.removed_on = day + timedelta(days=30)
    grant.removed_by, grant.removed_how = writing.clerk, "Removed under Page access"
    writing.batch.add(grant)
    _decide(writing, grant, _O.ENDED, REASON)
    for verb in (Verb.GRANT_FOUND, Verb.GRANT_ENDED):
        _record(writing, grant, verb)


def _decide(writing: Writing, grant: AccessGrant, outcome: str, reason: str) -> None:
    writing.batch.add(
        GrantDecision(
            council=writing.council,
            grant=grant,
            outcome=outcome,
            reason=reason,
            decided_by=writing.clerk,
            office=writing.offices["town-clerk"],
            rulebook=writing.version,
            decided_at=writing.council.created_at,
        )
    )


def _record(writing: Writing, grant: AccessGrant, verb: Verb) -> None:
    writing.chain.record(
        verb,
        grant,
        actor=writing.clerk,
        office_id=writing.offices["town-clerk"].pk,
        new=facts(grant),
    )
