"""The author's part: start, save, submit, take back, withdraw."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import time_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import next_number, require_same_council
from moderation.checks.content import Content
from moderation.checks.findings import Report, run_checks
from moderation.drafts.actions.common import locked
from moderation.drafts.actions.freezing import freeze
from moderation.drafts.authority import holders_for
from moderation.drafts.blanks import values_in
from moderation.drafts.correcting import corrected_by, require_still_there
from moderation.drafts.models import EXPIRES_AFTER, Draft, Revision, Target


class MustFix(RuleBroken):
    """A policy check found a fact that stands in the way.

    Args:
        report: all that the checks found; the sentence is that of the first fact.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        first = report.must_fix[0]
        super().__init__(first.sentence, source=first.source)


@action
def create_draft(
    *,
    council: Council,
    title: str,
    working_copy: dict[str, Any],
    actor: Person,
    form_key: UUID | None = None,
) -> Draft:
    """Starts a draft; what is typed is kept as it is, right or wrong.

    Args:
        form_key: of the page that it comes from, which starts one draft however often it is sent.

    Raises:
        AlreadyDone: the author has sent this page before; with the draft that it started.
        RuleBroken: the actor does not belong to the council today.
    """
    actor.require_membership_at(council)
    number = next_number(council, "D")  # holds back a second click until the first has started one
    if form_key and (started := council.drafts.filter(author=actor, form_key=form_key).first()):
        raise AlreadyDone(f"This page has already started {started.reference}.", started)
    draft = Draft.objects.create(
        council=council,
        number=number,
        author=actor,
        title=title[:120],
        working_copy=working_copy,
        form_key=form_key,
    )
    record(Verb.DRAFT_CREATED, draft, actor=actor)
    return draft


def save_working_copy(
    *,
    draft: Draft,
    title: str,
    working_copy: dict[str, Any],
    version: int,
    actor: Person,
) -> int:
    """Keeps what is typed so far. Not an event: nobody has said anything yet.

    Args:
        version: the number of the save that the page was made from.

    Returns:
        The number of this save.

    Raises:
        Stale: another tab saved meanwhile, or the draft can no longer be written.
        RuleBroken: somebody else wrote the draft.
    """
    draft.require_author(actor)
    saved = Draft.objects.filter(pk=draft.pk, version=version, status__in=Draft.OPEN).update(
        title=title[:120],
        working_copy=working_copy,
        version=F("version") + 1,
        saved_at=timezone.now(),
    )
    if not saved:
        now = Draft.objects.get(pk=draft.pk)
        now.require_status(*Draft.OPEN)
        if now.working_copy == working_copy:
            return now.version  # the same words, sent again: a reload, a second click
        raise Stale(
            f"{draft.reference} was saved in another tab or window at "
            f"{time_in_words(timezone.localtime(now.saved_at))}. Your words are still below; "
            "save again to keep them instead."
        )
    return version + 1


@action
def submit_draft(
    *,
    draft: Draft,
    content: Content,
    version: int,
    actor: Person,
    working_copy: dict[str, Any] | None = None,
    notes: dict[str, str] | None = None,
    tell: bool = True,
) -> Revision:
    """Freezes the draft as its next revision and puts it in the queue.

    Args:
        version: the number of the save that the page was made from.
        working_copy: the fields as typed, kept with it; None leaves those saved before.
        notes: what the author says to the approver about a policy check, by the check's name.
        tell: whether approvers are mailed; not where the caller does so, or approves at once.

    Raises:
        Stale: the draft was saved in another tab, or is no longer open.
        MustFix: a policy check found a fact that stands in the way.
        RuleBroken: somebody else wrote it, it is a correction of nothing or a reply to nothing, a
            correction changes no word, or the window is over.
    """
    require_same_council(draft, *content.texts)
    draft.require_author(actor)
    draft = locked(draft)
    draft.require_status(*Draft.OPEN)
    if draft.version != version:
        raise Stale(
            f"{draft.reference} was saved in another tab or window. Your words are still below; "
            "read them and submit again."
        )
    _require_true_kind(draft, content)
    report = run_checks(content, draft.council)
    if report.must_fix:
        raise MustFix(report)
    not_after = content.not_after or (content.not_before or timezone.now()) + EXPIRES_AFTER
    if not_after <= timezone.now():
        raise RuleBroken("The time to post by has passed. Choose a later one.")
    revision = freeze(draft, content, not_after=not_after, report=report, notes=notes or {})
    _put_in_queue(draft, revision, working_copy)
    if tell:
        tell_deciders(draft, revision, actor)
    record(
        Verb.DRAFT_SUBMITTED,
        draft,
        actor=actor,
        duty=Duty.SUBMIT_DRAFTS,
        new={
            "revision": revision.number,
            "digest": revision.digest,
            "accounts": sorted(str(account) for account in content.texts),
        },
    )
    return revision


