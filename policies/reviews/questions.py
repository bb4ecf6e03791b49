"""Which policies are to be reviewed, when and why."""

from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council
from policies.dates import in_words, last_day
from policies.documents.models import Policy, Version
from policies.elections.questions import periods_within
from policies.reviews.facts import Facts, facts_of, rules_for
from policies.reviews.models import Trigger
from policies.reviews.timing import (
    BASELINE_NEEDED,
    NOT_IN_FORCE,
    When,
    baseline_of,
    in_election,
    likely_days,
    when_due,
)


@dataclass(frozen=True)
class ReviewState:
    """Where the review of one policy stands.

    Args:
        version: the one in force; None while there is none.
        due: by when it is reviewed, as stated (`policies/dates.py`); empty where nothing says.
        basis: why then, in words with its source; or what is wanting.
        late: it should have been reviewed by now.
        lacks: what is wanting to say when, "Baseline needed" or "No period set"; else empty. A day
            may be known besides.
        label: how it stands: "In date", "Due soon", "Overdue since 1 November 2026", or what lacks.
        colour: of the tag with the label.
        election: that it is likely to fall in a pre-election period, in words; else empty.
        baseline: when it was last approved or reviewed, as stated.
    """

    policy: Policy
    version: Version | None
    due: str
    basis: str
    late: bool
    lacks: str
    label: str
    colour: str
    election: str
    baseline: str

    @property
    def due_in_words(self) -> str:
        """ "October 2026" or "20 October 2026"."""
        return in_words(self.due)

    @property
    def baseline_in_words(self) -> str:
        return in_words(self.baseline)


def state_of(council: Council, day: date, *, elections: bool = True) -> list[ReviewState]:
    """Where the reviews of a council's policies stand, the most urgent first.

    Five queries, and one once a process for the rulebook; one where there are no policies. By what
    is known now, whichever the day.

    Args:
        day: London; policies withdrawn by then are left out.
        elections: also asks which pre-election periods are on record.
    """
    found = list(facts_of([council.pk], day))
    if not found:
        return []
    rules = rules_for(found)
    whens = {facts.policy: when_due(facts, rules[facts.digest]) for facts in found}
    policies = council.policies.select_related("owner").in_bulk(whens)
    held = [facts.version for facts in found if facts.version]
    versions = council.policy_versions.defer("text", "clauses_json").in_bulk(held)
    dues = [when.due for when in whens.values() if when.due] if elections else []
    days = [likely_days(due, day) for due in dues]
    periods = periods_within(council, min(days)[0], max(last for _, last in days)) if days else []
    states = []
    for facts in found:
        when, policy = whens[facts.policy], policies[facts.policy]
        policy.council = council
        states.append(
            ReviewState(
                policy=policy,
                version=versions.get(facts.version),
                due=when.due,
                basis=why(when, facts, council),
                late=when.is_late(day),
                lacks=when.lacks,
                label=when.label(day),
                colour=when.colour(day),
                election=in_election(when.due, day, periods) if when.due and elections else "",
                baseline=baseline_of(facts),
            )
        )
    return sorted(states, key=urgency)


def urgency(state: ReviewState) -> tuple[date, bool, str]:
    """For the order: by day, then what nothing is known of, then what nobody asks for."""
    last = last_day(state.due) if state.due else date.max
    return last, state.lacks != BASELINE_NEEDED, state.policy.title.casefold()


def why(when: When, facts: Facts, council: Council) -> str:
    """Why a policy is due then, with the clause that says so; or what is wanting to say when."""
    source = council.rulebook.source_if_set("review") if facts.carries_rules else ""
    if when.due:
        return f"{when.basis} ({source})" if when.by_rule and source else when.basis
    if when.lacks == BASELINE_NEEDED:
        known = f" ({source})" if source else ""
        return f"Nothing says when it was last adopted or reviewed{known}"
    if when.lacks == NOT_IN_FORCE:
        return "No version of it holds yet"
    return "Nothing says when it is reviewed"


def open_triggers(policy: Policy) -> list[Trigger]:
    """What calls for a review of a policy and no review has answered, the soonest first."""
    return list(policy.triggers.unanswered().select_related("recorded_by"))
