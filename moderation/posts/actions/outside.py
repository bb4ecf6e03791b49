"""Posts made outside councilsm: recorded honestly, then accepted or ordered down."""

from datetime import datetime
from typing import Any

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Holders, Kind
from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.checks.pre_election import promoted_in
from moderation.checks.reading import as_read
from moderation.drafts.actions.answers import (
    require_not_for_a_party,
    require_reason_in_period,
)
from moderation.drafts.authority import Authority, authority_for, second_person_kinds
from moderation.posts.actions.archiving import keep
from moderation.posts.actions.changing import findings_of_words
from moderation.posts.actions.common import locked, require_decider, require_past
from moderation.posts.actions.taking_down import take_down_post
from moderation.posts.models import OutsideReview, Post
from policies.elections.questions import handles, period_on
from policies.elections.rechecking import hold_list

Outcome = OutsideReview.Outcome


@action
def record_outside_post(
    *,
    account: OfficialAccount,
    url: str,
    words: str,
    posted_at: datetime,
    authority: str,
    actor: Person,
    kind: str = Kind.NEW_POST.value,
    voice: str = Post.Voice.COUNCIL,
    poster: Person | None = None,
    posted_by: str = "",
    device: str = Post.Device.UNKNOWN,
    screenshot: StoredFile | None = None,
) -> Post:
    """Records a post that nobody had approved here when it went out.

    Anybody may say so. It gives no authority: the council's words stay "not approved beforehand"
    until a holder of the duty decides about them. An individual's own comment on the council's
    page is only marked as theirs.

    Args:
        authority: on what authority it was posted, in words.
        poster: who posted it, where that is one of the council's people; else `posted_by`.

    Raises:
        AlreadyDone: the address is recorded already; with that post.
        RuleBroken: the time is in the future, or nobody is named.
    """
    require_same_council(account, screenshot)
    council = account.council
    require_past(posted_at)
    _require_poster(council, poster, posted_by)
    post = Post(
        council=council,
        account=account,
        kind=kind,
        words=words,
        url=url,
        posted_at=posted_at,
        device=device,
        screenshot=screenshot,
        voice=voice,
        poster=poster,
        posted_by=posted_by.strip(),
        authority=authority.strip(),
        recorded_by=actor,
        office_id=actor.office_for(council, Duty.RECORD_POSTS, Duty.SUBMIT_DRAFTS),
    )
    keep(post)
    _tell_and_record(post, actor)
    return post


def _require_poster(council: Council, poster: Person | None, posted_by: str) -> None:
    """Somebody posted it: one of the council's people today, or a name."""
    if poster is None:
        required_words(posted_by, "Say who posted it.")
    elif poster.membership_at(council) is None:
        raise RuleBroken(f"{poster} does not belong to this council today. Write the name instead.")


@action
def accept_outside_post(
    *, post: Post, note: str, actor: Person, for_a_party: bool | None = None
) -> OutsideReview:
    """Takes a post on as the council's words, as approval would have done beforehand.

    Args:
        for_a_party: the answer to "Does this appear designed to affect support for a party?";
            None while not answered. Needed where a check asks for it.

    Raises:
        Stale: somebody decided about it already.
        RuleBroken: the rulebook does not let this person authorise that kind, or asks for
            somebody else than whoever posted or recorded it, or it is for a party (FTC-6.3-a,
            Local Government Act 1972 s.101, Local Government Act 1986 s.2); or it went out before
            an election and nobody says why it may stay (LTC-4.2.2-h), or leads before one to a
            profile that the council does not promote then (HLTC-resp-12, LTC-4.2.2-g).
    """
    hold_list(post.council)
    post = _waiting(post)
    authority = authority_to_accept(post, actor)
    report = findings_of_words(post)
    require_not_for_a_party(report, for_a_party, instead="Order it down.")
    _require_promotes_nobody(post)
    require_reason_in_period(
        report, note, sentence="It went out in a pre-election period. Say why it may stay."
    )
    return _review(
        post, Outcome.ACCEPTED, note, actor, office_id=authority.office_id, source=authority.source
    )


def _require_promotes_nobody(post: Post) -> None:
    """What leads to a councillor's or candidate's profile does not become ours in a period."""
    book = post.council.rulebook
    if not book.rules.no_promotion.value or period_on(post.council, today()) is None:
        return
    if promoted_in([as_read(post.words)], handles(post.council)):
        raise RuleBroken(
            f"{post.reference} leads to a councillor’s or candidate’s own profile, so it cannot "
            "stay before an election. Order it down.",
            source=book.source_of("no_promotion"),
        )


