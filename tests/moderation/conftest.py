"""Fixtures of several tests here."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from moderation.drafts.actions.standing_deciding import approve_standing
from moderation.drafts.models import StandingApproval
from tests.cast import Cast
from tests.moderation.standing import LIST, asked_for

As = Callable[[Person], Client]


@pytest.fixture
def cora(cast: Cast, as_: As) -> Client:
    """A browser in which Cora has signed in."""
    return as_(cast.cora)


@pytest.fixture
def proposed(cast: Cast, as_: As) -> StandingApproval:
    """Ana asked for it."""
    assert as_(cast.ana).post(f"{LIST}new/", asked_for(cast)).status_code == 302
    return StandingApproval.objects.get()


@pytest.fixture
def standing(cast: Cast, proposed: StandingApproval) -> StandingApproval:
    """Priya approved it."""
    return approve_standing(standing=proposed, digest=proposed.digest, actor=cast.priya)
