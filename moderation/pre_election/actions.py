"""Somebody looks at what falls in a pre-election period: it goes out or stays, or not."""

from django.db.models import Q

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.checks.findings import run_checks
from moderation.checks.pre_election import promoted_in
from moderation.drafts.actions import withdraw_approval
from moderation.drafts.actions.common import locked
from moderation.drafts.actions.writing import MustFix
from moderation.drafts.authority import authority_to_post
from moderation.drafts.models import Draft
from moderation.posts.actions.common import locked as locked_post
from moderation.posts.actions.common import require_decider, require_up
from moderation.posts.models import Post
from moderation.pre_election.falls import said_by
from moderation.pre_election.models import PeriodAccountLook, PeriodLook
from moderation.pre_election.questions import (
    drafts_to_look,
    edits,
    posts_to_look,
    read_other_words,
)
from policies.elections.models import Period
from policies.elections.questions import handles


@action
def look_at_draft(
    *,
    period: Period,
    draft: Draft,
    digest: str,
    kept: bool,
    reason: str,
    actor: Person,
    dates_set_at: str | None = None,
) -> PeriodLook:
    """Decides whether what was approved may go out in a period that nobody knew of, or that moved.

    Whoever may approve such a draft may; where it may not go out, its approval is withdrawn
    (LTC-4.2.2-h).

    Args:
        digest: of the revision that was on the page.
        kept: it may go out.
        dates_set_at: when the days on the page were set (ISO 8601); None where no page was shown.

    Raises:
        Stale: the days of the period were set anew since, or it was called off; the draft is no
            longer approved, was changed, or was looked at for this period already.
        MustFix: a policy check finds a fact that stands in the way: it promotes a profile.
        RuleBroken: the actor may not decide such a draft, no reason is given, or it is out.
    """
    require_same_council(period, draft)
    period = _locked_standing(period, dates_set_at)
    draft = locked(draft)
    draft.require_status(Draft.Status.APPROVED)
    revision = draft.require_revision(digest)
    authority = authority_to_post(draft=draft, revision=revision, actor=actor)
    reason = required_words(reason, "Say why it may go out, or may not.")
    if not drafts_to_look([draft.council_id], period).filter(pk=draft.pk).exists():
        raise Stale(f"Nobody has to look at {draft.reference} for {period.reference} any more.")
    if kept:
        report = run_checks(revision.content, draft.council, known=revision.findings)
        if report.must_fix:
            raise MustFix(report)
    else:
        withdraw_approval(draft=draft, reason=reason, actor=actor, digest=digest)
    look = PeriodLook.objects.create(
        council=draft.council,
        period=period,
        draft=draft,
        kept=kept,
        reason=reason,
        looked_by=actor,
        office_id=authority.office_id,
        rulebook_version_id=_rulebook(draft.council),
    )
    _record(look, draft, actor)
    return look


@action
def look_at_post(
    *, period: Period, post: Post, reason: str, actor: Person, dates_set_at: str | None = None
) -> PeriodLook:
    """Decides that a post may stay though it went out, or still stands, in a period.

    Where it may not stay it is taken down as any other (`take_down_post`).

    Args:
        dates_set_at: as `look_at_draft`.

    Raises:
        Stale: the period changed, as `look_at_draft`; the post was taken down or is to be, or was
            looked at for this period already.
        RuleBroken: the actor does not decide about posts, no reason is given, new words wait to be
            put there, or it leads to a profile that the council does not promote then
            (HLTC-resp-12, LTC-4.2.2-g).
    """
    require_same_council(period, post)
    period = _locked_standing(period, dates_set_at)
    post = locked_post(post)
    require_up(post)
    office_id = require_decider(post.council, actor)
    reason = required_words(reason, "Say why it may stay.")
    if edits().filter(post=post, confirmed_at__isnull=True).exists():
        raise RuleBroken(
            f"New words for {post.reference} are decided. Change them on the platform and confirm "
            "that first, then look at what stands there."
        )
    looks = period.period_looks.filter(
        ~Q(read_other_words()), post=post, looked_at__gte=period.dates_set_at
    )
    look = looks.select_related("looked_by").order_by("-pk").first()
    # Its draft may have been recalled since.
    caught = posts_to_look([post.council_id], period).filter(pk=post.pk).exists()
    if look and look.kept and not caught:
        raise Stale(f"{look.looked_by} looked at {post.reference} already: {look.reason}")
    book = post.council.rulebook
    if book.rules.no_promotion.value and promoted_in(said_by(post), handles(post.council)):
        raise RuleBroken(
            f"{post.reference} leads to a councillor’s or candidate’s own profile, so it cannot "
            "stay before an election. Take it down, or change its words.",
            source=book.source_of("no_promotion"),
        )
    look = PeriodLook.objects.create(
        council=post.council,
        period=period,
        post=post,
        kept=True,
        reason=reason,
        looked_by=actor,
        office_id=office_id,
        rulebook_version_id=_rulebook(post.council),
    )
    _record(look, post, actor)
    return look


@action
def look_at_account(
    *, period: Period, account: OfficialAccount, removed: bool, found: str, actor: Person
) -> PeriodAccountLook:
    """Says what is pinned or promoted on an account as a period begins (HLTC-resp-12).

    Args:
        removed: something that promoted a councillor or candidate was there, and is gone.
        found: what was there; needed where something had to go.

    Raises:
        Stale: somebody said so already.
        RuleBroken: the actor does not record posts, or something had to go and nobody says what.
    """
    actor.require_duty_at(account.council, Duty.RECORD_POSTS)
    require_same_council(period, account)
    period = _locked_standing(period)
    rows = period.council.official_accounts.select_for_update(no_key=True)
    account = rows.get(pk=account.pk)
    if look := period.pinned_looks.select_related("looked_by").filter(account=account).first():
        raise Stale(f"{look.looked_by} looked at {account} for this period already.")
    look = PeriodAccountLook.objects.create(
        council=period.council,
        period=period,
        account=account,
        removed=removed,
        found=required_words(found, "Say what was there.") if removed else found.strip(),
        looked_by=actor,
        office_id=actor.office_for(period.council, Duty.RECORD_POSTS),
    )
    record(
        Verb.PERIOD_ACCOUNT_LOOKED,
        period,
        actor=actor,
        office_id=look.office_id,
        label=f"{period.reference}, {account}",
        new={"account": str(account), "removed": removed, "note": look.found},
    )
    return look


def _locked_standing(period: Period, dates_set_at: str | None = None) -> Period:
    row = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    row.council = period.council
    if row.called_off_on:
        raise Stale(f"{row.reference} was called off: it holds nobody to anything.")
    if dates_set_at is not None and dates_set_at != row.dates_set_at.isoformat():
        raise Stale(
            f"The days of {row.reference} were changed since this page was shown. Open it again."
        )
    return row


def _rulebook(council: Council) -> int:
    assert council.rulebook_id is not None  # whoever decides holds a duty by it
    return council.rulebook_id


def _record(look: PeriodLook, about: Draft | Post, actor: Person) -> None:
    record(
        Verb.PERIOD_LOOKED,
        about,
        actor=actor,
        office_id=look.office_id,
        new={"period": look.period.reference, "kept": look.kept, "note": look.reason},
    )
