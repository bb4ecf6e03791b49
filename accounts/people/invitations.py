"""Inviting somebody: a one-use link to their mailbox, which expires."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Invitation, Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.canonical import sha256
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken

#: How long a link works.
LASTS = timedelta(days=7)


@action
def invite(*, membership: Membership, actor: Person) -> Invitation:
    """Sends a member the link by which they choose a password (or add this council).

    Raises:
        RuleBroken: the member has no sign-in.
    """
    if not membership.can_sign_in:
        raise RuleBroken(f"{membership.person} is recorded without a sign-in.")
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
    record(Verb.INVITATION_SENT, invitation, actor=actor)
    return invitation


@action
def resend_invitation(*, invitation: Invitation, actor: Person) -> Invitation:
    """Sends a new link; the old one stops working.

    Raises:
        RuleBroken: it was accepted or withdrawn.
    """
    invitation = _open(invitation)
    secret = secrets.token_urlsafe(24)
    invitation.secret_digest = sha256(secret.encode())
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LASTS
    invitation.save(update_fields=["secret_digest", "sent_at", "expires_at"])
    _send(invitation, secret)
    record(Verb.INVITATION_RESENT, invitation, actor=actor)
    return invitation


@action
def withdraw_invitation(*, invitation: Invitation, actor: Person) -> Invitation:
    """Makes a link useless before it was used.

    Raises:
        RuleBroken: it was accepted or withdrawn already.
    """
    invitation = _open(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(Verb.INVITATION_WITHDRAWN, invitation, actor=actor)
    return invitation


@action
def accept_invitation(*, invitation: Invitation, password: str | None) -> Person:
    """Uses the link up: a newcomer gets their password, somebody known just joins.

    Raises:
        RuleBroken: it was used, withdrawn or has expired.
        django.core.exceptions.ValidationError: the password is too weak.
    """
    invitation = _open(invitation)
    if invitation.expires_at < timezone.now():
        raise RuleBroken("This invitation has expired. Ask the clerk to send it again.")
    person = invitation.membership.person
    if password is not None:
        validate_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(Verb.PERSON_JOINED, invitation, actor=person)
    return person


def find_invitation(secret: str) -> Invitation | None:
    """The invitation a link belongs to, whatever its state."""
    return (
        Invitation.objects.select_related("council", "membership__person")
        .filter(secret_digest=sha256(secret.encode()))
        .first()
    )


def _open(invitation: Invitation) -> Invitation:
    invitation = (
        invitation.council.invitations.select_for_update(of=("self",))
        .select_related("membership__person")
        .get(pk=invitation.pk)
    )
    if invitation.accepted_at:
        raise RuleBroken("This invitation was used already. Sign in instead.")
    if invitation.withdrawn_at:
        raise RuleBroken("This invitation was withdrawn. Ask the clerk for a new one.")
    return invitation


def _send(invitation: Invitation, secret: str) -> None:
    notify(
        [invitation.membership.person],
        "invitation",
        council=invitation.council,
        person=invitation.membership.person,
        link=f"{settings.BASE_URL}{reverse('people:join', args=[secret])}",
        expires_at=invitation.expires_at,
    )
