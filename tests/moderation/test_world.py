"""The made-up world that speed is measured on: as the actions would have made it, only faster."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.actions import end_access
from accounts.people.models import Person
from accounts.register.actions.keeping import keep_name
from accounts.register.ours import account_at
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.audit.verification import chains, first_fault
from councilsm.duties import Duty
from councilsm.tenancy import next_number
from moderation.checks.findings import run_checks
from moderation.drafts.actions import approve_draft, create_draft
from moderation.drafts.models import Draft, Revision, digest_of
from moderation.items.addresses import address_key, tidy_address
from moderation.items.models import Item
from moderation.posts.models import Post
from moderation.world import bulk
from policies.documents.digest import digest_of as digest_of_version
from policies.documents.questions import in_force_on

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ANYWAY = "--yes-this-is-not-in-service"


def make(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command("make_world", ANYWAY, *arguments, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def all_there_is() -> list[Any]:
    """What a world holds, without the ids and the password, which differ each time."""
    return [
        list(Council.objects.order_by("pk").values_list("name", "slug", "email")),
        list(Person.objects.order_by("pk").values_list("name", "email")),
        list(
            Draft.objects.order_by("pk").values_list(
                "number", "council__slug", "title", "status", "current__title", "not_after"
            )
        ),
        list(AuditEvent.objects.order_by("pk").values_list("council_id", "sequence", "verb", "at")),
        list(AuditDetail.objects.order_by("pk").values_list("salt", flat=True)),
    ]


def test_every_chain_and_every_digest_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    # Written in many small batches, so that a council goes on from one to the next.
    monkeypatch.setattr(bulk, "BATCH", 50)
    make("--councils", "3", "--drafts-in-largest", "30")
    assert Draft.objects.count() == 60
    assert len(chains()) == 3
    assert [first_fault(chain) for chain in chains()] == [None] * 3
    revisions = Revision.objects.all()
    assert revisions
    for revision in revisions:
        assert revision.digest == digest_of(revision.content, revision.not_after)


def test_a_log_is_as_its_actions_leave_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 50)
    make("--councils", "2", "--drafts", "0", "--log", "1000")
    assert [first_fault(chain) for chain in chains()] == [None] * 2
    large, small = Council.objects.order_by("pk")
    assert (large.moderation_actions.count(), small.moderation_actions.count()) == (550, 450)
    for council in (large, small):
        assert next_number(council, "M") == council.items.count() + 1
        assert council.moderation_actions.filter(confirmed_at=None).count() == 1
        undone = council.moderation_actions.filter(kind="restored")
        assert undone.filter(reverses__kind="hidden", reverses__item=F("item")).exists()
        assert not undone.exclude(reverses__item=F("item")).exists()
        assert council.items.filter(restricted=True)
    for item in Item.objects.all():
        assert tidy_address(item.url) == (item.url, False)
        assert item.url_key == address_key(item.platform, item.url)


def test_access_is_as_its_actions_leave_it() -> None:
    make("--councils", "2", "--drafts", "0", "--grants", "60")
    assert [first_fault(chain) for chain in chains()] == [None] * 2
    large, small = Council.objects.order_by("pk")
    assert (large.access_grants.count(), small.access_grants.count()) == (300, 30)
    assert large.official_accounts.count() == 30
    for council in (large, small):
        assert next_number(council, "A") == council.access_grants.count() + 1
        for account in council.official_accounts.all():
            assert account_at(council, account.url) == account
            before = set(account.names.values_list("plain", flat=True))
            keep_name(account)  # finds nothing to add
            assert set(account.names.values_list("plain", flat=True)) == before
    grant = small.access_grants.in_force(today()).first()
    assert grant
    end_access(grant=grant, reason="No longer needed", actor=grant.confirmed_by)


def test_what_the_checks_found_is_what_they_find() -> None:
    make("--councils", "1", "--drafts", "24")
    asked_about = [revision for revision in Revision.objects.all() if revision.findings]
    assert 0 < len(asked_about) < Revision.objects.count()
    council = Council.objects.get()
    for revision in asked_about:
        # Its notices are all alike, so the check for what was posted before is left out.
        assert [
            finding.as_record()
            for finding in run_checks(revision.content, council).findings
            if finding.check != "Posted before"
        ] == [{key: row[key] for key in row if key != "note"} for row in revision.findings]


def test_every_post_says_its_words_its_account_and_by_what_right() -> None:
    make("--councils", "1")
    for post in Post.objects.select_related("target"):
        assert post.target
        assert (post.words, post.account_id) == (post.target.text, post.target.account_id)
        assert "minute 24/101" in post.authority


def test_each_council_has_drafts_in_several_states_and_a_queue() -> None:
    make("--councils", "2")
    for council in Council.objects.all():
        assert council.drafts.count() == 10
        assert council.drafts.values("status").distinct().count() >= 4
        assert council.drafts.waiting().exists()
        assert council.posts.exists()


def test_the_clerk_decides_in_it_as_anywhere(client: Client) -> None:
    said = make("--councils", "1")
    council = Council.objects.get()
    clerk = Person.objects.get(email=f"clerk@{council.slug}.example")
    assert str(clerk.email) in said
    assert clerk.membership_at(council).allows(Duty.AUTHORISE_POSTS)
    draft = council.drafts.waiting().first()
    approve_draft(draft=draft, digest=draft.current.digest, actor=clerk)
    later = create_draft(council=council, title="Later", working_copy={}, actor=clerk)
    assert later.number == 11
    assert later.pk > draft.pk
    assert first_fault(council.pk) is None
    client.force_login(clerk)
    assert client.get(f"/c/{council.slug}/approvals/").status_code == 200


def test_the_same_seed_makes_the_same_world() -> None:
    worlds = []
    for seed in ("7", "7", "8"):
        with transaction.atomic():
            make("--councils", "2", "--seed", seed)
            first = Council.objects.order_by("pk")[0].pk
            held = all_there_is()
            held[3] = [(council - first, *rest) for council, *rest in held[3]]
            worlds.append(held)
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
    assert worlds[0] != worlds[2]


def test_it_adds_to_councils_only_when_told_to() -> None:
    make("--councils", "1", "--drafts", "2")
    with pytest.raises(CommandError, match="--add"):
        make("--councils", "1")
    make("--councils", "2", "--drafts", "2", "--add")
    assert Council.objects.count() == 3
    assert Draft.objects.count() == 4
    assert [first_fault(chain) for chain in chains()] == [None] * 3


def test_it_refuses_to_run_in_service(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="not-in-service"):
        call_command("make_world")
    assert not Council.objects.exists()


@pytest.mark.parametrize("wrong", ["--councils=0", "--drafts=-1", "--drafts-in-largest=-1"])
def test_it_refuses_a_world_of_less_than_nothing(wrong: str) -> None:
    with pytest.raises(CommandError, match="at least one"):
        make(wrong)


def test_it_draws_its_bar_only_for_somebody_who_watches() -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    for stream, drawn in ((Terminal(), True), (StringIO(), False)):
        call_command(
            "make_world", ANYWAY, "--councils=1", "--add", stdout=StringIO(), stderr=stream
        )
        assert ("100 %" in stream.getvalue()) is drawn
    said = make("--councils=1", "--add", verbosity=0)
    assert not said
    assert Post.objects.exists()


def test_policies_are_in_force_and_nearly_everybody_has_read_them() -> None:
    make("--councils", "2", "--drafts", "2", "--policies", "3", "--people", "5")
    assert [first_fault(chain) for chain in chains()] == [None] * 2
    for council in Council.objects.all():
        assert council.policies.count() == 3
        for version in in_force_on(council, today()):
            assert version.digest == digest_of_version(version)
            assert version.acknowledgements.count() in {4, 5}
