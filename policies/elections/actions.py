"""Pre-election periods are recorded, moved and called off; profiles are listed and taken off."""

from datetime import date
from unicodedata import normalize
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden, without_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from councilsm.tenancy import next_number
from policies.elections.addresses import is_nobodys
from policies.elections.models import Period, Profile
from policies.elections.questions import handles
from policies.elections.rechecking import hold_list, recheck

#: Days of the longest period: a referendum's is about 28 days, a general election's some forty.
LONGEST = 100


@action
def add_period(
    *,
    council: Council,
    kind: str,
    notice_on: date,
    poll_on: date,
    actor: Person,
    area: str = "",
    note: str = "",
    form_key: UUID | None = None,
) -> Period:
    """Records a pre-election period (LTC-4.2.2-h; Local Government Act 1986 s.2 and s.4).

    It may have begun already, or be over: what went out in it is listed on its page.

    Args:
        notice_on: the day (London) on which the notice was, or will be, published; it counts.
        poll_on: polling day; it counts too.
        area: the ward or area; empty for the whole of the council's.
        form_key: of the page that it comes from, which records one however often it is sent.

    Raises:
        RuleBroken: the actor does not keep the rules, the poll is before the notice or more than
            `LONGEST` days after it, or the same period is recorded already.
    """
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    refuse_hidden(area, note)
    _in_order(notice_on, poll_on)
    hold_list(council)
    if form_key and (again := council.election_periods.filter(form_key=form_key).first()):
        raise AlreadyDone("This period is recorded already.", there=again)
    _refuse_twin(council, kind, area, poll_on)
    period = Period.objects.create(
        council=council,
        number=next_number(council, "PE"),
        kind=kind,
        area=area.strip(),
        notice_on=notice_on,
        poll_on=poll_on,
        note=note,
        recorded_by=actor,
        dates_set_at=timezone.now(),
        form_key=form_key,
    )
    new = _facts(period) | recheck([period], handles(council), actor)
    record(Verb.PERIOD_ADDED, period, actor=actor, duty=Duty.MANAGE_RULES, new=new)
    return period


@action
def change_period(
    *,
    period: Period,
    kind: str,
    notice_on: date,
    poll_on: date,
    actor: Person,
    area: str = "",
    note: str = "",
    shown: str = "",
) -> Period:
    """Changes a period. Where its days move, what was approved before is looked at again.

    Args:
        shown: `Period.shown` as the page was made that it comes from; empty where none was.

    Raises:
        RuleBroken: as `add_period`.
        AlreadyDone: somebody has made the same change since; with the period.
        Stale: it was called off, or changed otherwise since.
    """
    actor.require_duty_at(period.council, Duty.MANAGE_RULES)
    refuse_hidden(area, note)
    _in_order(notice_on, poll_on)
    period = _standing(period)
    _refuse_twin(period.council, kind, area, poll_on, apart_from=period)
    old, before = _facts(period), period.shown
    if moves := (notice_on, poll_on) != (period.notice_on, period.poll_on):
        period.dates_set_at = timezone.now()
    period.kind, period.area, period.note = kind, area.strip(), note
    period.notice_on, period.poll_on = notice_on, poll_on
    _require_shown(period, before, shown)
    period.save(update_fields=["kind", "area", "note", "notice_on", "poll_on", "dates_set_at"])
    record(
        Verb.PERIOD_CHANGED,
        period,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old=old,
        new=_facts(period) | recheck([period] if moves else [], handles(period.council), actor),
    )
    return period


@action
def call_off_period(*, period: Period, why: str, actor: Person) -> Period:
    """Calls a period off: no poll is held after all. From now on it holds nobody to anything.

    Raises:
        RuleBroken: the actor does not keep the rules, or it does not say why.
        Stale: it was called off already, or its poll is over.
    """
    actor.require_duty_at(period.council, Duty.MANAGE_RULES)
    why = required_words(why, "Enter why there is no poll.")
    refuse_hidden(why)
    period = _standing(period)
    if period.poll_on < today():
        raise Stale("Polling day has passed: this period is over.")
    period.called_off_on, period.why_called_off = today(), why
    period.save(update_fields=["called_off_on", "why_called_off"])
    record(
        Verb.PERIOD_CALLED_OFF,
        period,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"called_off_on": period.called_off_on.isoformat(), "why": why},
    )
    return period


