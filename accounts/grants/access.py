"""Whether somebody may post on an account: the question that other features ask."""

from datetime import date

from accounts.councils.models import Council
from accounts.grants.levels import CANNOT_POST
from accounts.grants.models import AccessGrant
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.refusals import RuleBroken

#: Clauses by which only those act for the council who are authorised to.
CLAUSES = ("LTC-4.2.1-b", "LLTC-9.3-g", "FTC-6.2-f")


def had_access(person: Person, account: OfficialAccount, day: date) -> bool:
    """Whether somebody's access let them post there on a day (London); one query.

    A way in that opens the account counts, and so does a shared login that they know.
    """
    reaching = AccessGrant.objects.held_on(day).reaching(account).exclude(level__in=CANNOT_POST)
    return reaching.filter(council=account.council_id, membership__person=person).exists()


def access_refusal(
    council: Council, person: Person, account: OfficialAccount, day: date
) -> RuleBroken | None:
    """Why a post that somebody made on an account that day is not the council's own making.

    Whoever asks refuses it once the council has gone live; until then it is only said.
    """
    if had_access(person, account, day):
        return None
    clauses = council.rulebook.clauses
    found = next((one for one in CLAUSES if one in clauses), "")
    return RuleBroken(
        f"{person} has no access to {account} on record for {day.day} {day:%B %Y}.",
        source=f"{found}: {clauses[found]}" if found else "",
    )
