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
    assert revision.digest == digest_of(revision.content, revision.not_after)