@action
def add_profile(
    *, council: Council, who: str, name: str, platform: str, handle: str, actor: Person
) -> Profile:
    """Lists a profile that the council does not promote before an election (HLTC-resp-12).

    What leads there and was settled for a period that holds, or comes, is looked at again.

    Args:
        who: `councillor` or `candidate`.
        handle: as people write it, or the address of the page.

    Raises:
        RuleBroken: the actor does not keep the rules, name or handle is missing, no post could be
            found by the handle, or the profile is on the list.
    """
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    name = required_words(name, "Enter whose profile it is.")
    handle = required_words(handle, "Enter the handle, or the address of the page.")
    handle = without_hidden(normalize("NFKC", handle))[:200]  # as posts are read
    refuse_hidden(name, handle)
    _refuse_matchless(handle)
    hold_list(council)
    try:
        with transaction.atomic():
            profile = Profile.objects.create(
                council=council,
                who=who,
                name=name,
                platform=platform,
                handle=handle,
                recorded_by=actor,
            )
    except IntegrityError:
        raise RuleBroken("This profile is on the list already.") from None
    record(
        Verb.PROFILE_LISTED,
        profile,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"who": who, "name": name, "platform": platform, "handle": handle}
        | recheck(_held_from(council, today()), [handle], actor),
    )
    return profile


@action
def end_profile(*, profile: Profile, actor: Person) -> Profile:
    """Takes a profile off the list: nobody stands or sits under it any more.

    Raises:
        RuleBroken: the actor does not keep the rules.
        Stale: it was taken off already.
    """
    actor.require_duty_at(profile.council, Duty.MANAGE_RULES)
    profile = Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
    if profile.ended_on:
        raise Stale("This profile is off the list already.")
    profile.ended_on = today()
    profile.save(update_fields=["ended_on"])
    record(
        Verb.PROFILE_UNLISTED,
        profile,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"ended_on": profile.ended_on.isoformat()},
    )
    return profile


def _refuse_matchless(handle: str) -> None:
    """Refuses what no words in a post can be compared with."""
    if len(handle.split()) > 1:
        raise RuleBroken(
            "Enter only the handle, or only the address of the page, without blanks.",
            field="handle",
        )
    if is_nobodys(handle):
        raise RuleBroken(
            "This leads to nobody’s page. Enter the handle, or the whole address of the page.",
            field="handle",
        )


def _standing(period: Period) -> Period:
    row = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    if row.called_off_on:
        raise Stale("This period was called off.")
    row.council = period.council
    return row


def _held_from(council: Council, day: date) -> list[Period]:
    """The periods that hold on a London day or come later, each held until the action ends.

    Whoever looks for one of them holds it too, so they have decided by now, or read the list anew.
    """
    rows = council.election_periods.standing().select_for_update(no_key=True)
    return [period for period in rows.order_by("pk") if period.poll_on >= day]


def _require_shown(period: Period, before: str, shown: str) -> None:
    """Judges whether a period stood, until now, as on the page from which it is changed."""
    if not shown or shown == before:
        return
    if period.shown == before:
        raise AlreadyDone(f"{period.reference} was changed so already.", there=period)
    raise Stale(
        f"{period.reference} was changed since this page was opened. Open the page again and look "
        "at it as it is now."
    )


def _in_order(notice_on: date, poll_on: date) -> None:
    if poll_on < notice_on:
        raise RuleBroken("Polling day cannot be before the notice.", field="poll_on")
    if (poll_on - notice_on).days > LONGEST:
        raise RuleBroken(
            f"That is more than {LONGEST} days. Check both days, above all the year.",
            field="poll_on",
        )


def _refuse_twin(
    council: Council, kind: str, area: str, poll_on: date, apart_from: Period | None = None
) -> None:
    rows = council.election_periods.standing().filter(
        kind=kind, area__iexact=area.strip(), poll_on=poll_on
    )
    if apart_from:
        rows = rows.exclude(pk=apart_from.pk)
    if twin := rows.first():
        raise RuleBroken(f"This election is recorded already, as {twin.reference}.")


def _facts(period: Period) -> dict[str, str]:
    return {
        "kind": period.get_kind_display(),
        "area": period.area,
        "notice_on": period.notice_on.isoformat(),
        "poll_on": period.poll_on.isoformat(),
        "note": period.note,
    }
