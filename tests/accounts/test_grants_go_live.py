"""The go-live date: 90 days after a council is set up, put off once, never after it has come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.councils.actions import create_council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from tests.accounts.changing import in_boxes
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
STOCK = "/c/ashford/access/stock/"


def live(cast: Cast, in_days: int) -> None:
    cast.ashford.go_live_on = today() + timedelta(days=in_days)
    cast.ashford.save(update_fields=["go_live_on"])


# --- The go-live date -------------------------------------------------------------------------


def test_a_new_council_goes_live_in_90_days(db: None) -> None:
    council = create_council(
        name="Cradley", slug="cradley", email="a@b.example", rulebook="starter", actor=None
    )
    assert council.go_live_on == today() + timedelta(days=90) and not council.has_gone_live


def move(as_: SignIn, cast: Cast, days: int, reason: str = "", who: Person | None = None) -> Any:
    cast.ashford.refresh_from_db()
    shown = cast.ashford.go_live_on
    typed = {
        **in_boxes("to", today() + timedelta(days=days)),
        "reason": reason,
        "before": shown.isoformat() if shown else "",
    }
    return as_(who or cast.adam).post(f"{STOCK}go-live/", typed)


def test_put_off_once_with_a_reason(cast: Cast, as_: SignIn) -> None:
    live(cast, 10)
    assert move(as_, cast, 40).status_code == 409
    assert move(as_, cast, 40, "Two trainers are ill", who=cast.priya).status_code == 403
    assert move(as_, cast, 101, "Far too long").status_code == 409
    assert move(as_, cast, 40, "The password is Xy7!kLm9#pQ").status_code == 409
    assert move(as_, cast, 40, "Two trainers are ill").status_code == 302
    again = move(as_, cast, 50, "Again")
    assert again.status_code == 409 and "put off once" in again.text
    assert move(as_, cast, 20).status_code == 302  # but it can come earlier
    assert AuditEvent.objects.filter(verb="go_live.moved").count() == 2
    assert "Two trainers are ill" in as_(cast.priya).get(STOCK).text


def test_once_live_always_live(cast: Cast, as_: SignIn) -> None:
    live(cast, 0)
    response = move(as_, cast, 30, "Not ready")
    assert response.status_code == 409
    live(cast, 5)
    assert move(as_, cast, -1).status_code == 409
    assert move(as_, cast, 5).status_code == 409


def test_two_do_not_move_it_at_once(cast: Cast, as_: SignIn) -> None:
    live(cast, 10)
    typed = {**in_boxes("to", today()), "reason": "", "before": today().isoformat()}
    response = as_(cast.adam).post(f"{STOCK}go-live/", typed)
    assert response.status_code == 409 and "was moved while your page was open" in response.text


def test_a_council_without_a_date_sets_one(cast: Cast, as_: SignIn) -> None:
    assert move(as_, cast, 91).status_code == 409
    assert move(as_, cast, 60).status_code == 302
    cast.ashford.refresh_from_db()
    assert cast.ashford.go_live_put_off == ""
