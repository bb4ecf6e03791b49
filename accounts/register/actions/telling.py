"""Who is told of a proposed account: those who approve it, then whoever proposed it."""

from django.db.models import Q

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


def tell_proposer(
    account: OfficialAccount, *, actor: Person, reason: str = "", taken_back: bool = False
) -> None:
    """Tells whoever proposed an account how it was decided, unless they decided it themselves.

    Args:
        taken_back: the keeper of the register ended it, not those who approve.
    """
    proposer = account.proposed_by
    if proposer is not None and proposer != actor:
        context = {"account": account, "reason": reason, "taken_back": taken_back}
        notify([proposer], "account_decided", council=account.council, **context)


def tell_of_other_name(account: OfficialAccount, *, approved: str, actor: Person) -> None:
    """Tells those who approved an account, and who proposed it, that it has another name now.

    Args:
        approved: the handle that they approved.
    """
    given = account.approvals.filter(proposal=account.proposal, approved=True)
    told = Q(pk=account.proposed_by_id) | Q(pk__in=given.values("approver"))
    people = Person.objects.filter(told).exclude(pk=actor.pk)
    context = {"account": account, "approved": approved}
    notify(people, "account_other_name", council=account.council, **context)
