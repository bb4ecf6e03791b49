"""Standing approvals: asked for. Decided in `standing_deciding`, used in `standing_use`."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken
from councilsm.tenancy import next_number, require_same_council
from moderation.checks.content import Content
from moderation.checks.findings import Report, run_checks
from moderation.drafts.actions.writing import MustFix
from moderation.drafts.authority import holders_of
from moderation.drafts.blanks import blanks_of, fault_in_template, filled, takes
from moderation.drafts.models import StandingApproval


@action
def propose_standing(
    *,
    council: Council,
    title: str,
    kind: Kind,
    words: str,
    sites: str,
    places: str,
    accounts: Sequence[OfficialAccount],
    starts_on: date,
    ends_on: date,
    actor: Person,
    form_key: UUID | None = None,
) -> StandingApproval:
    """Asks for leave to post words with blanks, on some accounts, until a day.

    Args:
        words: the template; blanks stand as {date}, {time}, {place} and {link}.
        sites: host names that {link} may lead to, one a line; empty without {link}.
        places: what {place} may say, one a line; empty without {place}.
        starts_on, ends_on: London days, both included; the last within twelve months of today.
        form_key: of the page that it comes from, which asks once however often it is sent.

    Raises:
        AlreadyDone: the actor has sent this page before; with what it asked for.
        MustFix: a policy check finds a fact against the words, with examples in the blanks.
        RuleBroken: the actor does not belong to the council today, the words are no template, or
            the days cannot be.
    """
    actor.require_membership_at(council)
    standing = StandingApproval(
        council=council,
        title=title,
        kind=kind.value,
        words=words,
        sites=sites,
        places=places,
        starts_on=starts_on,
        ends_on=ends_on,
        author=actor,
        form_key=form_key,
    )
    require_same_council(standing, *accounts)
    require_template(standing)
    if starts_on < today():
        raise RuleBroken("It cannot start in the past.")
    require_period(standing)
    require_no_facts_against(standing, accounts)
    standing.number = next_number(council, "SA")  # holds back a second click, as a draft's does
    asked = council.standing_approvals.filter(author=actor, form_key=form_key) if form_key else None
    if asked and (before := asked.first()):
        raise AlreadyDone(f"This page has already asked for {before.reference}.", before)
    standing.digest = standing.bound_digest(account.pk for account in accounts)
    standing.save()
    standing.accounts.set(accounts)
    deciders = Person.objects.holding(council, holders_of(council, kind)).exclude(pk=actor.pk)
    notify(deciders, "standing_waiting", council=council, standing=standing)
    bound = {
        "digest": standing.digest,
        "words": words,
        "places": places.splitlines(),
        "accounts": sorted(str(account) for account in accounts),
        "ends_on": ends_on.isoformat(),
    }
    record(Verb.STANDING_PROPOSED, standing, actor=actor, duty=Duty.SUBMIT_DRAFTS, new=bound)
    return standing


def require_template(standing: StandingApproval) -> None:
    """Words with blanks, each bound to what may stand in it.

    Raises:
        RuleBroken: the words are no template, or it is not said what a link or a place may be.
    """
    fault = fault_in_template(standing.words)
    if fault:
        raise RuleBroken(f"{fault}.")
    blanks = blanks_of(standing.words)
    if "link" in blanks and not standing.sites.split():
        raise RuleBroken("Say which sites the link may lead to.")
    if "place" in blanks and not standing.places.strip():
        raise RuleBroken("Say which places it is for.")
    for place in standing.places.splitlines():
        if not takes("place", place):
            raise RuleBroken(f"“{place}” cannot stand in the blank for a place.")


def require_period(standing: StandingApproval) -> None:
    """The last day is today or later and within twelve months, when it is asked for and decided.

    Raises:
        RuleBroken: says which of these does not hold.
    """
    if standing.ends_on < today():
        raise RuleBroken("Its last day is past. Ask for a new one.")
    latest = a_year_after(today())
    if not standing.starts_on <= standing.ends_on <= latest:
        raise RuleBroken(f"A standing approval ends within 12 months: by {when_in_words(latest)}.")


def require_no_facts_against(
    standing: StandingApproval, accounts: Sequence[OfficialAccount]
) -> None:
    """What every use would be refused for is refused at once.

    Raises:
        MustFix: a policy check finds a fact against the words, with examples in the blanks.
    """
    report = report_on_example(standing, accounts)
    if report.must_fix:
        raise MustFix(report)


def a_year_after(day: date) -> date:
    """The same day next year; 28 February after a leap day."""
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def report_on_example(standing: StandingApproval, accounts: Sequence[OfficialAccount]) -> Report:
    """What the policy checks say of the words with an example in each blank."""
    site = next(iter(standing.sites.split()), "")
    examples = {
        "date": when_in_words(standing.starts_on),
        "time": "9am to 4pm",
        "place": next(iter(standing.places.splitlines()), ""),
        "link": f"https://{site}/",
    }
    text = filled(standing.words, examples)
    content = Content(
        kind=standing.kind, title=standing.title, texts={account: text for account in accounts}
    )
    return run_checks(content, standing.council)
