"""What a council lacks once somebody has left: full control of an account, holders of a duty."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from accounts.councils.rulebook import DUTY_RULES, FOR_NOBODY, Holders, holding
from accounts.dates import today
from accounts.grants.models import AccessGrant
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Person
from accounts.register.facts import AccountFacts, facts_of
from accounts.register.levels import ADMINISTERS
from accounts.register.models import OfficialAccount
from councilsm.duties import Duty

Kind = DepartureTask.Kind


class Others:
    """Who else there is on the day after somebody's last, asked once for many warnings."""

    def __init__(self, departure: Departure) -> None:
        self.departure = departure
        self.council = departure.council
        self.day: date = max(departure.last_day + timedelta(days=1), today())
        self._remaining: dict[Holders | None, bool] = {}

    def meet(self, task: DepartureTask) -> bool:
        """Whether somebody else is confirmed, so that a warning is none any more."""
        match task.kind:
            case Kind.LAST_ADMIN:
                return self.control(task.account_id or 0)
            case Kind.LAST_SITE_ADMIN:
                return self.hold(Duty.MANAGE_PEOPLE)
            case _:
                return self.hold(Duty(task.duty))

    def control(self, account_id: int) -> bool:
        """Whether somebody else is confirmed with full control of an account, or it is gone."""
        facts = self._accounts.get(account_id)
        return facts is None or self._somebody_else(facts)

    def hold(self, duty: Duty, *, among: set[str] | None = None) -> bool:
        """Whether for every rule that gives a duty somebody else holds it that day.

        Args:
            among: only of these rules.
        """
        return all(
            self._remain(name) for name in DUTY_RULES[duty] if among is None or name in among
        )

    def left_uncontrolled(self, theirs: Iterable[AccessGrant]) -> Iterator[OfficialAccount]:
        """The accounts of which the one who leaves is the last with full control.

        Args:
            theirs: their access, of which it is asked.
        """
        mine = str(self.departure.membership_id)
        if not any(grant.level in ADMINISTERS for grant in theirs):
            return
        for facts in self._accounts.values():
            if mine in facts.administrators() and not self._somebody_else(facts):
                yield facts.account

    def left_undone(self) -> Iterator[Duty]:
        """The duties that nobody holds any more, by one of the rules by which they hold it."""
        for duty, names in DUTY_RULES.items():
            if any(self._gave(name) and not self._remain(name) for name in names):
                yield duty

    @cached_property
    def _accounts(self) -> dict[int, AccountFacts]:
        running = self.council.official_accounts.running().with_last_check()
        facts = facts_of(self.council, running.order_by("pk"))
        return {one.account.pk: one for one in facts.accounts}

    @cached_property
    def _leavers(self) -> set[str]:
        """Everybody who is about to leave or is kept out, since none of them is an answer."""
        rows = self.council.departures.keeping_out()
        members = [self.departure.membership_id, *rows.values_list("membership", flat=True)]
        return {str(pk) for pk in members}

    def _somebody_else(self, facts: AccountFacts) -> bool:
        return bool(facts.administrators(only_there=True).keys() - self._leavers)

    @cached_property
    def _held(self) -> tuple[set[str], bool]:
        """The offices they hold until the end, and whether they sit on the team."""
        departure, last = self.departure, self.departure.last_day
        offices = departure.membership.appointments.in_force(last)
        if departure.office_id and departure.kind in Departure.STAYS:
            offices = offices.filter(office=departure.office_id)
        seats = departure.membership.team_seats.filter(starts_on__lte=last).exclude(
            ends_on__lt=last
        )
        on_team = departure.kind not in Departure.STAYS and seats.exists()
        return set(offices.values_list("office__key", flat=True)), on_team

    def _gave(self, name: str) -> bool:
        """Whether a rule gave its duty to the one who leaves."""
        offices, on_team = self._held
        value = getattr(self.council.rulebook.rules, name).value
        if value is None:
            return self.council.rulebook.proper_officer in offices and name not in FOR_NOBODY
        named, team = holding(value)
        return bool(offices & set(named)) or (team and on_team)

    def _remain(self, name: str) -> bool:
        """Whether somebody else holds what a rule gives."""
        value = getattr(self.council.rulebook.rules, name).value
        if value is None and name in FOR_NOBODY:
            return True
        offices, team = holding(value) if value else ((), False)
        if value is not None and not offices and not team:
            return True  # a rule that names nobody, such as a meeting's approval
        holders = Holders(offices=offices, team=team) if value is not None else None
        if holders not in self._remaining:
            found = Person.objects.holding(self.council, holders, on=self.day)
            if self.departure.shuts_out:
                found = found.exclude(pk=self.departure.membership.person_id)
            self._remaining[holders] = found.exists()
        return self._remaining[holders]
