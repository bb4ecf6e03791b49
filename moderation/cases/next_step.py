"""What is to be done next about a case: one thing, by its kind and what is on record."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from councilsm.forms import when_in_words
from moderation.cases.models import Case, Referral

_K, _B = Case.Kind, Referral.Body


@dataclass(frozen=True)
class NextStep:
    """One thing to do.

    Args:
        said: what, in a sentence or two.
        label: of its button.
        url: of the page on which it is recorded.
    """

    said: str
    label: str
    url: str


def next_step(case: Case, *, told: Collection[str], advised: bool) -> NextStep | None:
    """The step that comes next.

    Args:
        told: the bodies that the case was put before.
        advised: advice is on the timeline.

    Returns:
        None where the case is closed.
    """
    if case.closed_at:
        return None
    if case.kind == _K.ABUSE and not advised:
        return _step(
            case,
            "Advise the person who was threatened or abused. If somebody is in danger now, "
            "call 999.",
            "Record advice",
            "advise",
        )
    if case.kind == _K.SAFEGUARDING and not {_B.BOARD, _B.POLICE, _B.OTHER} & set(told):
        return _refer(
            case,
            "Pass it on to those who look into it. If somebody is in danger now, call 999.",
            _B.BOARD,
        )
    if case.kind == _K.CRIME and _B.POLICE not in told:
        return _refer(case, "Tell the police: 101, or 999 if somebody is in danger.", _B.POLICE)
    if case.kind == _K.HIJACK and _B.PLATFORM not in told:
        return _refer(case, "Secure the account, and tell the platform.", _B.PLATFORM)
    if case.tell_by and case.commissioner_at is None:
        by = when_in_words(case.tell_by)
        return _refer(
            case,
            f"Tell the Information Commissioner by {by}, unless a risk to people is unlikely.",
            _B.COMMISSIONER,
        )
    return _step(case, "Close it once nothing is left to be done.", "Close the case", "close")


def _refer(case: Case, said: str, body: str) -> NextStep:
    step = _step(case, said, "Record a referral", "refer")
    return NextStep(step.said, step.label, f"{step.url}?body={body}")


def _step(case: Case, said: str, label: str, name: str) -> NextStep:
    return NextStep(said, label, reverse(f"cases:{name}", args=[case.council.slug, case.number]))
