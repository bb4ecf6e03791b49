"""What tests of reading need: a policy to read, and the addresses of its pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.duties import Duty
from policies.acknowledgements.models import Acknowledgement
from policies.documents.models import DutyToRead, Policy, Version
from tests.accounts.absenting import member
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.policies.writing import TITLE, a_policy, an_adopted_version, binds, read_for


def to_be_read(cast: Cast, **columns: Any) -> Version:
    """A policy in force that binds employees and leaves councillors out."""
    policy = a_policy(cast.ashford)
    binds(policy)
    binds(policy, "councillor", "excluded")
    return an_adopted_version(policy, **columns)


def reads(cast: Cast, name: str, version: Version) -> Acknowledgement:
    """Somebody of the cast has said that they read a version."""
    return has_read(getattr(cast, name), version)


def has_read(who: Person, version: Version) -> Acknowledgement:
    """Somebody has said that they read a version."""
    return Acknowledgement.objects.create(
        council=version.council,
        version=version,
        membership=member(who),
        digest=version.digest,
        read_on=version.effective_from,
        recorded_by=who,
    )


READING = "/c/ashford/reading/"
ALL = f"{READING}all/"
#: Duties rest 14 days after somebody was to read.
SUSPENDS = RULES | {"unread_lapse": chosen({"suspends": True, "after_days": 14})}
BEFORE = datetime(2025, 5, 1, tzinfo=UTC)


def to_read(
    cast: Cast, days: int, duty: str = Duty.AUTHORISE_POSTS, **columns: datetime
) -> Version:
    """A policy for a duty, in force and wanted since so many days."""
    since = today() - timedelta(days=days)
    policy = a_policy(cast.ashford, f"Policy of {days} days")
    read_for(policy, duty)
    DutyToRead.objects.filter(policy=policy).update(since=since)
    return an_adopted_version(policy, effective_from=since, **{"adopted_at": BEFORE, **columns})


def suspends(cast: Cast) -> Person:
    """Duties rest where something is unread; Paul is a clerk too."""
    a_rulebook(cast.ashford, **SUSPENDS)
    return a_member(cast.ashford, "Paul", "town-clerk")


def page_of(version: Version) -> str:
    return f"{READING}{version.policy.slug}/{version.slug}/"


def said(version: Version, **more: str) -> dict[str, str]:
    """The box ticked, below the words of a version."""
    return {"read": "on", "digest": version.digest, **more}


def unsigned(cast: Cast, name: str = "Gus", **columns: Any) -> Membership:
    """Somebody of the grounds staff, without a sign-in."""
    a_member(cast.ashford, name)
    found = Membership.objects.filter(person__name=name)
    found.update(**{"can_sign_in": False, **columns})
    return found.get()


def _a_version(cast: Cast) -> list[Any]:
    there = Policy.objects.filter(council=cast.ashford, title=TITLE).first()
    version = there.versions.adopted().first() if there else to_be_read(cast)
    assert version is not None
    return [version.policy.slug, version.slug]


#: What follows the council in an address.
ADDRESSES = {f"acknowledgements:{name}": _a_version for name in ("read", "paper")}
