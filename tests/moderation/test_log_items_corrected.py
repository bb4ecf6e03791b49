"""What was written down wrongly is written down anew, and counts for the right person alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from moderation.enquiries.actions import raise_enquiry
from moderation.items.actions import restrict_item
from moderation.items.models import Author, Item
from moderation.log.actions import confirm_action, correct_item, log_action, reverse_action
from moderation.log.models import ModerationAction
from moderation.log.repeats import earlier
from tests.cast import Cast
from tests.moderation.casing import opened
from tests.moderation.logging_ import COMMENT, SLUR, an_item, captured, log


def put_right(cast: Cast, item: Item, **changes: Any) -> Item:
    return correct_item(**{"item": item, "why": "Wrong.", "actor": cast.cora, **changes})


def test_the_wrong_handle_is_put_right_and_counts_against_nobody(cast: Cast) -> None:
    """What was done, when, by which reference and what is still to do goes with the new item."""
    seen = timezone.now() - timedelta(hours=1)
    shown = [captured(cast)]
    entry = log(cast, "deleted", handle="wrong", seen_at=seen, captures=shown, no_capture="")
    waits = log(cast, item=entry.item, done=False, no_capture="")
    new = put_right(cast, entry.item, handle="right", author_name="Rita")
    assert (new.corrects, new.why_corrected, new.words) == (entry.item, "Wrong.", SLUR)
    assert (new.reference, new.author_name, new.seen_at) == ("M-0002", "Rita", seen)
    assert new.author and new.author.handle == "right"
    deleted, to_do = new.actions.order_by("pk")
    assert (deleted.corrects, deleted.author) == (entry, new.author)
    assert (deleted.happened_at, deleted.confirmed_at) == (entry.happened_at, entry.confirmed_at)
    assert (to_do.corrects, to_do.confirmed_at) == (waits, None)
    wrong = Author.objects.get(handle="wrong")
    assert not earlier(wrong) and len(earlier(new.author)) == 2
    confirm_action(action=to_do, actor=cast.cora)
    assert "M-0001" in AuditEvent.objects.about(new).get().detail.new
    assert first_fault(cast.ashford.pk) is None


def test_it_is_found_again_as_it_was_put_right(cast: Cast) -> None:
    new = put_right(cast, log(cast, handle="wrong").item, handle="right")
    with pytest.raises(AlreadyDone) as known:
        log(cast)
    assert known.value.there.item == new
    with pytest.raises(AlreadyDone, match="M-0001 was put right already, as M-0002") as caught:
        put_right(cast, Item.objects.get(number=1))
    assert caught.value.there == new
    again = put_right(cast, new, url=f"{COMMENT}8")
    assert again.corrects == new and log(cast).item.number == 4
    assert (
        log_action(
            council=cast.ashford, actor=cast.cora, item=again, kind="replied", done=True
        ).item
        == again
    )


def test_passages_that_were_marked_stand_in_the_right_words(cast: Cast) -> None:
    item = log(cast).item
    with pytest.raises(RuleBroken, match="does not stand in the words"):
        put_right(cast, item, words="You dirty cat.")
    new = put_right(cast, item, words="You dirty cat.", marked="dirty cat")
    assert new.actions.get().marked == "dirty cat"


def test_a_time_is_put_right_and_from_then_on_said(cast: Cast) -> None:
    seen = timezone.now() - timedelta(hours=3)
    item = log(cast, "no_action").item
    assert not put_right(cast, item, seen_at=None).seen_said
    new = put_right(cast, Item.objects.get(number=2), seen_at=seen)
    assert (new.seen_at, new.seen_said) == (seen, True)


def test_what_cannot_be_put_right_is_refused(cast: Cast) -> None:
    entry = log(cast, "hidden")
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        put_right(cast, entry.item, why=" ")
    undone = reverse_action(action=entry, why="x", in_error=True, actor=cast.cora, done=False)
    with pytest.raises(RuleBroken, match="Confirm first"):
        put_right(cast, entry.item)
    confirm_action(action=undone, actor=cast.cora)
    assert not put_right(cast, entry.item).actions.exists()
    assert entry.author and not earlier(entry.author)
    hidden = an_item(cast, url=f"{COMMENT}8")
    restrict_item(item=hidden, actor=cast.cora)
    with pytest.raises(Stale, match="no longer to be found"):
        put_right(cast, hidden)
    assert ModerationAction.objects.filter(corrects__isnull=False).count() == 0


def test_what_hangs_on_the_wrong_one_is_shown_with_the_right_one_and_hidden_with_it(
    cast: Cast, as_: Callable[[Person], Client]
) -> None:
    """Its evidence and its enquiries, whose clocks run on; and a case hides both of them."""
    wrong = log(cast, captures=[captured(cast)], no_capture="").item
    asked = {"council": cast.ashford, "kind": "foi", "subject": "Bins", "actor": cast.cora}
    enquiry = raise_enquiry(item=wrong, **asked)
    right = put_right(cast, put_right(cast, wrong), handle="right", words="You dirty rat of ours.")
    cora, clerk = as_(cast.cora), as_(cast.priya)
    shown = wrong.evidence.get()
    page = cora.get(right.get_absolute_url()).text
    assert str(shown.uid) in page and "(added to M-0001)" in page
    assert enquiry.get_absolute_url() in page and "new, due by" in page
    before = cora.get(wrong.get_absolute_url()).text
    assert "Go on with" in before and "Raise an enquiry" not in before
    page = cora.get(enquiry.get_absolute_url()).text
    assert "rat of ours" in page and "It takes the place of M-0001" in page
    with pytest.raises(AlreadyDone, match="N-0001 about this is open already"):
        raise_enquiry(item=right, **asked)
    case = opened(cast, item=right)
    assert case.items.count() == 3
    page = clerk.get(case.get_absolute_url()).text
    assert str(shown.uid) in page and "M-0001" in page and "right" in page
    for hidden in (wrong, right, shown):
        url = f"/c/ashford/moderation/evidence/{shown.uid}/"
        assert cora.get(url if hidden == shown else hidden.get_absolute_url()).status_code == 404
    page = cora.get(enquiry.get_absolute_url()).text
    assert "kept apart" in page and "dirty rat" not in page and "M-000" not in page
