"""Inviting somebody: a one-use link to their mailbox, which expires."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.urls import reverse
from django.utils import timezone

from accounts.dates import today
from accounts.people.actions.common import refuse_anothers_in_handover, require_keeper
from accounts.people.actions.signing_in import end_handovers
from accounts.people.models import Invitation, Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.canonical import sha256
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken

#: How long a link works.
LASTS = timedelta(days=7)


@action
def invite(*, membership: Membership, actor: Person | None) -> Invitation:
    """Sends a member the link by which they choose a password (or add this council).

    From now on the membership opens nothing until the link was used.

    Raises:
        RuleBroken: the actor does not manage people (`require_keeper`), the member has no
            sign-in, or was invited already.
    """
    duty = require_keeper(membership.council, actor, membership)
    # The lock: two clicks at once make one link.
    membership.council.memberships.select_for_update(no_key=True).get(pk=membership.pk)
    if not membership.can_sign_in:
        raise RuleBroken(f"{membership.goes_by} is recorded without a sign-in.")
    if membership.invitations.filter(withdrawn_at__isnull=True).exists():
        raise RuleBroken(f"{membership.goes_by} was invited already.")
    secret = secrets.token_urlsafe(24)  # 192 bits
    now = timezone.now()
    invitation = Invitation.objects.create(
        council=membership.council,
        membership=membership,
        secret_digest=sha256(secret.encode()),
        sent_at=now,
        expires_at=now + LASTS,
    )
    _send(invitation, secret)
    record(Verb.INVITATION_SENT, invitation, actor=actor, duty=duty)
    return invitation


@action
def send_invitation(*, membership: Membership, actor: Person) -> Invitation:
    """Sends a member who has not joined a new link, whether or not they had one before.

    Raises:
        RuleBroken: the actor does not manage people (`require_keeper`), they have joined, have no
            sign-in, are deactivated or kept out, or have left.
    """
    require_keeper(membership.council, actor, membership)
    if membership.sign_in in Membership.NOT_INVITED_NOW:
        raise RuleBroken(f"{membership.goes_by} needs no invitation: {membership.sign_in.label}.")
    latest = membership.invitation
    if latest and latest.is_open:
        return resend_invitation(invitation=latest, actor=actor)
    return invite(membership=membership, actor=actor)


@action
def resend_invitation(*, invitation: Invitation, actor: Person) -> Invitation:
    """Sends a new link; the old one stops working.

    Raises:
        RuleBroken: the actor does not manage people (`require_keeper`), it was accepted or
            withdrawn, or the membership has ended.
    """
    duty = require_keeper(invitation.council, actor, invitation.membership)
    invitation = _open(invitation)
    secret = secrets.token_urlsafe(24)
    invitation.secret_digest = sha256(secret.encode())
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LASTS
    invitation.save(update_fields=["secret_digest", "sent_at", "expires_at"])
    _send(invitation, secret)
    record(Verb.INVITATION_RESENT, invitation, actor=actor, duty=duty)
    return invitation


@action
def withdraw_invitation(*, invitation: Invitation, actor: Person) -> Invitation:
    """Makes a link useless before it was used.

    Raises:
        RuleBroken: the actor does not manage people (`require_keeper`), it was accepted or
            withdrawn already, the membership has ended, or the actor hands over and another sent
            it.
    """
    duty = require_keeper(invitation.council, actor, invitation.membership)
    invitation = _open(invitation)
    refuse_anothers_in_handover(invitation, actor)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(
        Verb.INVITATION_WITHDRAWN,
        invitation,
        actor=actor,
        duty=duty,
    )
    return invitation


@action
def accept_invitation(
    *, invitation: Invitation, password: str | None, actor: Person | None
) -> Person:
    """Uses the link up: a newcomer gets their password, somebody known just joins.

    Args:
        password: a newcomer's choice; None for somebody who has one.
        actor: who is signed in; None for a newcomer.

    Raises:
        RuleBroken: it was used, withdrawn or has expired, or it is somebody else's.
        django.core.exceptions.ValidationError: the password is too weak.
    """
    invitation = _open(invitation)
    if invitation.has_expired:
        raise RuleBroken("This invitation has expired. Ask the clerk to send it again.")
    membership = invitation.membership
    person = Person.objects.select_for_update(no_key=True).get(pk=membership.person_id)
    if actor is not None and actor != person:
        raise RuleBroken("This invitation is for somebody else. Sign out, then open it again.")
    if person.has_usable_password():
        # Whoever reads the mailbox later must not be able to replace a password by this link.
        if actor is None:
            raise RuleBroken("You have a password already. Sign in, then accept.")
    else:
        validate_password(password or "", person)
        person.set_password(password)
        person.save(update_fields=["password"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    membership.called = None  # now that they joined, the council may know their name
    membership.save(update_fields=["called"])
    record(Verb.PERSON_JOINED, invitation, actor=person)
    if actor is not None:  # who is signed in already does not do so again
        end_handovers(person)
    return person


def find_invitation(secret: str) -> Invitation | None:
    """The invitation a link belongs to, whatever its state."""
    return (
        Invitation.objects.select_related("council", "membership__person")
        .filter(secret_digest=sha256(secret.encode()))
        .first()
    )


def works(invitation: Invitation) -> bool:
    """Whether the link still opens anything."""
    return invitation.is_open and not invitation.has_expired and not _is_over(invitation)


def _is_over(invitation: Invitation) -> bool:
    """Whether they have left by now, or are kept out."""
    membership = invitation.membership
    left = membership.ends_on is not None and membership.ends_on < today()
    return left or membership.is_closed


def _open(invitation: Invitation) -> Invitation:
    invitation = (
        invitation.council.invitations.select_for_update(of=("self",), no_key=True)
        .select_related("membership__person", "council")
        .get(pk=invitation.pk)
    )
    if invitation.accepted_at:
        raise RuleBroken("This invitation was used already. Sign in instead.")
    if invitation.withdrawn_at:
        raise RuleBroken("This invitation was withdrawn. Ask the clerk for a new one.")
    if _is_over(invitation):
        raise RuleBroken(f"{invitation.membership.goes_by} has left this council or is kept out.")
    return invitation


def _send(invitation: Invitation, secret: str) -> None:
    notify(
        [invitation.membership.person],
        "invitation",
        council=invitation.council,
        secret=True,
        person=invitation.membership.person,
        link=f"{settings.BASE_URL}{reverse('people:join', args=[secret])}",
        expires_at=invitation.expires_at,
    )
