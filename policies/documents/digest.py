"""What a version says, as one number: for whoever read it, and for whoever proves it later."""

from councilsm.audit.canonical import canonical, sha256
from policies.documents.clauses import clauses_of
from policies.documents.models import Version


def digest_of(version: Version) -> str:
    """SHA-256 over the canonical JSON of label, text, digest of the file and clauses."""
    clauses = [
        [clause.ref, clause.section, clause.title, clause.words] for clause in clauses_of(version)
    ]
    words = {
        "label": version.label,
        "text": version.text,
        "file": version.file.digest if version.file else "",
        "clauses": clauses,
    }
    return sha256(canonical(words))


def shown_of(version: Version) -> str:
    """The same of all that a page shows of a version in work, with what it says of itself."""
    about = {"what_changed": version.what_changed, "supersedes": version.supersedes_id}
    return sha256(canonical({"words": digest_of(version), **about}))
