"""An approved draft was not posted in its time: its author and whoever approved it are told."""

from django.db.models import F, Q
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import Stale
from moderation.drafts.actions.common import locked
from moderation.drafts.models import Draft, Target
from moderation.drafts.models.draft import DraftQuerySet


def missed_untold() -> DraftQuerySet:
    """Drafts of all councils that missed their time, of which nobody was told since."""
    left = Target.objects.filter(state=Target.State.TO_POST).values("revision__draft")
    untold = Q(missed_told_at__isnull=True) | Q(missed_told_at__lt=F("not_after"))
    drafts: DraftQuerySet = Draft.objects.filter(
        untold, pk__in=left, status=Draft.Status.APPROVED, not_after__lte=timezone.now()
    )
    return drafts


@action
def tell_missed(*, draft: Draft, actor: Person | None) -> Draft:
    """Tells author and approver once that a draft was not posted in its time.

    The system does so: see `tasks`. Given a new time, it may be missed and told again.

    Raises:
        Stale: they were told already, or it is out or has a new time.
    """
    draft = locked(draft)
    if not missed_untold().filter(pk=draft.pk).exists():
        raise Stale(f"Nobody is to be told now that {draft.reference} missed its time.")
    draft.missed_told_at = timezone.now()
    draft.save(update_fields=["missed_told_at"])
    approvers = draft.decisions.filter(revision=draft.current_id).values("decider")
    people = Person.objects.at(draft.council)
    notify(
        people.filter(Q(pk=draft.author_id) | Q(pk__in=approvers)),
        "draft_missed",
        council=draft.council,
        draft=draft,
    )
    record(Verb.DRAFT_MISSED, draft, actor=actor)
    return draft
