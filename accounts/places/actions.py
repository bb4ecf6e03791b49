"""Places that the council watches, and what is posted in them."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Places
from accounts.dates import LONDON, in_force, today
from accounts.people.actions.common import lock_people
from accounts.people.models import Membership, Person
from accounts.places.models import Place, PlacePost
from accounts.register.addresses import address_problem
from accounts.register.identity import identify
from accounts.register.models import OfficialAccount
from accounts.register.ours import account_at
from accounts.register.post_addresses import host_of, platform_of
from accounts.register.same_address import at_the_same
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.inbox.outbox import notify
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council

#: What may be a link in words: an address, with or without https://; none for mail.
LINK = re.compile(r"(?<![@\w.-])(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"]*)?", re.IGNORECASE)

#: So many links in words are looked at.
MOST_LINKS = 20


@action
def add_place(*, council: Council, name: str, url: str, note: str, actor: Person) -> Place:
    """Adds a forum, group or page that somebody else runs (DTC-1.1-e), or watches it again.

    It is the same place however its address is written.

    Raises:
        RuleBroken: the actor does not keep the register, the address is not a public one, is of an
            account of the council's own, or is of a place that is watched already.
    """
    actor.require_duty_at(council, Duty.KEEP_REGISTER)
    if problem := address_problem(url):
        raise RuleBroken(f"{problem}.")
    refuse_secrets(name, note)
    refuse_hidden(name, note)
    if account := account_at(council, url):
        raise RuleBroken(f"This is your own account: {account}. Places are run by somebody else.")
    identity = identify(url)
    platform = identity.platform if identity else platform_of(url)
    lock_people(council)  # so that two at once see one another's
    place = at_the_same(council.places.order_by("pk"), url) or Place(council=council, url=url)
    if place.pk and place.ended_on is None:
        raise RuleBroken(f"You watch this place already: {place}.")
    place.name, place.note, place.ended_on = name, note, None
    place.platform = platform or OfficialAccount.Platform.OTHER
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError:
        raise Stale("Somebody added this place just now.") from None
    record(
        Verb.PLACE_ADDED,
        place,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"url": url, "note": note},
    )
    return place


@action
def end_place(*, place: Place, reason: str, actor: Person) -> Place:
    """The council no longer watches it.

    Raises:
        Stale: that was recorded already.
        RuleBroken: the actor does not keep the register, or the reason holds something like a
            password.
    """
    actor.require_duty_at(place.council, Duty.KEEP_REGISTER)
    refuse_secrets(reason)
    row = place.council.places.select_for_update(no_key=True).get(pk=place.pk)
    if row.ended_on is not None:
        raise Stale("It is already no longer watched.")
    row.ended_on = today()
    row.save(update_fields=["ended_on"])
    record(Verb.PLACE_ENDED, row, actor=actor, duty=Duty.KEEP_REGISTER, new={"reason": reason})
    return row


@action
def record_place_post(
    *,
    place: Place,
    words: str,
    url: str,
    posted_at: datetime,
    author: Membership,
    authority: str,
    actor: Person,
    ground: str = "",
    capture: StoredFile | None = None,
) -> PlacePost:
    """Records a post in a place that is not the council's (DTC-1.1-f).

    Where the council's rules allow it by exception only, the post needs a ground and a link to the
    council. Where they say nothing yet, it is recorded so, and the proper officer is told.

    Args:
        url: of the post itself.
        author: who posted it.
        authority: whose authority it went out on, in words.

    Raises:
        Stale: the place is not watched any more.
        RuleBroken: it is somebody else's and the actor does not keep the register, the rules forbid
            it or a part of the exception is missing, it is dated in the future, its address is not
            a public one or is the council's own, or its author did not belong to the council then.
    """
    require_same_council(place, author, capture)
    council = place.council
    if author.person_id == actor.pk:
        actor.require_membership_at(council)
    else:
        actor.require_duty_at(council, Duty.KEEP_REGISTER)
    if council.places.select_for_update(no_key=True).get(pk=place.pk).ended_on is not None:
        raise Stale("This place is no longer watched.")
    rule = council.rulebook.rules.places.value
    found = link_to_us(council, words)
    _require_allowed(council, rule, ground, found)
    _require_true(council, url, posted_at, author)
    refuse_secrets(authority)
    post = PlacePost.objects.create(
        council=council,
        place=place,
        ground=ground if rule != Places.ALLOWED else "",
        words=words,
        url=url,
        posted_at=posted_at,
        author=author,
        authority=authority,
        leads_to=found.url if found else "",
        channel=found.account if found else None,
        capture=capture,
        rule_not_set=rule is None,
        recorded_by=actor,
    )
    if rule is None:
        _tell_proper_officer(post, actor)
    record(
        Verb.PLACE_POST_RECORDED,
        place,
        actor=actor,
        new={
            "note": words,
            "url": url,
            "ground": post.get_ground_display() if post.ground else "",
            "authority": authority,
            "rule_not_set": rule is None,
        },
    )
    return post


def _require_allowed(
    council: Council, rule: Places | None, ground: str, found: "LinkToUs | None"
) -> None:
    """Asserts what the council's rules ask of a post in such a place.

    Raises:
        RuleBroken: they forbid it, or want a ground or a link that is not there.
    """
    book = council.rulebook
    source = book.source_if_set("places")
    if rule == Places.NEVER:
        clerk = book.title(book.proper_officer)
        raise RuleBroken(
            f"Your council never posts in places that are not its own. Tell the {clerk} of this "
            "post, so that they can deal with it.",
            source=source,
        )
    if rule == Places.EXCEPTIONAL and ground not in PlacePost.Ground.values:
        raise RuleBroken("Say on which of the three grounds it was posted.", source=source)
    if found is None and (rule == Places.EXCEPTIONAL or ground):
        raise RuleBroken(
            "The words must link to one of your live official accounts, or to the council’s own "
            "website.",
            source=source,
        )


def _require_true(council: Council, url: str, posted_at: datetime, author: Membership) -> None:
    if problem := address_problem(url):
        raise RuleBroken(f"{problem}.")
    if account := account_at(council, url):
        raise RuleBroken(f"That post is on your own account, {account}. Record it under Posts.")
    if posted_at > timezone.now():
        raise RuleBroken("The time it was posted is in the future.")
    then = posted_at.astimezone(LONDON).date()
    if not council.memberships.filter(in_force(then), pk=author.pk).exists():
        raise RuleBroken(f"{author.goes_by} did not belong to the council on that day.")


@dataclass(frozen=True)
class LinkToUs:
    """A link that leads to the council.

    Args:
        account: that it leads to; None for the council's own website.
    """

    url: str
    account: OfficialAccount | None


def link_to_us(council: Council, words: str) -> LinkToUs | None:
    """The first link in words to a live public account of the council's or to its own website.

    The website is known by the council's address for mail, under .gov.uk, which only public bodies
    have; any other counts once it is on the register.
    """
    domain = council.email.rpartition("@")[2].casefold()
    for found in islice(LINK.finditer(words), MOST_LINKS):
        link = found[0].rstrip(".,;:!?)’”'\"")
        url = link if "://" in link else f"https://{link}"
        if len(url) > 300 or address_problem(url):
            continue
        host = host_of(url)
        if domain.endswith(".gov.uk") and (host == domain or host.endswith(f".{domain}")):
            return LinkToUs(url, None)
        account = account_at(council, url)
        if account and account.status == OfficialAccount.Status.LIVE and account.is_public:
            return LinkToUs(url, account)
    return None


def _tell_proper_officer(post: PlacePost, actor: Person) -> None:
    council = post.council
    key = council.rulebook.proper_officer
    holding = Q(office__key=key) & in_force(today())
    held = council.appointments.filter(holding).values("membership__person")
    people = Person.objects.at(council).filter(pk__in=held).exclude(pk=actor.pk)
    notify(people, "place_post", council=council, post=post)
