"""Writing a version: begun as a copy of the last, changed, or discarded."""

from typing import Any
from uuid import UUID

from django.utils.text import slugify

from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.canonical import sha256
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from policies.documents.actions.common import locked, locked_version, require_shown
from policies.documents.clauses import Clause, as_json, clauses_of
from policies.documents.digest import shown_of
from policies.documents.models import Policy, Version

#: Characters of a version's text: some 60 printed pages. The longest policy known has 60,000.
LONGEST = 200_000
MOST_CLAUSES = 500


@action
def start_version(
    *, policy: Policy, label: str, actor: Person, form_key: UUID | None = None
) -> Version:
    """Begins a version with the words and clauses of the latest adopted one, which it supersedes.

    Args:
        label: as the council writes it; v.4 may follow V.2 (LTC-header-c).
        form_key: of the page it comes from, which begins one version however often it is sent.

    Raises:
        AlreadyDone: the same page was sent before; with the version.
        Stale: another version is being written.
        RuleBroken: the actor does not keep the policies, the policy was withdrawn, or has a version
            of that label.
    """
    refuse_secrets(label)
    row = locked(policy, actor)
    if form_key and (same := row.council.policy_versions.filter(form_key=form_key).first()):
        raise AlreadyDone(f"This page was sent already: {same}.", same)
    other = row.versions.in_work().first()
    if other is not None:
        raise Stale(f"{other.label} is being written. Adopt it or discard it first.")
    latest = row.versions.adopted().order_by("-effective_from").first()
    last = row.versions.order_by("-number").values_list("number", flat=True).first()
    label = _free_label(row, label)
    version = Version.objects.create(
        council=row.council,
        policy=row,
        number=(last or 0) + 1,
        label=label,
        slug=_free_slug(row, label),
        text=latest.text if latest else "",
        file=latest.file if latest else None,
        clauses_json=latest.clauses_json if latest else [],
        supersedes=latest,
        written_by=actor,
        form_key=form_key,
    )
    record(
        Verb.VERSION_STARTED,
        version,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"label": label, "from": latest.label if latest else None},
    )
    return version


@action
def change_version(
    *,
    version: Version,
    label: str,
    text: str,
    what_changed: str,
    actor: Person,
    file: StoredFile | None = None,
    supersedes: Version | None = None,
    clauses: tuple[Clause, ...] | None = None,
    shown: str | None = None,
) -> Version:
    """Changes a version that is not adopted.

    Args:
        text: Markdown; beside a file, its words for those who cannot read the file.
        file: the PDF, if any.
        supersedes: the one whose place it takes; free, since numbers may be missing (LTC-header-c).
        clauses: all of them in order; None leaves them as they are.
        shown: what `shown_of` said of it when the page was made on which it is changed.

    Raises:
        AlreadyDone: the same page was sent before; with the version.
        Stale: it was adopted, discarded or changed meanwhile.
        RuleBroken: the actor does not keep the policies, the label is taken, the text is too long,
            a file comes without its words, or two clauses have one id.
    """
    require_same_council(version, file, supersedes)
    refuse_secrets(label)
    row = locked_version(version, actor)
    old, now = _as_is(row), shown_of(row)
    row.label = _free_label(row.policy, label, but=row)
    if row.label != version.label:
        row.slug = _free_slug(row.policy, row.label, but=row)
    row.text, row.what_changed = text.replace("\r\n", "\n"), what_changed
    row.file, row.supersedes = file, supersedes
    require_words(row)
    if supersedes and (supersedes.policy_id != row.policy_id or supersedes.pk == row.pk):
        raise RuleBroken("It takes the place of another version of the same policy.")
    if clauses is not None:
        row.clauses_json = as_json(_once_each(clauses))
    if shown not in (None, now) and _as_is(row) == old:
        raise AlreadyDone(f"{row.label} is saved as you typed it.", row)
    require_shown(row, now, shown)
    row.save(
        update_fields=[
            *("label", "slug", "text", "what_changed", "file", "supersedes", "clauses_json"),
        ]
    )
    _record_change(row, actor, old)
    return row


@action
def set_clause(
    *, version: Version, clause: Clause, actor: Person, was: str = "", shown: str | None = None
) -> Version:
    """Puts a clause into a version that is not adopted: in the place of one, or as its last.

    Args:
        was: the id of the clause whose place it takes; empty for a new one.
        shown: what `shown_of` said of the version when the page was made on which it is written.

    Raises:
        AlreadyDone: the same page was sent before; with the version.
        Stale: the version was adopted, discarded or changed meanwhile, or has no such clause any
            more.
        RuleBroken: the actor does not keep the policies, another clause has its id, or there are
            too many.
    """
    row = locked_version(version, actor)
    refuse_secrets(clause.ref, clause.title)
    old, now = _as_is(row), shown_of(row)
    clauses = list(clauses_of(row))
    if shown not in (None, now) and clause in clauses:
        raise AlreadyDone(f"{clause.ref} is saved as you typed it.", row)
    if was:
        clauses[_place_of(clauses, was)] = clause
    else:
        clauses.append(clause)
    row.clauses_json = as_json(_once_each(tuple(clauses)))
    require_shown(row, now, shown)
    row.save(update_fields=["clauses_json"])
    _record_change(row, actor, old, clause=clause.ref)
    return row


