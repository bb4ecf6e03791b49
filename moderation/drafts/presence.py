"""Who has a draft open to decide it: told to the others for a while, and never a lock.

Kept in Redis, because losing it loses nothing, and because looking at a page changes no record.
While Redis is down nobody is shown as reviewing.
"""

import time
from collections.abc import Iterable
from contextlib import suppress

from django.core.cache import caches
from redis.exceptions import RedisError

from accounts.people.models import Person
from moderation.drafts.models import Draft

presence = caches["presence"]

#: Seconds for which a page that was opened counts as being read.
LASTS = 15 * 60
#: Seconds before the same reader is noted again: a reload writes nothing.
NOTED_AGAIN = 5 * 60

#: Reader's id to name and the second at which they opened the page.
Readers = dict[int, tuple[str, float]]


def note_reader(draft: Draft, person: Person) -> list[str]:
    """Notes that a person has the decide page open; the names of the others who do."""
    key, now = _key(draft.council_id, draft.pk), time.time()
    with suppress(RedisError):
        readers = _still(presence.get(key), now)
        since = readers.get(person.pk, ("", 0.0))[1]
        if now - since > NOTED_AGAIN:
            readers[person.pk] = (person.name, now)
            presence.set(key, readers, LASTS)
        return [name for pk, (name, _) in readers.items() if pk != person.pk]
    return []


def forget_reader(draft: Draft, person: Person) -> None:
    """The person has decided about the draft, or skipped it."""
    key = _key(draft.council_id, draft.pk)
    with suppress(RedisError):
        readers = _still(presence.get(key), time.time())
        if readers.pop(person.pk, None):
            presence.set(key, readers, LASTS) if readers else presence.delete(key)


def forget_all(draft: Draft) -> None:
    """The draft is decided: nobody reviews it any more."""
    with suppress(RedisError):
        presence.delete(_key(draft.council_id, draft.pk))


def readers_of(drafts: Iterable[Draft], person: Person) -> dict[int, list[str]]:
    """For each draft that others are reviewing, by its id, their names."""
    keys = {_key(draft.council_id, draft.pk): draft.pk for draft in drafts}
    now = time.time()
    found: dict[int, list[str]] = {}
    with suppress(RedisError):
        for key, readers in presence.get_many(keys).items():
            names = [name for pk, (name, _) in _still(readers, now).items() if pk != person.pk]
            if names:
                found[keys[key]] = names
    return found


def _key(council_id: int, draft_id: int) -> str:
    return f"reviewing:{council_id}:{draft_id}"


def _still(readers: Readers | None, now: float) -> Readers:
    return {pk: seen for pk, seen in (readers or {}).items() if now - seen[1] < LASTS}
