"""The same message to very many people: the template is filled in once, its blanks for each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from councilsm.audit.actions import current_work
from councilsm.bulk import write
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.outbox import wake_worker

#: Of a message: the id of the council, the address, and the words for each blank.
Letter = tuple[int, str, Mapping[str, str]]

#: What stands in a template's place of a blank while it is rendered: in no template's own words.
BLANK = re.compile("\x00([a-z_]+)\x00")


def notify_each(letters: Iterable[Letter], template: str, blanks: Iterable[str]) -> None:
    """Adds one message a letter to the outbox, within the running action.

    A tenth of the time of `notify()` for each. The template may only print its blanks: a tag or
    filter would see the blank, not what goes into it.

    Args:
        letters: one for each message.
        template: name below templates/messages/: its first line is the subject.
        blanks: the names of all that the template prints, but for `base_url`.

    Raises:
        RuntimeError: no action is running.
        KeyError: a letter leaves a blank of the template open.
    """
    current_work()
    transaction.on_commit(wake_worker)
    context = {name: f"\x00{name}\x00" for name in blanks}
    text = render_to_string(
        f"messages/{template}.txt", {"base_url": settings.BASE_URL, **context}
    ).strip()
    form = BLANK.sub(r"%(\1)s", text.replace("%", "%%"))
    fields = [field for field in OutboxMessage._meta.concrete_fields if not field.primary_key]
    empty = OutboxMessage(due_at=timezone.now())
    waiting = {field.attname: field.pre_save(empty, True) for field in fields}

    def lines() -> Iterator[list[Any]]:
        for council_id, recipient, words in letters:
            subject, _, body = (form % words).partition("\n")
            own = {
                "council_id": council_id,
                "recipient": recipient,
                "subject": " ".join(subject.split())[:200],
                "body": body.strip() + "\n",
            }
            yield list((waiting | own).values())  # in the order of the fields

    write(fields, lines())
