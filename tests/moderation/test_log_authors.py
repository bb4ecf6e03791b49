"""Authors on the log: who was here before, profiles linked, and a resident's own profile."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from moderation.items.actions import restrict_item
from moderation.items.linking import link_authors
from moderation.items.models import Author
from moderation.log.actions import open_profile, reverse_action
from moderation.log.grounds import Grounds
from moderation.log.models import ProfileLook
from tests.cast import Cast
from tests.moderation.casing import opened
from tests.moderation.logging_ import COMMENT, PLACE, an_item, log, on_the_team, page

As = Callable[[Person], Client]


@pytest.mark.clause("FTC-A-8", "FTC-A-21")
def test_flitwick_is_offered_to_block_and_report_who_was_here_before(
    cast: Cast, cora: Client
) -> None:
    """After a second removal; what was removed in error stands apart and counts for nothing."""
    on_the_team(cast, "flitwick")
    why = Grounds(reason="offensive", marked="dirty rat", even_if_praise=True)
    first = log(cast, grounds=why)
    log(cast, "warned", item=first.item, note="Told that more of it may end in a block.")
    second = log(cast, grounds=why, url=COMMENT.replace("77", "78"))
    said = page(cora, "M-0002/")
    assert "1 earlier post of this person came down." in said and "FTC-A-8" in said
    assert f"/blocks/new/?entry={second.pk}" in said and "M-0002/action/?kind=reported" in said
    offered = cora.get(f"{PLACE}M-0002/action/?kind=reported").context["form"]
    assert offered["kind"].value() == "reported"
    history = page(cora, f"authors/{first.author_id}/")
    assert "Warned" in history and "M-0001" in history
    reverse_action(action=first, why="A quotation", in_error=True, done=False, actor=cast.cora)
    assert "earlier post" not in page(cora, "M-0002/")
    # What is still to do is no post that came down, and is named apart.
    log(cast, grounds=why, url=COMMENT.replace("77", "79"), done=False)
    log(cast, grounds=why, url=COMMENT.replace("77", "80"))
    said = page(cora, "M-0004/")
    assert "1 earlier post of this person came down." in said
    assert "1 more is still to do on the platform." in " ".join(said.split())


def test_profiles_are_linked_and_unlinked_by_a_human_with_a_reason(
    cast: Cast, cora: Client
) -> None:
    first = log(cast).author
    log(cast, url="", handle="@other_rex", words="x dirty rat")
    other = Author.objects.get(handle="other_rex")
    assert first
    path = f"{PLACE}authors/{first.pk}/link/"
    sent = {"platform": "facebook", "handle": "@Other_Rex", "reason": "Signs with the same name"}
    assert cora.post(path, sent | {"reason": ""}).status_code == 422
    unknown = cora.post(path, sent | {"handle": "nobody"})
    assert unknown.status_code == 422 and "Signs with the same name" in unknown.content.decode()
    assert cora.post(path, sent)["Location"] == f"{PLACE}authors/{first.pk}/"
    said = page(cora, f"authors/{first.pk}/")
    assert "other_rex" in said and "Signs with the same name" in said and "M-0002" in said
    assert cora.post(path, sent).status_code == 409
    away = f"{PLACE}authors/{other.pk}/unlink/"
    assert cora.post(away, {"reason": "Another street"}).status_code == 302
    assert "M-0002" not in page(cora, f"authors/{first.pk}/")


def test_profiles_of_restricted_cases_are_neither_found_nor_linked(
    cast: Cast, cora: Client
) -> None:
    """The answer is as of a profile that nobody wrote down; a link made before is left out."""
    first = log(cast, author_name="Jo").author
    hidden = an_item(cast, handle="secret", author_name="Secret Name", url=f"{COMMENT}8")
    assert first and hidden.author
    link_authors(author=first, other=hidden.author, reason="x", actor=cast.cora)
    an_item(cast, author_name="Secret Name", url=f"{COMMENT}9", restricted=True)
    restrict_item(item=hidden, actor=cast.cora)
    said = page(cora, f"authors/{first.pk}/") + page(cora, "M-0001/")
    assert "secret" not in said and "Secret Name" not in said
    sent = {"platform": "facebook", "handle": "secret", "reason": "x"}
    known = cora.post(f"{PLACE}authors/{first.pk}/link/", sent)
    unknown = cora.post(f"{PLACE}authors/{first.pk}/link/", sent | {"handle": "nobody"})
    assert known.status_code == unknown.status_code == 422


def test_the_trail_tells_no_reader_of_a_profile_that_a_case_alone_names(
    cast: Cast, as_: As
) -> None:
    item = an_item(cast, handle="secret")
    assert item.author
    open_profile(author=item.author, ground="A threat", actor=cast.cora)
    trail = "/c/ashford/trail/"
    told = f"Profile {item.author.pk}"
    assert told in as_(cast.rita).get(trail).content.decode()
    opened(cast, item=item)
    assert told not in as_(cast.rita).get(trail).content.decode()


def test_a_residents_own_profile_opens_behind_a_caution_and_a_ground(
    cast: Cast, cora: Client
) -> None:
    """Looking again and again can be surveillance, so each time is on the trail with its ground."""
    author = log(cast).author
    assert author
    path = f"authors/{author.pk}/profile/"
    said = page(cora, path)
    assert "Regulation of Investigatory Powers Act 2000" in said
    assert "facebook.com/Rex.Roe" not in said
    assert cora.post(f"{PLACE}{path}", {}).status_code == 422
    assert cora.post(f"{PLACE}{path}", {"ground": "other"}).status_code == 422
    shown = cora.post(f"{PLACE}{path}", {"ground": "threat"})
    assert "Find it from the post itself" in shown.content.decode()
    assert "facebook.com/Rex.Roe" not in shown.content.decode()
    log(cast, url=f"{COMMENT}8", platform_id="1000123")
    shown = cora.post(f"{PLACE}{path}", {"ground": "threat"})
    assert "https://www.facebook.com/profile.php?id=1000123" in shown.content.decode()
    event = AuditEvent.objects.about(author).filter(verb="profile.opened")[0]
    assert "danger" not in str(event.detail.new)
    look = ProfileLook.objects.earliest("pk")
    assert "danger" in look.ground and look.looked_by == cast.cora