def tell_deciders(draft: Draft, revision: Revision, actor: Person) -> None:
    """Mails those who may decide that a draft waits; not whoever submitted it."""
    deciders = Person.objects.holding(draft.council, holders_for(draft)).exclude(pk=actor.pk)
    notify(deciders, "draft_waiting", council=draft.council, draft=draft, revision=revision)


def _require_true_kind(draft: Draft, content: Content) -> None:
    """A draft is what it says it is. Else anything could go out under the lighter rules that a
    council may have for corrections and replies.

    Raises:
        RuleBroken: it is a correction of nothing or that changes nothing, or a reply to nothing.
    """
    if content.kind == Kind.CORRECTION:
        corrected = corrected_by(draft)
        if corrected is None:
            raise RuleBroken(
                "A correction starts from the post that it corrects. Open the post and choose "
                "“Write a correction”, or make this a new post."
            )
        if corrected.is_said_again_by(content):
            raise RuleBroken(
                f"These are still the words of {corrected.reference}. Change them, so that "
                "the correction says what is right."
            )
        require_still_there(draft)
        if elsewhere := corrected.accounts_without_it(content):
            raise RuleBroken(
                f"{corrected.reference} did not go out on {elsewhere[0]}. A correction goes where "
                "the post is; for other accounts write a new post."
            )
    if (
        content.kind == Kind.REPLY
        and not content.particulars.original_url
        and not _says_standing_words(draft, content)
    ):
        raise RuleBroken(
            "A reply needs the address of what it replies to. Enter it, or make this a new post."
        )


def _says_standing_words(draft: Draft, content: Content) -> bool:
    """Whether the words were approved as a reply, whatever they answer: a standing approval's."""
    standing = draft.standing
    if standing is None or standing.kind != Kind.REPLY:
        return False
    return all(values_in(standing.words, text) is not None for text in content.words)


def _put_in_queue(draft: Draft, revision: Revision, working_copy: dict[str, Any] | None) -> None:
    draft.status, draft.version = Draft.Status.WAITING, draft.version + 1
    draft.current, draft.not_after = revision, revision.not_after
    draft.kind, draft.title = revision.kind, revision.title
    changed = ["status", "version", "current", "not_after", "kind", "title"]
    if working_copy is not None:
        draft.working_copy = working_copy
        changed.append("working_copy")
    draft.save(update_fields=changed)


@action
def take_back_draft(*, draft: Draft, actor: Person) -> Draft:
    """Gives a draft back to its author to change. An approval it had is void.

    Raises:
        Stale: it is neither waiting nor approved any more.
        RuleBroken: somebody else wrote it, or it is out or scheduled on an account.
    """
    draft.require_author(actor)
    draft = locked(draft)
    draft.require_status(Draft.Status.WAITING, Draft.Status.APPROVED)
    assert draft.current is not None  # the database holds it: draft_waiting_has_revision
    if draft.current.targets.filter(state=Target.State.POSTED).exists():
        raise RuleBroken(
            f"{draft.reference} is already posted on an account. Write a correction instead."
        )
    if draft.current.targets.filter(state=Target.State.SCHEDULED).exists():
        raise RuleBroken(
            f"{draft.reference} is scheduled on a platform and would go out by itself. First have "
            "it taken out there and recorded as not posted."
        )
    old = draft.status
    draft.current.targets.update(state=Target.State.PROPOSED)
    draft.status, draft.version = Draft.Status.DRAFT, draft.version + 1
    draft.save(update_fields=["status", "version"])
    record(Verb.DRAFT_TAKEN_BACK, draft, actor=actor, old={"status": old})
    return draft


@action
def withdraw_draft(*, draft: Draft, actor: Person) -> Draft:
    """Ends a draft that its author no longer wants. It stays on the record.

    Raises:
        Stale: it can no longer be withdrawn.
        RuleBroken: somebody else wrote it.
    """
    draft.require_author(actor)
    draft = locked(draft)
    draft.require_status(*Draft.OPEN, Draft.Status.WAITING)
    old = draft.status
    draft.status = Draft.Status.WITHDRAWN
    draft.save(update_fields=["status"])
    record(Verb.DRAFT_WITHDRAWN, draft, actor=actor, old={"status": old})
    return draft
