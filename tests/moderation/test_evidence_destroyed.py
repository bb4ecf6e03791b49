"""Destroying evidence: by two people, for good, and the trail still verifies."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connections, models, transaction
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.files.intake import FileRefused
from councilsm.files.keeping import sweep_files
from councilsm.forms import when_in_words
from councilsm.inbox.due import due_for
from councilsm.refusals import RuleBroken, Stale
from moderation.evidence import due
from moderation.evidence.actions import agree_to_destruction, confirm_evidence
from moderation.evidence.checking import check_some, comparison, how_compared, sweep
from moderation.evidence.intake import capture
from moderation.evidence.models import Destruction, Evidence
from moderation.items.actions import digest_of
from tests.cast import RULES, Cast, a_member, a_rulebook, assemble, chosen
from tests.councilsm.files.samples import picture, upload
from tests.moderation.capturing import (
    address,
    asked,
    captured,
    file_of,
    flip_a_byte,
    opened,
)
from tests.moderation.logging_ import ABUSE, log

As = Callable[[Person], Client]
LETTER = {"reason": "error", "why": "A letter of a resident"}
LIST = "/c/ashford/moderation/evidence/"


def everywhere(digest: str) -> list[str]:
    """Each text column of each table in which a digest stands."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                rows = model._base_manager.filter(**{f"{field.name}__contains": digest})
                found += [f"{model._meta.label}.{field.name}"] if rows.exists() else []
    return found


@pytest.mark.django_db(transaction=True)
def test_a_wrong_upload_goes_for_good_and_the_chain_verifies(as_: As) -> None:
    cast = assemble()
    entry = log(cast, words="My diagnosis, you crook", grounds=replace(ABUSE, marked="you crook"))
    item, words = entry.item, digest_of("My diagnosis, you crook")
    assert everywhere(words) == ["councilsm.AuditDetail.new"]
    evidence = captured(cast, item, description="A letter", url="https://example.org/x")
    priya, cora = opened(as_(cast.priya), evidence), as_(cast.cora)
    page = priya.get(address("destroy/", evidence)).content.decode()
    assert "medical letter" in page
    assert "Cora" in page
    assert priya.post(address("destroy/", evidence), {"reason": "error"}).status_code == 422
    sent = LETTER | {"words_too": "on"}
    assert priya.post(address("destroy/", evidence), sent).status_code == 302
    assert file_of(evidence).exists()
    # Sent twice, it is asked once, and leads to what was asked.
    again = priya.post(address("destroy/", evidence), sent)
    assert again["Location"] == "/c/ashford/moderation/evidence/DE-0001/"
    one = "/c/ashford/moderation/evidence/DE-0001/"
    # Whoever asked cannot agree; the second of two who may cannot do it twice.
    assert priya.post(one, {"agree": "yes"}).status_code == 422
    assert "request to destroy evidence to answer" in texts(cast.cora, cast)
    assert cora.post(one, {"agree": "yes"}).status_code == 302
    assert not file_of(evidence).exists()
    evidence.refresh_from_db()
    item.refresh_from_db()
    assert (evidence.name, evidence.description, evidence.url) == ("", "", "")
    entry.refresh_from_db()
    assert (item.words, bool(item.erased_at)) == ("", True)
    assert (entry.marked, entry.kind, entry.reason) == ("", "hidden", "abuse")
    assert everywhere(words) == []
    assert (evidence.kind, evidence.captured_by) == ("screenshot", cast.cora)
    assert cora.post(one, {"agree": "yes"}).status_code == 409
    assert "uploaded in error" in cora.get(address("", evidence)).content.decode()
    assert priya.get(address("original/", evidence)).status_code == 404
    call_command("verify_audit")
    # Nothing of it comes back, and the nightly check does not miss it.
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(name="again.png")
    assert check_some() == 0


