"""Erasing what somebody wrote, and who it was: wherever officers and the public typed of it."""

from typing import Any

from django.apps import apps
from django.utils import timezone

from councilsm.audit.verification import first_fault
from moderation.evidence.erasing import erase_words
from moderation.items.linking import link_authors
from moderation.items.models import Author, Item
from moderation.log.actions import (
    answer_appeal,
    confirm_action,
    correct_item,
    log_action,
    open_profile,
    record_appeal,
)
from moderation.log.grounds import Grounds
from tests.cast import RULES, Cast, a_rulebook
from tests.moderation.logging_ import COMMENT, an_item, log

SECRET = "Zebrafish"


def everything() -> str:
    """Whatever the tables of moderation and the trail hold."""
    models = [*apps.get_app_config("moderation").get_models(), *_trail()]
    return str([list(model.objects.values()) for model in models])


def _trail() -> list[Any]:
    return [apps.get_model("councilsm", "AuditDetail")]


def full_of_it(cast: Cast) -> Item:
    """An item of which every field that somebody types says the secret."""
    a_rulebook(cast.ashford, **{k: v for k, v in RULES.items() if k != "removal_reasons"})
    cast.ashford.refresh_from_db()
    words = {name: f"{SECRET} {name}" for name in ("reason_words", "fact", "fact_source", "target")}
    grounds = Grounds(
        **words, necessity=SECRET, marked=SECRET, even_if_praise=True, about_person=True
    )
    entry = log(
        cast,
        "not_let_through",
        words=f"I am {SECRET}",
        handle=SECRET.lower(),
        author_name=SECRET,
        platform_id=f"{SECRET}1",
        url=f"{COMMENT}&x={SECRET}",
        grounds=grounds,
        note=SECRET,
        no_capture=SECRET,
        done=False,
    )
    confirm_action(action=entry, note=SECRET, actor=cast.cora)
    today = timezone.localdate()
    appeal = record_appeal(action=entry, words=SECRET, asked_on=today, actor=cast.cora)
    answer_appeal(appeal=appeal, answer=SECRET, let_through=False, actor=cast.priya)
    gone = log_action(
        council=cast.ashford,
        actor=cast.cora,
        item=entry.item,
        kind="deleted",
        done=True,
        grounds=grounds,
        no_capture=SECRET,
        public_record=True,
        copy_kept=SECRET,
    )
    assert gone.item.author
    open_profile(author=gone.item.author, ground=SECRET, actor=cast.cora)
    other = an_item(cast, handle="other", url=f"{COMMENT}8").author
    assert other
    link_authors(author=other, other=gone.item.author, reason=SECRET, actor=cast.cora)
    return correct_item(item=entry.item, why=SECRET, actor=cast.cora, author_name=f"{SECRET}2")


def test_nothing_of_it_is_left_anywhere(cast: Cast) -> None:
    item = full_of_it(cast)
    assert SECRET.casefold() in everything().casefold()
    erase_words(item)
    assert SECRET.casefold() not in everything().casefold()
    assert str(Author.objects.get(pk=item.author_id)) == "Erased (Facebook)"
    assert item.actions.get(kind="deleted").erased_at and first_fault(cast.ashford.pk) is None
    erase_words(item)  # once more changes nothing


def test_a_profile_stays_while_something_else_is_on_the_record_of_it(cast: Cast) -> None:
    first, second = an_item(cast), an_item(cast, url=f"{COMMENT}8")
    erase_words(first)
    assert Author.objects.get().handle == "Rex.Roe"
    erase_words(second)
    assert Author.objects.get().handle == ""
    assert an_item(cast).author.pk != first.author_id


def test_words_taken_in_by_mistake_go_without_who_posted_them(cast: Cast) -> None:
    entry = log(cast)
    erase_words(entry.item, who=False)
    item = Item.objects.get()
    assert (item.words, item.url) == ("", COMMENT)
    assert Author.objects.get().handle == "Rex.Roe"
    entry.refresh_from_db()
    assert (entry.marked, entry.reason, entry.reason_label) == ("", "abuse", "Abuse or a threat")
