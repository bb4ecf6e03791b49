"""What the decide page shows beside the form: everything needed to decide in half a minute."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.councils.rulebook import Kind
from councilsm.access import MemberRequest
from councilsm.audit.timeline import timeline
from councilsm.files.evidence import DIGEST
from councilsm.refusals import RuleBroken, Stale, page_status, refuse
from moderation.checks.content import Content
from moderation.checks.findings import Report, run_checks
from moderation.checks.pre_election import WHY_THEN
from moderation.drafts.actions.common import require_no_open_advice
from moderation.drafts.alone import WarningUnread
from moderation.drafts.authority import authority_to_post, is_to_decide, may_go_alone
from moderation.drafts.consulting import to_consult_on
from moderation.drafts.correcting import corrected_by
from moderation.drafts.deciders import Nobody, why_nobody
from moderation.drafts.differences import Differences, between, in_words
from moderation.drafts.forms.deciding import ALONE, IN_PERIOD, NOT_AFTER, PARTY, DecideForm
from moderation.drafts.models import Decision, Draft, Revision
from moderation.drafts.presence import note_reader, readers_of
from moderation.drafts.queue import are_reviewing, place_of, role_of, time_left
from policies.elections.questions import remember_periods

#: Events of the history that stand on the page.
SHOWN = 3


@dataclass(frozen=True)
class Standing:
    """Whether this person may decide about a draft, and what is in the way.

    Args:
        refusal: why they may not; None where they may.
        alone: they wrote it, and may let it go without the second person.
        waits_for: the open question that holds an approval; None without one.
    """

    refusal: RuleBroken | None
    alone: bool
    waits_for: RuleBroken | None


def decide_page(
    request: MemberRequest, number: int, form: DecideForm, refused: int
) -> HttpResponse:
    draft = get_object_or_404(request.council.drafts.for_decision(), number=number)
    revision = draft.current
    waits = is_to_decide(draft)
    if revision is None or (not waits and not refused):
        return redirect(draft)
    shown = form.data.get("digest", "")
    if shown and not refused and shown != revision.digest:
        refused = refuse(form, Stale(f"{draft.reference} was changed while your page was open."))
    content = revision.content
    remember_periods(request.council)
    judged = replace(content, not_after=when_it_ends(form, revision))
    report = run_checks(judged, request.council, known=revision.findings)
    standing = standing_of(request, draft, revision)
    consults = standing.refusal is None or standing.alone
    if consults and not form.is_bound:
        form.ask_consulted(to_consult_on(request.council, Kind(revision.kind), request.user))
    prepare(form, revision, report, standing, renews=draft.may_be_renewed)
    context = {
        **identity(request, draft, revision),
        "wordings": content.accounts_by_words.items(),
        "compared": compared_with_last(draft, revision, content),
        **corrects(draft, content),
        "changed_meanwhile": changed_since(draft, revision, content, shown),
        "report": report,
        "said": in_words(content.particulars),
        "form": form,
        "standing": standing,
        "warns_first": isinstance(standing.refusal, WarningUnread),
        "nobody": nobody_for(draft, standing),
        "waits": waits,
        "readers": are_reviewing(other_readers(request, draft, standing)) if waits else "",
        "events": timeline(draft, newest=SHOWN),
        "page_class": "app-width-wide",
    }
    status = page_status(form, refused)
    return render(request, "moderation/drafts/decide.html", context, status=status)


def when_it_ends(form: DecideForm, revision: Revision) -> datetime | None:
    """By when it goes out if it is approved: where its time passed, the new time once typed."""
    if revision.not_after > timezone.now():
        return revision.not_after
    typed: datetime | None = getattr(form, "cleaned_data", {}).get(NOT_AFTER)
    return typed


def identity(request: MemberRequest, draft: Draft, revision: Revision) -> dict[str, Any]:
    """Who wrote what for when, and where it stands in the queue."""
    now, mine = timezone.now(), draft.author_id == request.user.pk
    author = request.membership if mine else draft.author.membership_at(request.council)
    return {
        "draft": draft,
        "revision": revision,
        "role": role_of(draft.author, author),
        "time_left": time_left(revision.not_after, now),
        "expired": revision.not_after <= now,
        "urgent": revision.particulars_json.get("urgent", ""),
        "place": place_of(draft, request.membership),
    }


def standing_of(request: MemberRequest, draft: Draft, revision: Revision) -> Standing:
    """Whether this person may decide, and what would hold their approval."""
    try:
        authority_to_post(draft=draft, revision=revision, actor=request.user)
        refusal = None
    except RuleBroken as error:
        refusal = error
    try:
        if draft.asked:
            require_no_open_advice(draft)
        waits_for = None
    except RuleBroken as error:
        waits_for = error
    alone = refusal is not None and may_go_alone(draft, request.user)
    return Standing(refusal, alone, waits_for)


def nobody_for(draft: Draft, standing: Standing) -> Nobody | None:
    """Why nobody could decide this draft; asked only where this person may not."""
    if standing.refusal is None or standing.alone:
        return None
    return why_nobody(draft.council, Kind(draft.kind), draft.author_id)


def other_readers(request: MemberRequest, draft: Draft, standing: Standing) -> list[str]:
    """Who else has this page open; whoever may decide here is told to them in turn."""
    if standing.refusal is None or standing.alone:
        return note_reader(draft, request.user)
    return readers_of([draft], request.user).get(draft.pk, [])


def prepare(
    form: DecideForm, revision: Revision, report: Report, standing: Standing, *, renews: bool
) -> None:
    """Gives the form what approving this draft asks for.

    Approve is chosen beforehand where nothing more is asked: one click opens a draft and one
    approves it. The button says what it does, and reading is the work.

    Args:
        renews: it was approved and missed its time, so that there is nothing else to choose.
    """
    asks = [
        name
        for name, needed in (
            (NOT_AFTER, revision.not_after <= timezone.now()),
            (PARTY, report.asks("party")),
            (ALONE, standing.alone),
            (IN_PERIOD, report.asks(WHY_THEN)),
        )
        if needed
    ]
    hint = ""
    if NOT_AFTER in asks:
        hint = "Its time to be posted has passed. Approving it sets a new one"
    if report.must_fix:
        hint = "Not while a check says “Must fix”"
    if standing.waits_for:
        hint = "Not until the question is answered"
    form.show(revision, asks=asks, hint=hint, renews=renews)
    if renews or (not asks and not hint and not form.to_consult):
        form.choose_approve()


def corrects(draft: Draft, content: Content) -> dict[str, Any]:
    """The post that a correction corrects, and its words beside the new ones."""
    corrected = corrected_by(draft) if content.kind == Kind.CORRECTION else None
    if corrected is None:
        return {}
    return {"corrected": corrected, "put_right": corrected.changes(content)}


@dataclass(frozen=True)
class Compared:
    """What changed since a decision."""

    decision: Decision
    changes: Differences


def compared_with_last(draft: Draft, revision: Revision, content: Content) -> Compared | None:
    """What changed since the version that was last decided; None where none was."""
    if revision.number == 1:
        return None
    decided = draft.decisions.exclude(revision=revision).order_by("-pk")
    last = decided.select_related("revision", "decider").first()
    return Compared(last, between(last.revision, revision, content)) if last else None


def changed_since(
    draft: Draft, revision: Revision, content: Content, digest: str
) -> Differences | None:
    """What changed since the page was opened on which somebody decided; None if nothing did."""
    if digest == revision.digest or not DIGEST.fullmatch(digest):
        return None
    opened = draft.revisions.filter(digest=digest).order_by("-pk").first()
    return between(opened, revision, content) if opened else None
