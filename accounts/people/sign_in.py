"""How people sign in: allauth's flows, closed to strangers and written on the trail."""

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest

from accounts.people.models import Person

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; an invitation is the only way in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        return email.strip().lower()

    def login(self, request: HttpRequest, user: Any) -> None:
        from accounts.people.actions import record_sign_in

        super().login(request, user)
        record_sign_in(person=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends; a mail server that does not answer must not say whether the address is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("sign_in_mail_not_sent", template=template_prefix, error=str(error))

    def set_password(self, user: Any, password: str) -> None:
        from accounts.people.actions import change_password

        change_password(person=user, password=password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        from accounts.people.actions import record_failed_sign_in

        super().authentication_failed(request, **credentials)
        person = Person.objects.filter(email__iexact=credentials.get("email") or "").first()
        record_failed_sign_in(person=person)


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Reset links that die with the session version, as sessions do, and with the last council.

    The latter by date, so that no worker has to raise the version first.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        belongs = bool(user.memberships_today())
        return f"{super()._make_hash_value(user, timestamp)}{user.session_version}{belongs}"
