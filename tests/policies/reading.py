"""What tests of reading need: a policy to read, and the addresses of its pages."""

from typing import Any

from policies.acknowledgements.models import Acknowledgement
from policies.documents.models import Policy, Version
from tests.accounts.absenting import member
from tests.cast import Cast
from tests.policies.writing import TITLE, a_policy, an_adopted_version, binds


def to_be_read(cast: Cast, **columns: Any) -> Version:
    """A policy in force that binds employees and leaves councillors out."""
    policy = a_policy(cast.ashford)
    binds(policy)
    binds(policy, "councillor", "excluded")
    return an_adopted_version(policy, **columns)


def reads(cast: Cast, name: str, version: Version) -> Acknowledgement:
    """Somebody of the cast has said that they read a version."""
    who = getattr(cast, name)
    return Acknowledgement.objects.create(
        council=version.council,
        version=version,
        membership=member(who),
        digest=version.digest,
        read_on=version.effective_from,
        recorded_by=who,
    )


def _a_version(cast: Cast) -> list[Any]:
    there = Policy.objects.filter(council=cast.ashford, title=TITLE).first()
    version = there.versions.adopted().first() if there else to_be_read(cast)
    assert version is not None
    return [version.policy.slug, version.slug]


#: What follows the council in an address.
ADDRESSES = {f"acknowledgements:{name}": _a_version for name in ("read", "paper")}
