"""What to put into each address of moderation, with something there to find.

For the table of access: each URL name with the arguments after the council's.
"""

from collections.abc import Callable
from typing import Any

from accounts.dates import today
from moderation.log.actions import record_appeal
from moderation.posts.actions import take_down_post, tell_mistake
from tests.cast import Cast
from tests.moderation.asking import a_request
from tests.moderation.blocking import BLOCKS
from tests.moderation.capturing import an_item, asked, captured
from tests.moderation.casing import CASE_ADDRESSES
from tests.moderation.conducting import ADDRESSES as CONDUCT
from tests.moderation.drafting import a_draft, approved, posted, waiting
from tests.moderation.electing import PRE_ELECTION
from tests.moderation.enquiring import a_standard_reply, a_topic, a_watch, an_enquiry
from tests.moderation.following import (
    a_series,
    a_standing,
    asked_about,
    finished,
    rejected,
    reviewed,
    unchecked,
)
from tests.moderation.logging_ import log
from tests.moderation.permitting import a_permission
from tests.moderation.posting import made_outside
from tests.moderation.reporting import SIGHTING_ADDRESSES
from tests.moderation.suggesting import an_idea
from tests.moderation.unblocking import answered, matched_with_none


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


def asked_by_link(cast: Cast) -> list[Any]:
    return [a_request(cast).token]


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


def logged(cast: Cast) -> list[Any]:
    return [log(cast).item.number]


def entered(cast: Cast) -> list[Any]:
    return [log(cast, done=False).pk]


def asked_to_be_unblocked(cast: Cast) -> list[Any]:
    return [matched_with_none(cast).number]


def decided(cast: Cast) -> list[Any]:
    asked = matched_with_none(cast)
    answered(cast, asked, cast.priya, outcome="not_ours", way="printed")
    return [asked.number]


def held_back(cast: Cast) -> list[Any]:
    return [log(cast, "not_let_through").pk]


def appealed(cast: Cast) -> list[Any]:
    entry = log(cast, "not_let_through")
    asked = record_appeal(action=entry, words="Why?", asked_on=today(), actor=cast.cora)
    return [asked.pk]


def somebody(cast: Cast) -> list[Any]:
    return [log(cast).author_id]


def with_evidence(cast: Cast) -> list[Any]:
    return [captured(cast).uid]


def to_destroy(cast: Cast) -> list[Any]:
    return [asked(cast).number]


def to_add_evidence(cast: Cast) -> list[Any]:
    return [an_item(cast).number]


def clerks_enquiry(cast: Cast) -> list[Any]:
    return [an_enquiry(cast).number]


def step_of_enquiry(cast: Cast) -> list[Any]:
    return [an_enquiry(cast).number, "acknowledge"]


def topic_in_use(cast: Cast) -> list[Any]:
    return [a_topic(cast).pk]


def standard_words(cast: Cast) -> list[Any]:
    return [a_standard_reply(cast).pk]


def on_the_rota(cast: Cast) -> list[Any]:
    return [a_watch(cast).pk]


MODERATION: dict[str, Callable[[Cast], list[Any]]] = {
    "enquiries:detail": clerks_enquiry,
    "enquiries:reply": clerks_enquiry,
    "enquiries:step": step_of_enquiry,
    "enquiries:change_topic": topic_in_use,
    "enquiries:retire_topic": topic_in_use,
    "enquiries:standard_reply": standard_words,
    "enquiries:change_standard_reply": standard_words,
    "enquiries:review_standard_reply": standard_words,
    "enquiries:retire_standard_reply": standard_words,
    "enquiries:end_watch": on_the_rota,
    **CONDUCT,
    **CASE_ADDRESSES,
    **SIGHTING_ADDRESSES,
    **BLOCKS,
    **PRE_ELECTION,
    "log:detail": logged,
    "log:add": logged,
    "log:correct_item": logged,
    "log:confirm": entered,
    "log:reverse": entered,
    "log:correct": entered,
    "log:appeal": held_back,
    "log:answer": appealed,
    "log:author": somebody,
    "log:profile": somebody,
    "log:link": somebody,
    "log:unlink": somebody,
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
    "unblocks:status": asked_by_link,
    "unblocks:add": asked_by_link,
    "unblocks:take_back": asked_by_link,
    **dict.fromkeys(
        [
            f"unblocks:{name}"
            for name in ("detail", "match", "fact", "complaint", "decide", "erase")
        ],
        asked_to_be_unblocked,
    ),
    **dict.fromkeys([f"unblocks:{name}" for name in ("letter_pdf", "letter", "answered")], decided),
    "evidence:add": to_add_evidence,
    "evidence:erase": to_add_evidence,
    "evidence:answer": to_destroy,
    "evidence:detail": with_evidence,
    "evidence:open": with_evidence,
    "evidence:preview": with_evidence,
    "evidence:original": with_evidence,
    "evidence:confirm": with_evidence,
    "evidence:destroy": with_evidence,
}
