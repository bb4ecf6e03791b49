"""Accounts, a former name, a lookalike and a place for the demonstration."""

from datetime import timedelta

from accounts.councils.models import Council
from accounts.dates import today
from accounts.lookalikes.actions import record_effort, record_lookalike
from accounts.people.models import Person
from accounts.places.actions import add_place
from accounts.register.actions import add_account, change_account
from accounts.register.models import OfficialAccount


def accounts_and_a_lookalike(council: Council, clerk: Person) -> None:
    """Two more accounts, one of them renamed, and a page that pretends to be the council."""
    name = council.slug.replace("-", "")
    renamed = add_account(
        council=council,
        name="News",
        platform=OfficialAccount.Platform.X,
        handle=f"{name}tc",
        url=f"https://x.com/{name}tc",
        purpose="News and road closures",
        monitored_when="Monday to Friday, 9am to 5pm",
        actor=clerk,
    )
    change_account(
        account=renamed, handle=f"{name}news", url=f"https://x.com/{name}news", actor=clerk
    )
    add_account(
        council=council,
        name="Events",
        platform=OfficialAccount.Platform.INSTAGRAM,
        handle=f"{name}events",
        url=f"https://www.instagram.com/{name}events",
        purpose="What is on at the hall",
        status=OfficialAccount.Status.DORMANT,
        actor=clerk,
    )
    case = record_lookalike(
        council=council,
        kind="fake",
        name=f"{council.name.split()[0]} Council Refunds",
        url=f"https://www.facebook.com/{name}.council.refunds",
        seen_on=today() - timedelta(days=6),
        note="Uses our crest and asks for bank details.",
        actor=clerk,
    )
    record_effort(
        lookalike=case,
        made_on=today() - timedelta(days=5),
        channel="Facebook’s form for impersonation",
        reference="FB-20417",
        note="",
        follow_up_on=today(),
        actor=clerk,
    )
    add_place(
        council=council,
        name=f"Spotted in {council.name.split()[0]}",
        url=f"https://www.facebook.com/groups/spottedin{name}",
        note="Run by residents. We read it and do not post.",
        actor=clerk,
    )
