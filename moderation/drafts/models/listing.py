"""What a row of a list shows beside its own columns."""

from collections.abc import Sequence

from accounts.register.called import platform_shown
from moderation.drafts.models.draft import Draft
from moderation.drafts.models.revision import Target


def bring_accounts(drafts: Sequence[Draft]) -> None:
    """Sets `shown_on` of each draft: the accounts of its current revision and what became of each.

    One query for all of them, in plain values; to prefetch targets and accounts as objects takes
    longer than everything else that a list asks. Call it with the rows of one page.
    """
    shown: dict[int, list[list[str]]] = {
        draft.current_id: [] for draft in drafts if draft.current_id is not None
    }
    if shown:
        targets = Target.objects.filter(revision__in=shown).order_by(
            "account__platform", "account__name"
        )
        columns = ("revision_id", platform_shown("account"), "account__name", "state")
        for revision_id, *row in targets.values_list(*columns):
            shown[revision_id].append(row)
    for draft in drafts:
        draft.shown_on = shown[draft.current_id] if draft.current_id is not None else []
