"""Signing somebody in without a password: a session row, as signing in would have left it.

Django's own `force_login` makes two sessions and asks fifteen questions of the database, which
tests would pay thousands of times.
"""

from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client


def session_key(person: Any) -> str:
    """The key of a new session in the database, to be sent as the session cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    held = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    now = timezone.now()
    session = Session.objects.create(
        session_key=token_hex(16),
        session_data=SessionStore().encode(held),
        expire_date=now + timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
    type(person).objects.filter(pk=person.pk).update(last_login=now)
    return session.session_key


def signed_in(person: Any) -> "Client":
    """A browser in which that person has signed in."""
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_key(person)
    return browser
