"""What to put into each address of moderation, with something there to find.

For the table of access: each URL name with the arguments after the council's.
"""

from collections.abc import Callable
from typing import Any

from accounts.dates import today
from moderation.posts.actions import take_down_post, tell_mistake
from tests.cast import Cast
from tests.moderation.drafting import a_draft, approved, posted, waiting
from tests.moderation.following import (
    a_series,
    a_standing,
    asked_about,
    finished,
    rejected,
    reviewed,
    unchecked,
)
from tests.moderation.permitting import a_permission
from tests.moderation.posting import made_outside
from tests.moderation.suggesting import an_idea


def being_written(cast: Cast) -> list[Any]:
    return [a_draft(cast).number]


def in_the_queue(cast: Cast) -> list[Any]:
    return [waiting(cast).number]


def to_post(cast: Cast) -> list[Any]:
    draft = approved(cast)
    assert draft.current
    return [draft.number, draft.current.targets.get().pk]


def approved_draft(cast: Cast) -> list[Any]:
    return [approved(cast).number]


def two_versions(cast: Cast) -> list[Any]:
    return [waiting(cast).number, 1, 1]


def recorded(cast: Cast) -> list[Any]:
    return [posted(cast).number]


def not_approved(cast: Cast) -> list[Any]:
    return [made_outside(cast).number]


def to_confirm(cast: Cast) -> list[Any]:
    change = take_down_post(post=posted(cast), reason="x", record_copy="y", actor=cast.priya)
    return [change.pk]


def told(cast: Cast) -> list[Any]:
    return [tell_mistake(post=posted(cast), what="x", actor=cast.ana).pk]


def suggested(cast: Cast) -> list[Any]:
    return [an_idea(cast).number]


def suggested_by_link(cast: Cast) -> list[Any]:
    return [an_idea(cast).token]


def permitted(cast: Cast) -> list[Any]:
    return [a_permission(cast, "Ben Hill").number]


def permitted_person(cast: Cast) -> list[Any]:
    permission = a_permission(cast, "Ben Hill")
    return [permission.number, permission.subjects.get().pk]


def with_question(cast: Cast) -> list[Any]:
    return [asked_about(cast).number]


def without_check(cast: Cast) -> list[Any]:
    return [unchecked(cast).number]


def rejected_draft(cast: Cast) -> list[Any]:
    return [rejected(cast).number]


def to_review(cast: Cast) -> list[Any]:
    return [reviewed(cast).number]


def this_month(cast: Cast) -> list[Any]:
    return [today().replace(day=1)]


def standing_in_force(cast: Cast) -> list[Any]:
    return [a_standing(cast).number]


def standing_to_decide(cast: Cast) -> list[Any]:
    return [a_standing(cast, decided=False).number]


def to_repeat(cast: Cast) -> list[Any]:
    return [finished(cast).number]


def series_of_two(cast: Cast) -> list[Any]:
    return [a_series(cast).pk]


MODERATION: dict[str, Callable[[Cast], list[Any]]] = {
    "drafts:edit": being_written,
    "drafts:autosave": being_written,
    "drafts:detail": in_the_queue,
    "drafts:take_back": in_the_queue,
    "drafts:withdraw": in_the_queue,
    "drafts:decide": in_the_queue,
    "drafts:withdraw_approval": approved_draft,
    "drafts:compare": two_versions,
    "drafts:ask_advice": in_the_queue,
    "drafts:answer_advice": with_question,
    "drafts:copy": in_the_queue,
    "drafts:second_check": without_check,
    "drafts:ask_review": rejected_draft,
    "drafts:answer_review": to_review,
    "drafts:month": this_month,
    "drafts:standing": standing_in_force,
    "drafts:decide_standing": standing_to_decide,
    "drafts:end_standing": standing_in_force,
    "drafts:use_standing": standing_in_force,
    "drafts:make_series": to_repeat,
    "drafts:series": series_of_two,
    "permissions:detail": permitted,
    "permissions:withdraw": permitted_person,
    "posts:record": to_post,
    "posts:instead": to_post,
    "posts:detail": recorded,
    "posts:copy": recorded,
    "posts:review": not_approved,
    "posts:correct": recorded,
    "posts:edit": recorded,
    "posts:take_down": recorded,
    "posts:mistake": recorded,
    "posts:confirm": to_confirm,
    "posts:remedy": told,
    "ideas:detail": suggested,
    "ideas:make_draft": suggested,
    "ideas:decline": suggested,
    "ideas:status": suggested_by_link,
}
