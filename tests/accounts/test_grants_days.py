"""Whether somebody had access on a day that is past: every state against every day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.dates import today
from accounts.grants import actions
from accounts.grants.access import had_access
from accounts.grants.models import AccessGrant
from accounts.people.actions import end_appointment, end_membership
from accounts.people.models import Person
from accounts.register.actions import change_state, end_way_in
from accounts.register.levels import Level
from councilsm.audit.models import AuditEvent
from tests.accounts.granting import Travel, asked, found, member_of, there
from tests.accounts.registering import a_login
from tests.accounts.test_registers_plans import a_full_country, selects, whole_tables
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Days after the first one; the last of them is "today", on which it is asked.
DAYS = range(9)


class Story:
    """What happens to one person's access, day by day."""

    def __init__(self, cast: Cast, travel: Travel) -> None:
        self.cast, self.travel, self.first = cast, travel, today()
        self.person: Person = cast.ana
        self.grant: Any = None

    def on(self, day: int) -> date:
        """The day that is so many days after the first."""
        return self.first + timedelta(days=day)

    def play(self, steps: Iterable[tuple[int, str, Any]]) -> None:
        for day, name, value in steps:
            self.travel(self.on(day))
            getattr(self, name)(value)
        self.travel(self.on(DAYS[-1]))

    def held(self) -> set[int]:
        return {day for day in DAYS if had_access(self.person, self.cast.page, self.on(day))}

    def fresh(self) -> AccessGrant:
        return AccessGrant.objects.select_related("council", "account", "way_in").get(
            pk=self.grant.pk
        )

    # --- What may happen on a day -------------------------------------------------------------

    def ask(self, starts: int) -> None:
        self.grant = asked(self.cast, starts_on=self.on(starts))

    def ask_by_login(self, starts: int) -> None:
        login = a_login(self.cast)
        self.grant = asked(self.cast, what=login, level=Level.SHARED, starts_on=self.on(starts))

    def ask_for_figures(self, starts: int) -> None:
        portfolio = a_login(self.cast, kind="portfolio", name="Meta")
        self.grant = asked(
            self.cast, what=portfolio, level=Level.FIGURES, starts_on=self.on(starts)
        )

    def give(self, last: int | None) -> None:
        ends_on = None if last is None else self.on(last)
        actions.grant_access(grant=self.fresh(), ends_on=ends_on, actor=self.cast.priya)

    def refuse(self, _: None) -> None:
        actions.refuse_access(grant=self.fresh(), reason="No", actor=self.cast.priya)

    def extend(self, last: int) -> None:
        actions.extend_access(
            grant=self.fresh(), ends_on=self.on(last), reason="Rain", actor=self.cast.priya
        )

    def suspend(self, _: None) -> None:
        actions.suspend_access(grant=self.fresh(), reason="Leave", actor=self.cast.priya)

    def resume(self, _: None) -> None:
        actions.resume_access(grant=self.fresh(), actor=self.cast.priya)

    def end(self, _: None) -> None:
        actions.end_access(grant=self.fresh(), reason="Over", actor=self.cast.priya)

    def misuse(self, _: None) -> None:
        member = member_of(self.cast, self.person)
        actions.withdraw_for_misuse(membership=member, reason="Lies", actor=self.cast.priya)

    def find(self, member: bool) -> None:
        self.grant = found(self.cast, "Ana E", member_of(self.cast, self.person), level=Level.TASK)

    def keep(self, _: None) -> None:
        actions.keep_found(
            grant=self.fresh(), why="Posts", ends_on=None, reason="", actor=self.cast.priya
        )

    def find_clerk(self, _: None) -> None:
        self.person = self.cast.priya
        self.grant = found(self.cast, "Priya C", member_of(self.cast, self.person))

    def by_office(self, _: None) -> None:
        self.person = self.cast.priya
        values = {
            "membership": member_of(self.cast, self.person),
            "office": self.cast.ashford.offices.get(key="town-clerk"),
            "level": Level.FULL,
            "clause": "Policy 3",
            "actor": self.cast.priya,
        }
        if self.grant:
            actions.keep_by_office(grant=self.fresh(), **values)
        else:
            self.grant = actions.record_by_office(what=self.cast.page, **values)

    def leave(self, last: int) -> None:
        end_membership(
            membership=member_of(self.cast, self.person),
            ends_on=self.on(last),
            actor=self.cast.adam,
        )

    def lay_down(self, last: int) -> None:
        held = member_of(self.cast, self.person).appointments.get()
        end_appointment(appointment=held, ends_on=self.on(last), actor=self.cast.adam)

    def close(self, day: int) -> None:
        change_state(
            account=self.cast.page,
            status="closed",
            on=self.on(day),
            reason="x",
            actor=self.cast.adam,
        )
        self.cast.page.refresh_from_db()

    def reopen(self, day: int) -> None:
        change_state(
            account=self.cast.page, status="live", on=self.on(day), reason="x", actor=self.cast.adam
        )
        self.cast.page.refresh_from_db()

    def end_login(self, day: int) -> None:
        login = self.fresh().way_in
        assert login
        end_way_in(way_in=login, on=self.on(day), reason="x", actor=self.cast.adam)


