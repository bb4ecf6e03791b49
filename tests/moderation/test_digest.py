"""What was approved can be proved later from what is stored."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from moderation.drafts.models import Revision, digest_of
from tests.cast import Cast
from tests.moderation.drafting import waiting


@pytest.mark.database
def test_a_stored_revision_reproduces_its_digest(cast: Cast) -> None:
    summer = timezone.now().year + 1
    opens = datetime(summer, 7, 1, 9, tzinfo=ZoneInfo("Europe/London"))
    waiting(cast, not_before=opens, not_after=opens + timedelta(days=1))
    revision = Revision.objects.get()
    texts = dict(revision.targets.values_list("account_id", "text"))
    assert revision.digest == digest_of(
        kind=revision.kind,
        title=revision.title,
        texts=texts,
        not_before=revision.not_before,
        not_after=revision.not_after,
    )