def authority_to_accept(post: Post, actor: Person) -> Authority:
    """The right by which a person may take a post on. Raises as `accept_outside_post`."""
    kind = Kind(post.kind)
    _require_another(post, actor)
    author_id = post.poster_id or post.recorded_by_id
    return authority_for(council=post.council, kind=kind, author_id=author_id, actor=actor)


def _require_another(post: Post, actor: Person) -> None:
    """Where the council asks for a second person, nobody settles a post of their own.

    Whoever recorded it is the only witness of who posted it and of what kind it is, so they stand
    in as well, and the kind makes no difference.

    Raises:
        RuleBroken: the actor made or recorded it.
    """
    witness = actor.pk in {post.poster_id, post.recorded_by_id}
    if witness and second_person_kinds(post.council):
        raise RuleBroken(
            f"You {'made' if post.poster_id == actor.pk else 'recorded'} this post, so somebody "
            "else must look at it.",
            source=post.council.rulebook.source_of("second_person"),
        )


def why_not_accept(post: Post, actor: Person) -> RuleBroken | None:
    """Why a person may not take a post on, for a page; None where they may."""
    try:
        authority_to_accept(post, actor)
    except RuleBroken as refusal:
        return refusal
    return None


@action
def order_outside_post_down(
    *,
    post: Post,
    reason: str,
    actor: Person,
    record_copy: str = "",
    record_copy_file: StoredFile | None = None,
) -> OutsideReview:
    """Does not take a post on: it is to be taken down. Raises as `take_down_post`."""
    post = _waiting(post)
    office_id = require_decider(post.council, actor)
    review = _review(post, Outcome.ORDERED_DOWN, reason, actor, office_id=office_id)
    take_down_post(
        post=post,
        reason=reason,
        actor=actor,
        record_copy=record_copy,
        record_copy_file=record_copy_file,
    )
    return review


@action
def set_outside_post_aside(*, post: Post, reason: str, actor: Person) -> OutsideReview:
    """Says that there was nothing to record: it is no post of the council's, or recorded twice.

    Raises:
        Stale: somebody decided about it already.
        RuleBroken: the actor does not authorise posts, made or recorded it where the council asks
            for a second person, or gives no reason.
    """
    post = _waiting(post)
    office_id = require_decider(post.council, actor)
    _require_another(post, actor)
    return _review(post, Outcome.NOT_OURS, reason, actor, office_id=office_id)


def _tell_and_record(post: Post, actor: Person) -> None:
    """Those who authorise such words are told of them; an individual’s own concern nobody."""
    if post.is_councils:
        rule: Holders | None = getattr(
            post.council.rulebook.rules, AUTHORITY[Kind(post.kind)]
        ).value
        notify(
            Person.objects.holding(post.council, rule).exclude(pk=actor.pk),
            "outside_post",
            council=post.council,
            post=post,
        )
    record(
        Verb.OUTSIDE_POST_RECORDED,
        post,
        actor=actor,
        office_id=post.office_id,
        new={
            "account": str(post.account),
            "url": post.url,
            "url_warning": post.url_warning,
            "posted_at": post.posted_at.isoformat(),
            "posted_by": post.by,
            "voice": post.voice,
            "source": post.authority,
        },
    )


def _waiting(post: Post) -> Post:
    post = locked(post)
    if not post.made_outside or not post.is_councils:
        raise RuleBroken(f"{post.reference} needs nobody to accept it.")
    review = OutsideReview.objects.select_related("decider").filter(post=post).first()
    if review is not None:
        raise Stale(
            f"{review.decider} already decided about {post.reference}: "
            f"{review.get_outcome_display().lower()}. Nothing was changed by what you sent."
        )
    return post


def _review(
    post: Post,
    outcome: OutsideReview.Outcome,
    note: str,
    actor: Person,
    *,
    office_id: int | None,
    source: str = "",
) -> OutsideReview:
    if outcome != Outcome.ACCEPTED:
        required_words(note, "Say why. Whoever recorded it will see this.")
    assert post.council.rulebook_id is not None  # whoever decides holds a duty by it
    review = OutsideReview.objects.create(
        council=post.council,
        post=post,
        outcome=outcome,
        note=note.strip(),
        decider=actor,
        office_id=office_id,
        rulebook_version_id=post.council.rulebook_id,
        source=source,
    )
    told: Any = [
        person for person in {post.poster, post.recorded_by} if person not in {None, actor}
    ]
    notify(told, "outside_post_reviewed", council=post.council, post=post, review=review)
    record(
        Verb.OUTSIDE_POST_REVIEWED,
        post,
        actor=actor,
        office_id=office_id,
        new={
            "outcome": outcome,
            "reason": review.get_outcome_display(),
            "note": review.note,
            "source": source,
        },
    )
    return review
