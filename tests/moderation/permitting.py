"""Permissions for tests, made by the action that people use."""

from accounts.dates import today
from moderation.permissions.actions import Agreed, record_permission
from moderation.pictures.models import Permission
from tests.cast import Cast


def a_permission(cast: Cast, *names: str, under_18: bool = False) -> Permission:
    """A permission of Ashford for these people, on paper."""
    return record_permission(
        council=cast.ashford,
        scope="Spring fair",
        given_on=today(),
        expires_on=None,
        people=[
            Agreed(
                name=name,
                under_18=under_18,
                given_by="Pat Field" if under_18 else name,
                relationship="parent" if under_18 else "self",
            )
            for name in names
        ],
        evidence=None,
        paper_reference="Paper file 12",
        actor=cast.ana,
    )
