"""Who is told of a proposed account: those who approve it, then whoever proposed it."""

from accounts.councils.rulebook import Holders
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from accounts.register.opening import all_wanted
from councilsm.inbox.outbox import notify


def ask_approvers(account: OfficialAccount, *, actor: Person | None) -> None:
    """Asks the holders of each office whose approval is wanted, the actor apart."""
    offices = all_wanted(account.council).offices
    if not offices:
        return  # a meeting's approval alone: the keeper of the register records its minute
    people = Person.objects.holding(account.council, Holders(offices=offices))
    if actor is not None:
        people = people.exclude(pk=actor.pk)
    notify(people, "account_proposed", council=account.council, account=account)


def tell_proposer(account: OfficialAccount, *, actor: Person, reason: str = "") -> None:
    """Tells whoever proposed an account how it was decided, unless they decided it themselves."""
    proposer = account.proposed_by
    if proposer is not None and proposer != actor:
        context = {"account": account, "reason": reason}
        notify([proposer], "account_decided", council=account.council, **context)
