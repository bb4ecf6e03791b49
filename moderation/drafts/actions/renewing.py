"""A window that passed while a draft waited is renewed in the step that approves it."""

from datetime import datetime

from django.utils import timezone

from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.checks.findings import Report
from moderation.drafts.actions.freezing import freeze
from moderation.drafts.models import Draft, Revision


def renewed(
    draft: Draft, old: Revision, content: Content, report: Report, not_after: datetime
) -> Revision:
    """The same submission with a new end of its window, as the draft's next revision.

    Authority binds the window too, so the old revision cannot be approved any more. Its author
    stays the author: the approver changes not a word. Call inside an action, the draft locked.

    Args:
        content: of the old revision.
        report: what the policy checks say of it now.

    Raises:
        RuleBroken: the new end is not in the future.
    """
    if not_after <= timezone.now():
        raise RuleBroken("The new time to post by has passed too. Choose a later one.")
    notes = {finding["check"]: finding.get("note", "") for finding in old.findings}
    revision = freeze(draft, content, not_after=not_after, report=report, notes=notes)
    draft.current, draft.not_after = revision, not_after
    draft.save(update_fields=["current", "not_after"])
    return revision


def renewal_in_words(old: Revision, new: Revision) -> str:
    """For the trail: what was renewed, plainly."""
    return (
        f"The time to post by had passed ({when_in_words(old.not_after)}). The approver set "
        f"{when_in_words(new.not_after)} instead: version {new.number} is version {old.number} "
        "with that one change."
    )