GIVEN = [(1, "ask", 1), (2, "give", None)]
TO_4 = [(1, "ask", 1), (2, "give", 4)]
CLERK = [(1, "find_clerk", None), (3, "by_office", None)]
BY_LOGIN = [(1, "ask_by_login", 1), (2, "give", None)]


@pytest.mark.clause("LTC-4.2.1-b", "LLTC-12.1-b")
@pytest.mark.parametrize(
    ("steps", "held"),
    [
        pytest.param([(1, "ask", 1)], (), id="asked for"),
        pytest.param([(1, "ask", 1), (2, "refuse", None)], (), id="refused"),
        pytest.param(GIVEN, (2, 3, 4, 5, 6, 7, 8), id="granted after its first day"),
        pytest.param(
            [(1, "ask", 4), (2, "give", 6)], (4, 5, 6), id="granted for days to come, ran out"
        ),
        pytest.param([*TO_4, (6, "ask", 6)], (2, 3, 4), id="ran out, asked for anew"),
        pytest.param(
            [*TO_4, (6, "ask", 6), (6, "give", None)], (2, 3, 4, 6, 7, 8), id="ran out, given anew"
        ),
        pytest.param([*TO_4, (4, "extend", 6)], (2, 3, 4, 5, 6), id="extended on its last day"),
        pytest.param([*GIVEN, (4, "suspend", None)], (2, 3), id="suspended"),
        pytest.param(
            [*GIVEN, (4, "suspend", None), (6, "resume", None)],
            (2, 3, 6, 7, 8),
            id="suspended and given back",
        ),
        pytest.param(
            [*GIVEN, (4, "suspend", None), (4, "resume", None)],
            (2, 3, 4, 5, 6, 7, 8),
            id="suspended and given back on one day",
        ),
        pytest.param(
            [*GIVEN, (4, "suspend", None), (5, "end", None)], (2, 3), id="suspended, then ended"
        ),
        pytest.param([*GIVEN, (5, "end", None)], (2, 3, 4), id="ended"),
        pytest.param([*TO_4, (6, "end", None)], (2, 3, 4), id="ended after its last day"),
        pytest.param([(1, "ask", 5), (2, "give", None), (3, "end", None)], (), id="ended before"),
        pytest.param([*GIVEN, (5, "misuse", None)], (2, 3, 4), id="withdrawn for misuse"),
        pytest.param([(1, "find", True)], (), id="found"),
        pytest.param([(1, "find", True), (3, "end", None)], (), id="found and ended"),
        pytest.param(
            [(1, "find", True), (3, "keep", None)], (3, 4, 5, 6, 7, 8), id="found and confirmed"
        ),
        pytest.param([(3, "by_office", None)], (3, 4, 5, 6, 7, 8), id="by office"),
        pytest.param(CLERK, (1, 2, 3, 4, 5, 6, 7, 8), id="found, by office"),
        pytest.param([*CLERK, (5, "end", None)], (1, 2, 3, 4), id="by office, ended"),
    ],
)
def test_what_was_decided_answers_for_each_day(
    cast: Cast, travel: Travel, steps: list[tuple[int, str, Any]], held: tuple[int, ...]
) -> None:
    story = Story(cast, travel)
    story.play(steps)
    assert story.held() == set(held)
    # The lists of today say the same.
    grants = cast.ashford.access_grants
    assert grants.in_force(today()).exists() == (DAYS[-1] in held)
    assert any(one.is_in_force_on(today()) for one in grants.all()) == (DAYS[-1] in held)


