"""What policy checks are asked about, as plain values: nothing here is stored."""

from types import SimpleNamespace
from typing import Any

from accounts.councils.rulebook import shipped
from accounts.register.models import OfficialAccount
from councilsm.files.models import StoredFile
from moderation.checks.content import Consent, Content, Particulars, PictureContent
from moderation.checks.findings import CHECKS, Finding, run_checks


def council(book: str = "starter", **rules: Any) -> Any:
    """A council with a shipped rulebook, as far as checks look at one without the database."""
    rulebook = shipped(book)
    if rules:
        rulebook = rulebook.model_copy(
            update={"rules": rulebook.rules.model_copy(update=rules)},
        )
    return SimpleNamespace(rulebook=rulebook, email="office@ashford.example", contacts="")


def account(platform: str = "facebook", pk: int = 1, **values: Any) -> OfficialAccount:
    return OfficialAccount(pk=pk, platform=platform, name="Main page", **values)


def content(text: str = "The library is open.", **changes: Any) -> Content:
    """A new post on Facebook; particulars and whatever else by name."""
    particulars = {
        name: changes.pop(name) for name in list(changes) if name in Particulars.model_fields
    }
    values = {
        "kind": "new_post",
        "title": "Library",
        "texts": {account(): text},
        "particulars": Particulars(**particulars),
        **changes,
    }
    return Content(**values)


def picture(pk: int = 7, **changes: Any) -> PictureContent:
    """A picture about which everything is answered, with nobody in it."""
    values = {
        "alt": "The library’s front door",
        "rights": "council",
        "rights_detail": "",
        "people": "nobody",
        **changes,
    }
    return PictureContent(file=StoredFile(pk=pk, name="library.jpg"), **values)


def consent(name: str = "Mia", **changes: Any) -> Consent:
    """A parent's permission for somebody under 18."""
    values = {"subject_id": 1, "under_18": True, "relationship": "parent", "in_force": True}
    return Consent(name=name, **{**values, **changes})


def found(check: str, asked: Content, by: Any = None) -> list[Finding]:
    """What one check finds."""
    return list(CHECKS[check](asked, by or council()))


def in_report(check: str, asked: Content, by: Any) -> list[Finding]:
    """What one check has in the whole report."""
    return [finding for finding in run_checks(asked, by).findings if finding.check == check]
