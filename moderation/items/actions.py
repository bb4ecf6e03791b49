"""Writing down what the public posted, and who posted it."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import next_number, require_same_council
from moderation.items.addresses import address_key, address_refusal, tidy_address
from moderation.items.authors import (
    author_for,
    first_of,
    of_same_number,
    plain_line,
    plain_words,
)
from moderation.items.corrected import held_lineage
from moderation.items.linking import SAME_NUMBER, join
from moderation.items.models import Author, AuthorLink, Item

#: Clocks differ: so much later than ours a time may seem.
SKEW = timedelta(minutes=5)
#: The most words of one item that are kept, in characters.
LONGEST_WORDS = 10_000


@action
def add_item(
    *,
    council: Council,
    platform: str,
    account: OfficialAccount | None,
    seen_at: datetime,
    actor: Person,
    elsewhere: str = "",
    kind: str = Item.Kind.COMMENT,
    url: str = "",
    handle: str = "",
    author_name: str = "",
    platform_id: str = "",
    words: str = "",
    posted_at: datetime | None = None,
    found: str = Item.Found.LOOKED,
    restricted: bool = False,
    seen_said: bool = True,
    corrects: Item | None = None,
    why_corrected: str = "",
) -> Item:
    """Writes down one thing that the public posted.

    Args:
        account: the council's on which it stands; None where it stands `elsewhere`.
        url: as it was pasted; sign-ins, keys and what counts readers are taken out of it.
        words: what it says, at most 10,000 characters.
        platform_id: the platform's own number for the profile, by which one with a new handle is
            known again.
        seen_at: when somebody of the council first saw it.
        seen_said: somebody said when that was; otherwise no time is counted from it.
        corrects: the item that said something wrong about the same thing, and `why_corrected`.

    Raises:
        RuleBroken: it stands nowhere or on another platform, a time is in the future or before
            it was posted, or something that was typed cannot be kept.
    """
    require_same_council(council, account, corrects)
    number = next_number(council, "M")
    require_times(posted_at, seen_at)
    url = _address(account, platform, url)
    item = Item.objects.create(
        council=council,
        number=number,
        platform=platform,
        account=account,
        elsewhere=_elsewhere(account, elsewhere),
        kind=kind,
        url=url,
        url_key=address_key(platform, url, kind),
        author=_author(council, platform, handle, author_name, platform_id),
        author_name=plain_line(author_name, "name"),
        author_number=plain_line(platform_id, "profile’s number"),
        words=_kept(words),
        posted_at=posted_at,
        seen_at=seen_at,
        seen_said=seen_said,
        found=found,
        restricted=restricted,
        corrects=corrects,
        why_corrected=why_corrected,
        logged_by=actor,
        office_id=actor.office_for(council, Duty.LOG_MODERATION),
    )
    record(
        Verb.ITEM_LOGGED,
        item,
        actor=actor,
        office_id=item.office_id,
        new={
            "platform": item.platform,
            "account": str(account or ""),
            "kind": item.kind,
            "author": item.author_id or "",
            "author_digest": _who(item),
            "words_digest": digest_of(item.words),
            "seen_at": seen_at.isoformat(),
            "restricted": restricted,
        }
        | ({"corrects": corrects.reference} if corrects else {}),
    )
    _link_same_number(item, actor)
    return item


@action
def restrict_item(*, item: Item, actor: Person) -> Item:
    """Hides an item from everybody but those who see the restricted case it belongs to.

    Those that it corrects go with it, and those that correct it.

    Raises:
        Stale: it is hidden already.
        RuleBroken: the actor may open no restricted case: whoever hands over, and who is no member.
    """
    actor.require_duty_at(item.council, Duty.SUBMIT_DRAFTS)
    together = [one for one in held_lineage(item) if not one.restricted]
    if item not in together:
        raise Stale(f"{item.reference} is restricted already.")
    for one in together:
        one.restricted = True
        one.save(update_fields=["restricted"])
        record(Verb.ITEM_RESTRICTED, one, actor=actor, duty=Duty.LOG_MODERATION)
    item.restricted = True
    return item


def require_times(posted_at: datetime | None, seen_at: datetime) -> None:
    """It was posted, then seen, and both have been.

    Raises:
        RuleBroken: a time is in the future, or it was seen before it was posted.
    """
    latest = timezone.now() + SKEW
    if posted_at and posted_at > latest:
        raise RuleBroken("The time it was posted is in the future.")
    if seen_at > latest:
        raise RuleBroken("The time it was seen is in the future.")
    if posted_at and posted_at > seen_at + SKEW:
        raise RuleBroken("It was seen before it was posted. Correct one of the times.")


def digest_of(words: str) -> str:
    """SHA-256 of words as 64 hexadecimal digits, for the trail; empty for no words."""
    return sha256(words.encode()).hexdigest() if words else ""


def _address(account: OfficialAccount | None, platform: str, url: str) -> str:
    if account is not None and account.platform != platform:
        raise RuleBroken(
            f"{account} is on {account.get_platform_display()}, and "
            f"{OfficialAccount.Platform(platform).label} was chosen. Correct one of them."
        )
    url, _ = tidy_address(url) if url.strip() else ("", False)
    if url and (refusal := address_refusal(platform, url)):
        raise RuleBroken(refusal)
    return url


def _elsewhere(account: OfficialAccount | None, elsewhere: str) -> str:
    if account is not None:
        return ""
    where = required_words(
        elsewhere, "Choose the account on which it stands, or say where else it is."
    )
    return plain_line(where, "place", longest=200)


def _author(
    council: Council, platform: str, handle: str, name: str, platform_id: str
) -> Author | None:
    handle = handle.strip() or platform_id.strip()
    if handle:
        return author_for(council, platform=platform, handle=handle)
    if name.strip():
        raise RuleBroken(
            "A name alone does not tell people apart. Enter the handle, or the address of the "
            "profile."
        )
    return None


def _who(item: Item) -> str:
    """A digest of who posted it, so that nobody can be put in their place unseen."""
    told = (item.platform, item.author.handle, item.author_number) if item.author else ()
    return digest_of("\n".join(told))


def _link_same_number(item: Item, actor: Person) -> None:
    """A profile with a new handle is known again by the platform's number for it."""
    other = of_same_number(item)
    if item.author is None or other is None:
        return
    item.author.council = item.council
    parted = AuthorLink.objects.filter(author__in=[item.author, other], linked_to=None).exists()
    if not parted and first_of(item.author) != first_of(other):
        join(item.author, other, SAME_NUMBER, actor)


def _kept(words: str) -> str:
    words = plain_words(words)
    if len(words) > LONGEST_WORDS:
        raise RuleBroken(
            f"The words are longer than {LONGEST_WORDS:,} characters. Keep those that matter, and "
            "add a capture of the rest."
        )
    return words
