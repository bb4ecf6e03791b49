"""That somebody has read a version of a policy: they say so, or signed on paper (LLTC-4.1-a)."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.dates import today
from accounts.people.models import Membership, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import require_same_council
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import Cell, rows
from policies.dates import first_day, in_words
from policies.documents.models import Scope, Version


@action
def acknowledge(
    *, version: Version, membership: Membership, digest: str, actor: Person
) -> Acknowledgement:
    """Records that somebody has read a version and says so themself.

    Args:
        digest: of the words that were on their page.

    Raises:
        AlreadyDone: they said so before.
        Stale: another version is in force by now, or the words are not those of this one.
        RuleBroken: it is somebody else's to say, they do not belong to the council today, or the
            policy does not ask them (DTC-scope-a).
    """
    require_same_council(version, membership)
    if membership.person_id != actor.pk:
        raise RuleBroken("Everybody says for themself that they have read a policy.")
    member, cell = _asked(version, membership)
    if digest != cell.version.digest:
        raise Stale("These are not the words that were on your page. Read them again.")
    return _save(cell, member, today(), actor=actor)


@action
def record_on_paper(
    *,
    version: Version,
    membership: Membership,
    read_on: date,
    actor: Person,
    scan: StoredFile | None = None,
    paper_reference: str = "",
) -> Acknowledgement:
    """Records that somebody without a sign-in has signed on paper that they have read a version.

    Args:
        read_on: the day (London) that the paper says.
        scan: a copy of it; else `paper_reference` says where it is kept.

    Raises:
        AlreadyDone: it is on record that they have read it.
        Stale: another version is in force by now.
        RuleBroken: the actor does not keep the policies, the member signs in and so says it
            themself, does not belong to the council today or is not asked by the policy, the day
            cannot be, or there is no proof.
    """
    require_same_council(version, membership, scan)
    actor.require_duty_at(version.council, Duty.MANAGE_RULES)
    refuse_secrets(paper_reference)
    member, cell = _asked(version, membership)
    if member.can_sign_in:
        raise RuleBroken(
            f"{member.goes_by} signs in here, and so says for themself that they have read it.",
            field="membership",
        )
    if not (scan or paper_reference.strip()):
        raise RuleBroken(
            "Add a copy of the signed paper, or say where it is kept.", field="paper_reference"
        )
    _require_day(version, member, read_on)
    return _save(cell, member, read_on, actor=actor, scan=scan, paper=paper_reference.strip())


def _asked(version: Version, membership: Membership) -> tuple[Membership, Cell]:
    """The member, held until the action ends, with what the version, as it is now, is to them."""
    council, day = version.council, today()
    people = council.memberships.select_for_update(no_key=True)
    member: Membership = people.get(pk=membership.pk)
    member.council, member.person = council, membership.person
    over = member.ends_on is not None and member.ends_on < day
    if over or member.is_closed or member.starts_on > day:
        raise RuleBroken(f"{member.goes_by} does not belong to the council today.")
    current = version.policy.version_on(day)
    if current is None:
        raise Stale(f"{version.policy} is not in force today.")
    if current.pk != version.pk:
        assert current.effective_from is not None  # in force
        raise Stale(
            f"{current.label} is in force since {when_in_words(current.effective_from)}. "
            "Read that one."
        )
    if not (current.text or current.file_id):
        raise RuleBroken(f"The words of {current} are not here, so nobody can have read them.")
    current.council, current.policy = council, version.policy
    cell = rows(council, [member], day, versions=[current])[0].cells[0]
    if cell.read:
        raise AlreadyDone(
            f"{member.goes_by} has read it already, on {when_in_words(cell.read.read_on)}.",
            cell.read,
        )
    if cell.since is None:
        raise _not_asked(cell, member)
    return member, cell


def _not_asked(cell: Cell, member: Membership) -> RuleBroken:
    as_what, policy = member.get_category_display().lower(), cell.version.policy
    source = "".join(member.council.rulebook.cited(cell.clause))
    if cell.binds == Scope.Binds.EXCLUDED:
        return RuleBroken(
            f"{policy} leaves out whoever belongs to the council as: {as_what}.", source=source
        )
    return RuleBroken(
        f"Nobody asks {member.goes_by} to read {policy}: it does not bind whoever belongs to the "
        f"council as: {as_what}.",
        source=source,
    )


def _require_day(version: Version, member: Membership, read_on: date) -> None:
    if read_on > today():
        raise RuleBroken("The day on which they signed is in the future.", field="read_on")
    if read_on < member.starts_on:
        raise RuleBroken(
            f"{member.goes_by} began on {when_in_words(member.starts_on)}, after that day.",
            field="read_on",
        )
    if version.approved_on and read_on < first_day(version.approved_on):
        raise RuleBroken(
            f"{version.label} was approved only later: {in_words(version.approved_on)}.",
            field="read_on",
        )


def _save(
    cell: Cell,
    member: Membership,
    read_on: date,
    *,
    actor: Person,
    scan: StoredFile | None = None,
    paper: str = "",
) -> Acknowledgement:
    version, on_paper = cell.version, bool(scan or paper)
    try:
        with transaction.atomic():
            done = Acknowledgement.objects.create(
                council=version.council,
                version=version,
                membership=member,
                digest=version.digest,
                read_on=read_on,
                scan=scan,
                paper_reference=paper,
                recorded_by=actor,
            )
    except IntegrityError:  # recorded by another request since
        there = version.acknowledgements.get(membership=member)
        raise AlreadyDone(f"{member.goes_by} has read it already.", there) from None
    record(
        Verb.POLICY_READ_ON_PAPER if on_paper else Verb.POLICY_READ,
        done,
        actor=actor,
        duty=Duty.MANAGE_RULES if on_paper else None,
        new={
            "policy": version.policy.title,
            "version": version.label,
            "digest": version.digest,
            "membership": member.pk,
            "read_on": read_on.isoformat(),
            "scan": scan.digest if scan else None,
            "paper_reference": paper,
        },
    )
    return done
