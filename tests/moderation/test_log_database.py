"""What the database itself refuses of the moderation log, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from councilsm.audit.models import AuditDetail
from moderation.items.models import Item
from moderation.log.actions import correct_action, open_profile, record_appeal, reverse_action
from moderation.log.models import Appeal, ModerationAction, ProfileLook
from tests.cast import AccountFactory, Cast
from tests.moderation.logging_ import ABUSE, COMMENT, an_item, log

ELSE = f"{COMMENT}8"


def written(entry: ModerationAction, **changes: Any) -> None:
    """Writes an entry like another past all actions; refused, or the test fails."""
    names = [field.attname for field in entry._meta.concrete_fields[1:]]
    columns = {name: getattr(entry, name) for name in names} | {"form_key": None} | changes
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationAction.objects.create(**columns)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "warned"},
        {"happened_at": timezone.now()},
        {"reference": "x"},
        {"proof_note": "x"},
        {"no_capture": "x"},
        {"reason_label": "x"},
        {"source": ""},
        {"author_id": None},
    ],
)
def test_an_entry_is_not_rewritten(cast: Cast, change: dict[str, Any]) -> None:
    log(cast, "reported", reference="37/1")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ModerationAction.objects.update(**change)


def test_that_no_reference_was_given_is_not_taken_back(cast: Cast) -> None:
    log(cast, "police", none_given=True)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ModerationAction.objects.update(none_given=None)


def test_a_reference_is_not_replaced_in_two_steps(cast: Cast) -> None:
    log(cast, "police", reference="CAD 4711", none_given=False)
    for reference in ("", "CAD 1"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ModerationAction.objects.update(reference=reference)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("hidden", {"source": ""}),
        ("hidden", {"even_if_praise": False}),
        ("hidden", {"even_if_praise": None}),
        ("hidden", {"in_error": True}),
        ("hidden", {"kind": "restored"}),
        ("hidden", {"account_id": None}),
        ("hidden", {"author_id": None}),
        ("hidden", {"reason": "prohibited-child"}),
        ("reported", {"reference": ""}),
        ("deleted", {"public_record": True}),
    ],
)
def test_an_entry_that_no_action_writes_is_refused(
    cast: Cast, kind: str, changes: dict[str, Any]
) -> None:
    entry = log(cast, kind, reference="37/1" if kind == "reported" else "")
    written(entry, **changes)


def test_a_reversal_is_about_the_same_item(cast: Cast) -> None:
    other = log(cast, url=ELSE)
    undone = reverse_action(action=log(cast), why="x", in_error=True, actor=cast.cora, done=True)
    written(undone, reverses_id=other.pk)
    written(undone, reverses_id=other.pk, item_id=other.item_id, corrects_id=other.pk)
    written(undone, reverses_id=other.pk, item_id=other.item_id, kind="hidden")


def test_an_answer_is_not_replaced_in_two_steps(cast: Cast) -> None:
    entry = log(cast, "not_let_through")
    today = timezone.localdate()
    record_appeal(action=entry, words="Why?", asked_on=today, actor=cast.cora)
    values: dict[str, Any] = {"answered_at": timezone.now(), "answered_by": cast.priya}
    values["let_through"] = False
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(**values)
    Appeal.objects.update(**values, answer="No.")
    Appeal.objects.update(words="", answer="")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Appeal.objects.update(answer="Yes.")


def test_an_account_of_another_is_not_written_beside_the_item(cast: Cast) -> None:
    entry = log(cast)
    written(entry, account_id=AccountFactory(council=cast.ashford, handle="museum").pk)


def test_a_correction_takes_the_place_of_one_entry_alone(cast: Cast) -> None:
    later = correct_action(action=log(cast), why="x", grounds=ABUSE, actor=cast.cora)
    written(later)
    item = an_item(cast, url=ELSE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.update(corrects=item)


def test_why_somebody_looked_is_kept_beside_the_trail(cast: Cast) -> None:
    author = an_item(cast).author
    assert author
    open_profile(author=author, ground="Rex Roe of 3 Mill Lane", actor=cast.cora)
    assert "Mill Lane" not in str(list(AuditDetail.objects.values()))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileLook.objects.update(ground="Another ground")
