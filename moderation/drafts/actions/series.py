"""A series: several dated drafts of one wording, each decided on its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content
from moderation.drafts.actions.common import locked
from moderation.drafts.actions.copying import WorkingCopy, typed_moment, without_dates
from moderation.drafts.actions.writing import create_draft, submit_draft
from moderation.drafts.authority import holders_for
from moderation.drafts.models import Draft, Series

#: The fewest and the most drafts of one series.
FEWEST, MOST = 2, 12


@dataclass(frozen=True)
class Window:
    """When one of them may go out."""

    not_before: datetime
    not_after: datetime


@action
def make_series(
    *,
    draft: Draft,
    content: Content,
    windows: Sequence[Window],
    version: int,
    actor: Person,
    notes: dict[str, str] | None = None,
) -> Series:
    """Submits a draft for the first window, and a copy of it for each of the others.

    Args:
        content: what the draft says; its own window and urgency are put aside.
        windows: from 2 to 12, each later than the one before.
        version: the number of the draft's save that the content was made from.
        notes: what the author says about a policy check, by the check's name.

    Raises:
        Stale: the draft was saved in another tab, or is no longer open.
        MustFix: a policy check found a fact that stands in the way; nothing is made.
        RuleBroken: somebody else wrote it, it is in a series already, or the windows cannot be.
    """
    draft.require_author(actor)
    draft = locked(draft)
    if draft.series_id is not None:
        raise RuleBroken(f"{draft.reference} is in a series already. Copy it as a new draft first.")
    require_windows(windows)
    if draft.version != version:
        raise Stale(
            f"{draft.reference} was saved in another tab or window. Its words above are those "
            "saved last: read them, then submit again."
        )
    # What is planned for months is not urgent, and nothing of it may go before a second person.
    content = replace(content, particulars=content.particulars.model_copy(update={"urgent": ""}))
    series = Series.objects.create(council=draft.council, title=content.title, made_by=actor)
    typed = without_dates(draft.council, draft.working_copy)
    _submit_one(draft, series, content, typed, windows[0], notes)
    for window in windows[1:]:
        draft = create_draft(
            council=series.council, title=content.title, working_copy=typed, actor=actor
        )
        _submit_one(draft, series, content, typed, window, notes)
    deciders = Person.objects.holding(draft.council, holders_for(draft)).exclude(pk=actor.pk)
    notify(
        deciders,
        "series_waiting",
        council=draft.council,
        series=series,
        number=len(windows),
        first=windows[0],
    )
    record(
        Verb.SERIES_MADE,
        series,
        actor=actor,
        duty=Duty.SUBMIT_DRAFTS,
        new={"drafts": len(windows), "windows": [w.not_before.isoformat() for w in windows]},
    )
    return series


def _submit_one(
    draft: Draft,
    series: Series,
    content: Content,
    typed: WorkingCopy,
    window: Window,
    notes: dict[str, str] | None,
) -> None:
    draft.series = series
    draft.save(update_fields=["series"])
    submit_draft(
        draft=draft,
        content=replace(content, not_before=window.not_before, not_after=window.not_after),
        version=draft.version,
        actor=series.made_by,
        working_copy={
            **typed,
            **typed_moment("not_before", window.not_before),
            **typed_moment("not_after", window.not_after),
        },
        notes=notes,
        tell=False,
    )


def require_windows(windows: Sequence[Window]) -> None:
    """From 2 to 12, in order, none over.

    Raises:
        RuleBroken: says which of these does not hold.
    """
    if not FEWEST <= len(windows) <= MOST:
        raise RuleBroken(f"A series has {FEWEST} to {MOST} dates, and this has {len(windows)}.")
    starts = [window.not_before for window in windows]
    if starts != sorted(set(starts)):
        raise RuleBroken("Give each date once, the earliest first.")
    if any(window.not_after <= window.not_before for window in windows):
        raise RuleBroken("The latest time must be after the earliest one.")
    if starts[0] <= timezone.now():
        raise RuleBroken("The first date has passed. Choose a later one.")
