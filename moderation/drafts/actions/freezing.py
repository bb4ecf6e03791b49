"""A submission is frozen as the draft's next revision: words, pictures, findings and digest."""

from collections.abc import Mapping
from datetime import datetime

from councilsm.tenancy import require_same_council
from moderation.checks.content import Content
from moderation.checks.findings import Report
from moderation.drafts.models import Depicted, Draft, Picture, Revision, Target, digest_of


def freeze(
    draft: Draft,
    content: Content,
    *,
    not_after: datetime,
    report: Report,
    notes: Mapping[str, str],
) -> Revision:
    """The next revision of a draft, which is not told of it yet. Call inside an action.

    Args:
        not_after: the end of the window, also where the author named none.
        report: what the policy checks found.
        notes: what the author says about a check, by its name.
    """
    previous = draft.current
    revision = Revision.objects.create(
        council=draft.council,
        draft=draft,
        number=previous.number + 1 if previous else 1,
        author=draft.author,
        kind=content.kind,
        title=content.title,
        not_before=content.not_before,
        not_after=not_after,
        particulars_json=content.particulars.model_dump(exclude_defaults=True),
        findings=[
            {**finding.as_record(), "note": notes.get(finding.check, "")}
            for finding in report.findings
        ],
        digest=digest_of(content, not_after),
    )
    _freeze_pictures(revision, content)
    Target.objects.bulk_create(
        Target(council=draft.council, revision=revision, account=account, text=text)
        for account, text in content.texts.items()
    )
    return revision


def _freeze_pictures(revision: Revision, content: Content) -> None:
    for position, picture in enumerate(content.pictures, start=1):
        require_same_council(revision, picture.file)
        frozen = Picture.objects.create(
            council=revision.council,
            revision=revision,
            position=position,
            file=picture.file,
            alt=picture.alt,
            decorative_reason=picture.decorative_reason,
            rights=picture.rights,
            rights_detail=picture.rights_detail,
            people=picture.people,
        )
        Depicted.objects.bulk_create(
            Depicted(council=revision.council, picture=frozen, subject_id=consent.subject_id)
            for consent in picture.consents
        )