@pytest.mark.django_db(transaction=True)
def test_of_a_prohibited_image_no_digest_stays_anywhere(as_: As) -> None:
    cast = assemble()
    evidence, twin = captured(cast), captured(cast)
    confirm_evidence(evidence=evidence, actor=cast.priya)
    other = captured(cast, data=picture("PNG", width=99))
    unsaved = capture(upload(picture("PNG"), "x.png"), council=cast.ashford, actor=cast.cora)
    digest, files = evidence.digest, [file_of(one) for one in (evidence, twin, unsaved)]
    assert everywhere(digest) == ["councilsm.AuditDetail.new", "moderation.Evidence.digest"]
    cora = opened(as_(cast.cora), twin)
    page = cora.get(address("destroy/", evidence)).content.decode()
    assert "The same file is evidence of M-0002" in page
    said = {"reason": "prohibited", "why": "Told the police, reference 1"}
    assert cora.post(address("destroy/", evidence), said).status_code == 302
    # It does not wait visible, for nobody and nowhere, and cannot be added again.
    for one in (evidence, twin):
        assert cora.get(address("preview/", one)).status_code == 404
        assert as_(cast.priya).post(address("open/", one)).status_code == 409
    with pytest.raises(FileRefused):
        capture(upload(picture("PNG"), "y.png"), council=cast.ashford, actor=cast.cora)
    # Cora may not destroy evidence, so it takes Priya, who may.
    destruction = "/c/ashford/moderation/evidence/DE-0001/"
    assert as_(cast.priya).post(destruction, {"agree": "yes"}).status_code == 302
    assert everywhere(digest) == []
    assert not any(file.exists() for file in files)
    twin.refresh_from_db()
    assert twin.destroyed_at
    other.refresh_from_db()
    assert not other.destroyed_at
    assert AuditDetail.objects.filter(event__object_id=other.pk).exists()
    assert AuditEvent.objects.filter(verb="evidence.destroyed").count() == 2
    call_command("verify_audit")


def test_kept_after_all_it_can_be_opened_again(cast: Cast, as_: As) -> None:
    evidence = captured(cast)
    asked(cast, evidence, reason="prohibited")
    one = "/c/ashford/moderation/evidence/DE-0001/"
    cora = as_(cast.cora)
    assert cora.post(one, {"agree": "no"}).status_code == 422
    assert cora.post(one, {"agree": "no", "answer": "It is a swimsuit advert"}).status_code == 302
    assert opened(cora, evidence).get(address("preview/", evidence)).status_code == 200
    assert "It is a swimsuit advert" in cora.get(one).content.decode()
    # Whoever asked may take it back.
    asked(cast, evidence)
    two = "/c/ashford/moderation/evidence/DE-0002/"
    taken_back = {"agree": "no", "answer": "The wrong one"}
    assert as_(cast.priya).post(two, taken_back).status_code == 302
    evidence.refresh_from_db()
    assert evidence.destroyed_at is None


def test_who_may_agree(cast: Cast) -> None:
    max_ = a_member(cast.ashford, "Max", "comms-officer")
    by_moderator = asked(cast, actor=cast.cora)
    with pytest.raises(RuleBroken, match="may destroy evidence"):
        agree_to_destruction(destruction=by_moderator, actor=max_)
    with pytest.raises(RuleBroken, match="somebody else"):
        agree_to_destruction(destruction=by_moderator, actor=cast.cora)
    agree_to_destruction(destruction=by_moderator, actor=cast.priya)
    a_rulebook(cast.ashford, **RULES | {"caretaker": chosen("auditor")})
    by_clerk = asked(cast)
    with pytest.raises(RuleBroken):
        agree_to_destruction(destruction=by_clerk, actor=cast.dev)
    agree_to_destruction(destruction=by_clerk, actor=cast.rita)


