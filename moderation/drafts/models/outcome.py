"""What became of a draft, as one code, and how people read it."""

from typing import TYPE_CHECKING

from django.utils import timezone

from councilsm.forms import when_in_words

if TYPE_CHECKING:
    from moderation.drafts.models.draft import Draft

#: What an approved draft came to; every other code is a status and goes by its name.
LABELS = {
    "posted": "Posted",
    "not_posted": "Not posted",
    "scheduled": "Scheduled",
    "missed": "Missed time",
}

COLOURS = {
    "draft": "blue",
    "waiting": "yellow",
    "changes": "orange",
    "approved": "teal",
    "rejected": "red",
    "withdrawn": "grey",
    "scheduled": "teal",
    "posted": "green",
    "not_posted": "grey",
    "missed": "red",
}


def outcome_of(draft: "Draft") -> str:
    """The draft's status or, where it was approved and that is decided, a code of `LABELS`.

    Its accounts are asked for only where it is approved.
    """
    if draft.status == draft.Status.OUT:
        return "posted"
    if draft.status != draft.Status.APPROVED or draft.not_after is None:
        return draft.status
    states = {state for _, _, state in draft.shown_on}
    if states == {"not_posted"}:
        return "not_posted"
    if states and states <= {"posted", "not_posted"}:
        return "posted"
    if "scheduled" in states and "to_post" not in states:
        return "scheduled"  # its platform puts it out, also while nobody looks
    return "missed" if draft.not_after <= timezone.now() else draft.status


def moved_on(draft: "Draft") -> str:
    """Why what somebody wants to do with a draft can no longer be done: who did what, and when."""
    decision = draft.decisions.for_page().order_by("-pk").first()
    if decision is None or draft.status not in {"approved", "rejected", "changes"}:
        state = draft.get_status_display().lower()
        return f"{draft.reference} is now “{state}”, so this can no longer be done."
    if withdrawal := decision.withdrawn:
        return (
            f"{withdrawal.withdrawn_by} withdrew the approval of {draft.reference} on "
            f"{when_in_words(withdrawal.withdrawn_at)}. The reason: “{withdrawal.reason}”"
        )
    return (
        f"{decision.decider.name} already decided {draft.reference} on "
        f"{when_in_words(decision.decided_at)}: {decision.get_outcome_display().lower()}. "
        "Nothing was changed by what you sent."
    )


def tag_of(draft: "Draft") -> dict[str, str]:
    """The outcome as people see it, with its colour."""
    outcome = draft.outcome
    return {
        "label": LABELS.get(outcome) or draft.get_status_display(),
        "colour": COLOURS[outcome],
    }