@pytest.mark.parametrize(
    ("steps", "held"),
    [
        pytest.param([*GIVEN, (6, "leave", 4)], (2, 3, 4), id="left, written down later"),
        pytest.param(
            [*GIVEN, (6, "leave", 4), (7, "end", None)], (2, 3, 4), id="left, ended after that"
        ),
        pytest.param([*GIVEN, (6, "close", 4)], (2, 3, 4), id="account closed"),
        pytest.param(
            [*GIVEN, (4, "close", 4), (6, "reopen", 6)],
            (2, 3),
            id="account closed and opened again",
        ),
        pytest.param(BY_LOGIN, (2, 3, 4, 5, 6, 7, 8), id="by a login"),
        pytest.param([*BY_LOGIN, (6, "end_login", 4)], (2, 3), id="login no longer used"),
        pytest.param([*BY_LOGIN, (6, "close", 4)], (2, 3, 4), id="by a login, account closed"),
        pytest.param([(1, "ask_for_figures", 1), (2, "give", None)], (), id="sees figures only"),
        pytest.param([*CLERK, (6, "lay_down", 4)], (1, 2, 3, 4), id="office laid down"),
        pytest.param(
            [(3, "by_office", None), (3, "lay_down", 2)], (), id="office laid down before that"
        ),
    ],
)
def test_and_so_does_what_it_stands_on(
    cast: Cast, travel: Travel, steps: list[tuple[int, str, Any]], held: tuple[int, ...]
) -> None:
    story = Story(cast, travel)
    story.play(steps)
    assert story.held() == set(held)


def test_it_is_one_question_answered_by_index(cast: Cast) -> None:
    a_full_country(cast)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with selects() as asked_for:
        had_access(cast.ana, cast.page, today() - timedelta(days=3))
    assert len(asked_for) == 1
    assert not whole_tables(*asked_for[0])


# --- What is written down ---------------------------------------------------------------------


def test_what_ran_out_is_closed_by_a_decision_and_an_entry(cast: Cast, travel: Travel) -> None:
    story = Story(cast, travel)
    story.play(TO_4)
    old = story.grant
    story.ask(8)
    old.refresh_from_db()
    assert (old.status, old.ends_on) == ("ended", story.on(4))
    assert list(old.decisions.values_list("outcome", flat=True)) == ["granted", "ran_out"]
    assert AuditEvent.objects.about(old).filter(verb="grant.ran_out").exists()


def test_what_goes_on_says_so_and_is_not_removed(cast: Cast) -> None:
    old = there(cast)
    actions.end_access(grant=old, reason="Over", actor=cast.priya)
    new = actions.grant_access(grant=asked(cast), ends_on=None, actor=cast.priya)
    old.refresh_from_db()
    assert (old.continued_as, old.continued_on, old.removed_on) == (new, today(), None)
    assert AuditEvent.objects.about(old).filter(verb="grant.continued").exists()
    grants = cast.ashford.access_grants
    assert not grants.to_remove(today()).exists()
    # The platform still shows it, so it is to be removed once the new one ends.
    new.refresh_from_db()
    assert new.confirmed_on == today() and old.reference in new.confirmed_how
    actions.end_access(grant=new, reason="Over", actor=cast.priya)
    assert list(grants.to_remove(today())) == [new]


def test_what_begins_later_leaves_the_old_to_be_removed(cast: Cast) -> None:
    old = there(cast)
    actions.end_access(grant=old, reason="Over", actor=cast.priya)
    later = asked(cast, starts_on=today() + timedelta(days=9))
    actions.grant_access(grant=later, ends_on=None, actor=cast.priya)
    assert list(cast.ashford.access_grants.to_remove(today())) == [old]
