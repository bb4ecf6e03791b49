"""Copy as new draft: the words, accounts and pictures again, without the dates."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import GovukDateTimeInput
from councilsm.refusals import RuleBroken
from moderation.checks.content import Particulars
from moderation.drafts.actions.writing import create_draft
from moderation.drafts.forms.pictures import OPENS
from moderation.drafts.models import Draft, Picture, Revision

#: A draft's fields exactly as the composer would send them.
WorkingCopy = dict[str, list[str]]


@action
def copy_draft(*, draft: Draft, actor: Person, form_key: UUID | None = None) -> Draft:
    """Starts a new draft of the actor's with a draft's words, live accounts and pictures.

    Of a draft that its author is still writing the author gets what is typed; anybody else, and
    of any other draft, what was submitted last.

    Args:
        form_key: of the page that it comes from, which makes one copy however often it is sent.

    Raises:
        AlreadyDone: the actor has sent this page before; with the copy that it made.
        RuleBroken: nothing was submitted yet, and the actor is not its author.
    """
    if draft.author_id == actor.pk and (draft.is_open or draft.current is None):
        typed = without_dates(draft.council, draft.working_copy)
    elif draft.current is not None:
        typed = as_working_copy(draft.current)
    else:
        raise RuleBroken(f"Nothing of {draft.reference} was submitted yet.")
    return start_copy(draft.council, draft.title, typed, f"From {draft.reference}", actor, form_key)


def start_copy(
    council: Council,
    title: str,
    typed: WorkingCopy,
    source: str,
    actor: Person,
    form_key: UUID | None,
) -> Draft:
    """Starts a draft of the actor's and notes what it is a copy of. Call inside an action.

    Args:
        source: "From D-0001", for the trail.

    Raises:
        AlreadyDone: the actor has sent the page with this key before.
    """
    copy = create_draft(
        council=council, title=title, working_copy=typed, actor=actor, form_key=form_key
    )
    record(Verb.DRAFT_COPIED, copy, actor=actor, new={"note": source})
    return copy


def without_dates(council: Council, typed: WorkingCopy) -> WorkingCopy:
    """A working copy on the accounts that are live, without what belongs to a time."""
    live = {str(pk) for pk in council.official_accounts.live().values_list("pk", flat=True)}
    kept = {
        name: values
        for name, values in typed.items()
        if not name.startswith(("not_before", "not_after", "note_", "in_period"))
        and name != "urgent"
    }
    if "accounts" in kept:
        kept["accounts"] = [pk for pk in kept["accounts"] if pk in live]
    if "extras" in kept:
        kept["extras"] = [extra for extra in kept["extras"] if extra != "urgent"]
    return kept


def as_working_copy(revision: Revision) -> WorkingCopy:
    """What was submitted, as the composer's fields, without its window.

    The wording that most accounts have becomes the main one.
    """
    targets = list(revision.targets.select_related("account"))
    live = [t for t in targets if t.account.status == OfficialAccount.Status.LIVE]
    counted = Counter(target.text for target in live or targets)
    main = counted.most_common(1)[0][0] if counted else ""
    own = {f"text_{t.account_id}": [t.text] for t in live if t.text != main}
    pictures = revision.pictures.prefetch_related("depicted__subject__permission")
    typed: WorkingCopy = {
        "title": [revision.title],
        "kind": [revision.kind],
        "accounts": [str(target.account_id) for target in live],
        "text": [main],
        **own,
        **_particulars(revision.kind, revision.particulars),
        "pictures": [str(picture.file_id) for picture in pictures],
    }
    for picture in pictures:
        typed |= _answers(picture)
    return typed


def _particulars(kind: str, said: Particulars) -> WorkingCopy:
    """Everything but urgency and what is said of a period, which belong to a time."""
    declared = said.declarations
    answered: dict[str, str] = {
        "link": said.link,
        "credit": said.credit,
        ("answers_url" if kind == Kind.REPLY else "original_url"): said.original_url,
        "endorses": {True: "yes", False: "no", None: ""}[said.endorses],
        "private_meeting": declared.private_meeting,
        "third_party": declared.third_party,
        "reputation": declared.reputation,
        "exempt": said.exempt,
    }
    ticked = [
        name
        for name in ("private_meeting", "third_party", "reputation", "exempt")
        if answered[name]
    ]
    if said.video:
        ticked.append("video")
        answered |= {f"video_{name}": str(value) for name, value in said.video}
    return {"extras": ticked, **{name: [value] for name, value in answered.items() if value}}


def _answers(picture: Picture) -> WorkingCopy:
    """What was said of one picture, with who of those under a permission is in it."""
    shown = [depicted.subject for depicted in picture.depicted.all()]
    permissions = {subject.permission_id: subject.permission for subject in shown}
    answered = {
        "alt": picture.alt,
        "decorative": picture.decorative_reason,
        "rights": picture.rights,
        asked_by("rights", picture.rights, "rights_detail"): picture.rights_detail,
        "people": picture.people,
        asked_by("people", picture.people, "permissions"): ", ".join(
            permission.reference for permission in permissions.values()
        ),
    }
    start = f"picture_{picture.file_id}_"
    typed = {f"{start}{name}": [value] for name, value in answered.items() if value}
    if shown:
        typed[f"{start}shown"] = [str(subject.pk) for subject in shown]
    return typed


def asked_by(question: str, answer: str, otherwise: str) -> str:
    """The composer's field that an answer opens."""
    return next(iter(OPENS[question].get(answer, [])), otherwise)


def typed_moment(name: str, moment: datetime | None) -> WorkingCopy:
    """A moment as the composer's boxes hold it."""
    boxes = GovukDateTimeInput().decompress(moment)
    parts = GovukDateTimeInput.parts
    return {f"{name}_{part}": [text] for part, text in zip(parts, boxes, strict=True) if text}