def test_where_nobody_else_can_agree_it_is_done_alone_and_listed(cast: Cast, as_: As) -> None:
    evidence = captured(cast, actor=cast.priya)
    cast.cora.memberships.update(starts_on="2099-01-01")
    priya = as_(cast.priya)
    page = priya.get(address("destroy/", evidence)).content.decode()
    assert "You destroy it alone" in page
    assert priya.post(address("destroy/", evidence), LETTER).status_code == 302
    assert Destruction.objects.get().alone
    evidence.refresh_from_db()
    assert evidence.destroyed_at
    assert "DE-0001" in priya.get(f"{LIST}?show=alone").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.update(alone=False)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_agree_at_once_one_does_it() -> None:
    cast = assemble()
    destruction = asked(cast)
    both = [cast.cora, a_member(cast.ashford, "Max", "comms-officer")]
    ready, found = threading.Barrier(2), []

    def agree(person: Person) -> None:
        try:
            ready.wait(timeout=10)
            agree_to_destruction(destruction=destruction, actor=person)
            found.append("done")
        except Stale:
            found.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=agree, args=[person]) for person in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(found) == ["done", "stale"]
    assert AuditEvent.objects.filter(verb="evidence.destroyed").count() == 1


# --- Missing or changed ---------------------------------------------------------------------------


def texts(person: Person, cast: Cast) -> str:
    membership = person.membership_at(cast.ashford)
    assert membership
    return "\n".join(line.text for line in due_for(membership))


def test_a_byte_flipped_on_the_disk_is_found_warned_of_and_mended(
    cast: Cast, as_: As, queries: Any
) -> None:
    evidence, gone, whole = captured(cast), captured(cast), captured(cast)
    data = file_of(evidence).read_bytes()
    flip_a_byte(evidence)
    file_of(gone).rename(kept := file_of(gone).with_name("aside"))
    assert check_some() == 2
    evidence.refresh_from_db()
    assert evidence.spoiled_at
    # Once in a night; the next finds nothing new.
    night = when_in_words(today())
    assert how_compared() == f"All files compared by {night}."
    assert check_some() == 0
    cache.clear()
    assert check_some() == 2
    assert AuditEvent.objects.filter(verb="evidence.spoiled").count() == 2
    cora = as_(cast.cora)
    assert "is not what was captured" in cora.get(address("", evidence)).content.decode()
    assert cora.post(address("open/", evidence)).status_code == 409
    assert opened(cora, whole)
    for person in (cast.cora, cast.priya):
        assert "2 files of evidence are missing or changed" in texts(person, cast)
    assert "missing" not in texts(cast.ana, cast)
    (deadline,) = due.evidence_to_restore([cast.ashford.pk], evidence.spoiled_at.date())
    assert deadline.text.startswith("2 files of evidence missing or changed")
    with queries(at_most=14):
        page = cora.get(LIST).content.decode()
    assert "M-0001" in page and f"All files compared by {night}." in page
    with time_machine.travel(timezone.now() + timedelta(days=2)):  # the job stands still
        assert how_compared(cast.ashford) == f"3 files not compared since {night}."
        check_some(timedelta(0))  # time for one file
        assert comparison().words == f"2 files not compared since {night}."
        assert how_compared(cast.barham) == f"All files compared by {when_in_words(today())}."
    assert "M-0003" not in page
    file_of(evidence).write_bytes(data)
    kept.rename(file_of(gone))
    cache.clear()
    assert check_some() == 0
    assert opened(cora, evidence).get(address("original/", evidence)).status_code == 200


def test_the_sweep_takes_what_belongs_to_nothing_and_leaves_the_rest(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:

    folder = settings.STORAGES["files"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"files": folder}
    kept = captured(cast)
    fresh = capture(upload(picture("PNG"), "x.png"), council=cast.ashford, actor=cast.cora)
    old = capture(upload(picture("PNG"), "y.png"), council=cast.ashford, actor=cast.cora)
    orphan = file_of(kept).with_name("0" * 32)
    orphan.write_bytes(b"left behind")
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=old.pk).update(captured_at=timezone.now() - timedelta(days=2))
    for file in (file_of(kept), file_of(fresh), orphan):
        os.utime(file, (0, 0))
    assert sweep_files() == 0
    assert sweep() == 1
    assert not orphan.exists()

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert sweep() == 2
    assert file_of(kept).exists()
    assert not file_of(old).exists()
    assert list(Evidence.objects.all()) == [kept]
