"""What somebody searched the log for, kept with their session: residents' handles and words.

So they stand in no address: neither in a browser's history nor in the log of a proxy. What stands
there is a key, which only this session knows, so that pages and the back button work as ever.
"""

from secrets import token_urlsafe

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from accounts.councils.models import Council
from moderation.items.addresses import tidy_address
from moderation.log.forms.finding import FREE, FindingForm

#: The key's name in an address, and the searches' in the session.
FIND, KEPT = "find", "log_searches"
#: So many are kept, the newest.
MOST = 20


def address_of(session: SessionBase, council: Council, asked: QueryDict) -> str:
    """The query of the list that a search finds; its free words stay behind in the session."""
    fields = FindingForm.base_fields
    plain = QueryDict(mutable=True)
    for name, value in asked.items():
        if value and name not in FREE and name.partition("_")[0] in fields:
            plain[name] = str(value)
    free = {name: str(asked[name]).strip() for name in FREE if asked.get(name, "").strip()}
    if free:
        if "url" in free:
            free["url"] = tidy_address(free["url"])[0]
        plain[FIND] = key = token_urlsafe(6)
        before = list(session.get(KEPT, {}).items())[1 - MOST :]
        session[KEPT] = dict([*before, (key, [council.pk, free])])
    return plain.urlencode()


def asked_in(session: SessionBase, council: Council, query: QueryDict) -> QueryDict | None:
    """All that a list's address asks for; None where the session does not know its key."""
    asked = query.copy()
    if key := asked.pop(FIND, [""])[-1]:
        whose, free = session.get(KEPT, {}).get(key, (None, {}))
        if whose != council.pk:
            return None
        asked.update(free)
    return asked
