"""Permission to show people: recorded with its evidence, and withdrawn one person at a time."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.files.models import StoredFile
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import next_number, require_same_council
from moderation.checks.sources import source
from moderation.drafts.models import Draft, Target
from moderation.pictures.models import Permission, Subject
from moderation.posts.actions.taking_down import order_down_for
from moderation.posts.models import Post, PostChange


@dataclass(frozen=True)
class Agreed:
    """One person who may be shown, and who agreed to it.

    Args:
        relationship: of `given_by` to the person: `self`, `parent` or `guardian`.
    """

    name: str
    under_18: bool
    given_by: str
    relationship: str


@action
def record_permission(
    *,
    council: Council,
    scope: str,
    given_on: date,
    expires_on: date | None,
    people: list[Agreed],
    evidence: StoredFile | None,
    paper_reference: str,
    actor: Person,
    form_key: UUID | None = None,
) -> Permission:
    """Records that people agree to be shown (FTC-A-13, FTC-A-14).

    Args:
        scope: what it covers: the event, the pictures, where they may appear.
        expires_on: the last day on which a picture may go out under it; None without an end.
        evidence: a picture of the signed form; or `paper_reference` says where the paper is kept.
        form_key: of the page that it comes from, which records one however often it is sent. A
            second one would still stand when the first is withdrawn.

    Raises:
        AlreadyDone: the actor has sent this page before; with the permission that it recorded.
        RuleBroken: the actor does not belong to the council today, nobody is named, there is no
            evidence, it is dated in the future, or somebody other than a parent or legal guardian
            agreed for a child.
    """
    actor.require_membership_at(council)
    require_same_council(council, evidence)
    _require_agreed(council, people)
    if evidence is None and not paper_reference:
        raise RuleBroken("Add a picture of the signed form, or say where the paper is kept.")
    if given_on > today():
        raise RuleBroken("The day it was given is in the future.")
    number = next_number(council, "C")  # holds back a second click until the first has recorded
    sent = council.permissions.filter(recorded_by=actor, form_key=form_key) if form_key else None
    if sent and (before := sent.first()):
        raise AlreadyDone(f"This page has already recorded {before.reference}.", before)
    permission = Permission.objects.create(
        council=council,
        number=number,
        scope=scope,
        given_on=given_on,
        expires_on=expires_on,
        evidence=evidence,
        paper_reference=paper_reference,
        recorded_by=actor,
        form_key=form_key,
    )
    Subject.objects.bulk_create(
        Subject(council=council, permission=permission, **asdict(person)) for person in people
    )
    record(
        Verb.PERMISSION_RECORDED,
        permission,
        actor=actor,
        new={
            "people": [person.name for person in people],
            "given_on": given_on.isoformat(),
            "expires_on": expires_on.isoformat() if expires_on else None,
        },
    )
    return permission


def _require_agreed(council: Council, people: list[Agreed]) -> None:
    """Refuses a permission for nobody, and one that a child gave for itself (FTC-A-14)."""
    if not people:
        raise RuleBroken("Name at least one person whom it covers.")
    for person in people:
        if person.under_18 and person.relationship == Subject.Relationship.SELF:
            raise RuleBroken(
                f"For {person.name}, who is under 18, only a parent or legal guardian can agree.",
                source=source(council, "FTC-A-14"),
            )


@dataclass(frozen=True)
class Followed:
    """What has to be done because somebody no longer agrees.

    Args:
        stopped: drafts of which nothing more goes out.
        to_cancel: what is scheduled on a platform and would go out by itself.
        take_downs: posts that are to come down.
    """

    stopped: list[Draft]
    to_cancel: list[Target]
    take_downs: list[PostChange]


@action
def withdraw_permission(*, subject: Subject, reason: str, actor: Person) -> Followed:
    """One person no longer agrees: every draft with their picture stops, every post comes down.

    A draft that waits or is approved goes back to its author. What is scheduled on a platform has
    to be cancelled there. For each post with that picture a take-down is opened, to be confirmed
    on the platform. The rest of a group's permission stands.

    Raises:
        Stale: it was withdrawn already.
        RuleBroken: the actor does not belong to the council today.
    """
    actor.require_membership_at(subject.council)
    row = Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if row.withdrawn_on is not None:
        raise Stale(f"The permission to show {row.name} was withdrawn already.")
    row.withdrawn_on, row.withdrawn_reason, row.withdrawal_recorded_by = today(), reason, actor
    row.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawal_recorded_by"])
    stopped, to_cancel = _stop_drafts(row, actor)
    # Only now: whoever was recording a post of one of these drafts has finished.
    opened = [order_down_for(row, post, actor=actor, tell=False) for post in _posts_with(row)]
    followed = Followed(stopped, to_cancel, [change for change in opened if change])
    _tell(row, followed, actor)
    record(
        Verb.PERMISSION_WITHDRAWN,
        subject.permission,
        actor=actor,
        new={
            "person": row.name,
            "reason": reason,
            "drafts": [draft.reference for draft in stopped],
            "posts": [change.post.reference for change in followed.take_downs],
        },
    )
    return followed


def _stop_drafts(subject: Subject, actor: Person) -> tuple[list[Draft], list[Target]]:
    """The drafts that stop, and what is scheduled of any version that shows this person.

    All drafts that ever showed them are locked before anything about them is judged.
    """
    council = subject.council
    showing = dict(
        council.revisions.filter(pictures__depicted__subject=subject).values_list("pk", "draft")
    )
    rows = council.drafts.select_for_update(no_key=True).filter(pk__in=set(showing.values()))
    drafts = {draft.pk: draft for draft in rows.order_by("pk")}
    targets = council.targets.filter(revision__in=showing).select_related("account", "revision")
    scheduled: list[Target] = []
    left: set[int | None] = set()  # versions of which something is still to go out
    for target in targets:
        if target.state == Target.State.SCHEDULED:
            target.revision.draft = drafts[showing[target.revision_id]]
            scheduled.append(target)
        if target.state not in {Target.State.POSTED, Target.State.NOT_POSTED}:
            left.add(target.revision_id)
    going = {Draft.Status.WAITING, Draft.Status.APPROVED}
    stopped = [
        _stop(draft, subject, actor)
        for draft in drafts.values()
        if draft.status in going and draft.current_id in left
    ]
    return stopped, scheduled


def _stop(draft: Draft, subject: Subject, actor: Person) -> Draft:
    """Nothing more of it goes out; where nothing has, its author has it back.

    What is scheduled stays so until somebody has cancelled it on the platform and says so.
    """
    assert draft.current is not None  # the database holds it: draft_waiting_has_revision
    targets = draft.current.targets
    to_post = targets.filter(state=Target.State.TO_POST)
    if targets.filter(state=Target.State.POSTED).exists():
        to_post.update(state=Target.State.NOT_POSTED)
    else:
        to_post.update(state=Target.State.PROPOSED)
        draft.status, draft.version = Draft.Status.DRAFT, draft.version + 1
        draft.save(update_fields=["status", "version"])
    record(
        Verb.PERMISSION_WITHDRAWN,
        draft,
        actor=actor,
        new={"note": f"{subject.name} no longer agrees to be shown."},
    )
    return draft


def _posts_with(subject: Subject) -> list[Post]:
    posts = subject.council.posts.filter(target__revision__pictures__depicted__subject=subject)
    return list(posts.select_related("account").distinct().order_by("pk"))


def _tell(subject: Subject, followed: Followed, actor: Person) -> None:
    council = subject.council
    recorders = Person.objects.holding(council, council.rulebook.rules.record_posts.value)
    authors = {draft.author_id for draft in followed.stopped}
    people = Person.objects.at(council).filter(Q(pk__in=authors) | Q(pk__in=recorders))
    notify(
        people.exclude(pk=actor.pk),
        "permission_withdrawn",
        council=council,
        permission=subject.permission,
        drafts=followed.stopped,
        scheduled=followed.to_cancel,
        changes=followed.take_downs,
    )
