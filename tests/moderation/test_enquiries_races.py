"""Two officers see the same comment: one enquiry and one item, whoever of them is first."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.councils.models import Council
from accounts.register.models import OfficialAccount
from moderation.enquiries.actions import raise_with_item
from moderation.enquiries.models import Enquiry
from moderation.items.models import Item
from tests.cast import Cast, assemble
from tests.moderation.logging_ import COMMENT, log
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def test_one_comment_makes_one_enquiry_and_one_item(cast: Cast) -> None:
    def seen() -> Enquiry:
        item: dict[str, Any] = {
            **{"platform": "facebook", "url": COMMENT, "kind": "comment", "handle": "jo.reed"},
            **{"words": "The swing is cracked.", "seen_at": timezone.now()},
            "account": OfficialAccount.objects.get(pk=cast.page.pk),
        }
        council = Council.objects.get(pk=cast.ashford.pk)
        return raise_with_item(
            council=council, item=item, kind="report", subject="Swing", actor=cast.cora
        )

    at_once([seen, seen, lambda: log(cast, "no_action", url=COMMENT), seen])
    assert (Enquiry.objects.count(), Item.objects.count()) == (1, 1)
