"""The words of a version that came with its rulebook, put in once."""

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.canonical import sha256
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import require_same_council
from policies.documents.actions.common import locked
from policies.documents.actions.versions import require_words
from policies.documents.digest import digest_of
from policies.documents.models import Version


@action
def put_in_words(
    *, version: Version, text: str, actor: Person, file: StoredFile | None = None
) -> Version:
    """Puts in the words of a version that came with its rulebook; from here on they are frozen.

    Nothing else of it changes, its clauses neither. It was adopted before anybody used councilsm,
    so nobody is told by mail; whom the policy binds is asked to read it from now on.

    Args:
        text: Markdown, exactly as the council adopted it; beside a file, its words for those who
            cannot read the file.
        file: the PDF, if any.

    Raises:
        AlreadyDone: the same words were put in before; with the version.
        Stale: somebody put in other words meanwhile, or the policy was withdrawn.
        RuleBroken: the actor does not keep the policies, the version did not come with a rulebook,
            there is no text, or it is too long.
    """
    require_same_council(version, file)
    policy = locked(version.policy, actor)
    row: Version = policy.versions.select_for_update(no_key=True).get(pk=version.pk)
    row.council, row.policy = policy.council, policy
    text = text.replace("\r\n", "\n")
    if row.state != Version.State.APPROVED or row.written_by_id:
        raise RuleBroken(
            f"{row.label} did not come with the rulebook, so its words are not put in here. Write "
            "them while a version is a draft."
        )
    if row.words_at:
        if (row.text, row.file_id) == (text, file.pk if file else None):
            raise AlreadyDone(f"The words of {row.label} are put in.", row)
        raise Stale(
            f"{row.label} has its words already, so they stay as they are. Begin a new version."
        )
    old = row.digest
    if not text.strip():
        raise RuleBroken("Enter the words that the council adopted.", field="text")
    row.text, row.file = text, file
    require_words(row)
    row.digest, row.words_at = digest_of(row), timezone.now()
    row.save(update_fields=["text", "file", "digest", "words_at"])
    record(
        Verb.VERSION_WORDS_PUT_IN,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old={"digest": old},
        new={
            "digest": row.digest,
            "text_digest": sha256(text.encode()),
            "file": file.digest if file else None,
        },
    )
    return row