@action
def remove_clause(
    *, version: Version, ref: str, actor: Person, shown: str | None = None
) -> Version:
    """Takes a clause out of a version that is not adopted; earlier versions keep it.

    Args:
        shown: what `shown_of` said of the version when the page was made that shows the clause.

    Raises:
        Stale: the version was adopted, discarded or changed meanwhile, or has no such clause any
            more.
        RuleBroken: the actor does not keep the policies.
    """
    row = locked_version(version, actor)
    old, now = _as_is(row), shown_of(row)
    clauses = list(clauses_of(row))
    del clauses[_place_of(clauses, ref)]
    require_shown(row, now, shown)
    row.clauses_json = as_json(clauses)
    row.save(update_fields=["clauses_json"])
    _record_change(row, actor, old, clause=ref)
    return row


@action
def discard_version(*, version: Version, actor: Person) -> Version:
    """Discards a draft that comes to nothing; it stays on record.

    Raises:
        Stale: it was adopted or discarded meanwhile.
        RuleBroken: the actor does not keep the policies.
    """
    row = locked_version(version, actor)
    row.state = Version.State.DISCARDED
    row.save(update_fields=["state"])
    record(Verb.VERSION_DISCARDED, row, actor=actor, duty=Duty.MANAGE_RULES)
    return row


def require_words(version: Version) -> None:
    """Judges the words of a version.

    Raises:
        RuleBroken: there are too many, or a file comes without them.
    """
    if sentence := too_long(version.text):
        raise RuleBroken(f"{sentence}.", field="text")
    if version.file and not version.text.strip():
        raise RuleBroken(
            "Put the words of the PDF in too. Not everybody can read a PDF, and versions are "
            "compared by their words.",
            source="Public Sector Bodies Accessibility Regulations 2018",
            field="text",
        )


def too_long(text: str) -> str:
    """What is said of a text that is too long, and what to do; empty where it is not."""
    if len(text) <= LONGEST:
        return ""
    return (
        f"Use {LONGEST:,} characters at most. These are {len(text):,}. What stands beside the "
        "policy, such as an annex or a form, can be a policy of its own that is read with it"
    )


def _free_label(policy: Policy, label: str, but: Version | None = None) -> str:
    label = required_words(label, "Say what the version is called, for example v.5.")
    others = policy.versions.exclude(pk=but.pk) if but else policy.versions.all()
    if others.exclude(state=Version.State.DISCARDED).filter(label__iexact=label).exists():
        raise RuleBroken(f"{policy} has a version called {label} already.", field="label")
    return label


def _free_slug(policy: Policy, label: str, but: Version | None = None) -> str:
    """The label for addresses, with a number where another version of the policy has it."""
    stem = slugify(label.replace(".", "-").replace("/", "-"))[:50].strip("-") or "version"
    others = policy.versions.exclude(pk=but.pk) if but else policy.versions.all()
    taken = {"new", *others.values_list("slug", flat=True)}
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _once_each(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    refs = [clause.ref for clause in clauses]
    twice = next((ref for ref in refs if refs.count(ref) > 1), None)
    if twice:
        raise RuleBroken(f"There is a clause {twice} already.", field="ref")
    if len(clauses) > MOST_CLAUSES:
        raise RuleBroken(f"A version can have {MOST_CLAUSES} clauses at most.")
    return clauses


def _place_of(clauses: list[Clause], ref: str) -> int:
    for place, clause in enumerate(clauses):
        if clause.ref == ref:
            return place
    raise Stale(f"There is no clause {ref} any more.")


def _record_change(row: Version, actor: Person, old: dict[str, Any], **more: str) -> None:
    record(
        Verb.VERSION_CHANGED,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old=old,
        new=_as_is(row) | more,
    )


def _as_is(version: Version) -> dict[str, Any]:
    """Long words by their digest."""
    return {
        "label": version.label,
        "text_digest": sha256(version.text.encode()),
        "what_changed": version.what_changed,
        "file": version.file.digest if version.file else None,
        "supersedes": version.supersedes.label if version.supersedes else None,
        "clauses": len(version.clauses_json),
    }
