"""A version that came with its rulebook gets its own words, once, without a new version."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import Stale
from policies.acknowledgements.actions import acknowledge
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import cells_of
from policies.documents.actions import put_in_words
from policies.documents.clauses import clauses_of
from policies.documents.digest import digest_of
from policies.documents.models import Policy, Version
from tests.accounts.absenting import member
from tests.cast import Cast
from tests.policies.writing import (
    MANAGE,
    WORDS,
    a_clause,
    a_draft,
    a_policy,
    an_adopted_version,
    binds,
    pdf_bytes,
    without_words,
)

As = Callable[[Person], Client]
VERSIONS = f"{MANAGE}social-media-policy/versions/"
AT = f"{VERSIONS}v-4/words/"
READ = "/c/ashford/reading/social-media-policy/v-4/"


@pytest.fixture
def policy(cast: Cast) -> Policy:
    policy = a_policy(cast.ashford)
    binds(policy)
    return policy


@pytest.fixture
def version(policy: Policy) -> Version:
    return without_words(policy)


def as_it_is(version: Version) -> dict[str, Any]:
    return dict(Version.objects.values().get(pk=version.pk))


def test_the_clerk_puts_them_in_and_people_are_asked_from_that_day(
    cast: Cast, as_: As, version: Version, django_capture_on_commit_callbacks: Any
) -> None:
    adam, priya, before = as_(cast.adam), member(cast.priya), as_it_is(version)
    assert not cells_of(priya, today())  # in force since long, and nobody can read it
    page = adam.get(AT).content.decode()
    assert "exactly the words that the council adopted as v.4" in " ".join(page.split())
    with django_capture_on_commit_callbacks(execute=True):
        done = adam.post(AT, {"text": WORDS.replace("\n", "\r\n")}, follow=True)
    assert "The words of v.4 are put in." in done.content.decode()
    assert "We answer within two days." in done.content.decode()
    assert "Put its words in" not in done.content.decode()
    version.refresh_from_db()
    changed = {"text", "digest", "words_at"}
    assert {name for name, was in before.items() if as_it_is(version)[name] != was} == changed
    assert (version.text, version.digest) == (WORDS, digest_of(version))
    assert clauses_of(version) == (a_clause(),)
    event = AuditEvent.objects.about(version).get()
    assert (event.verb, event.actor_id) == ("version.words_put_in", cast.adam.pk)
    assert version.digest in str(event.detail.new) and before["digest"] in str(event.detail.old)
    assert not mail.outbox
    (cell,) = cells_of(priya, today())
    assert (cell.since, cell.is_missing, cell.is_late) == (today(), True, False)
    assert as_(cast.priya).post(READ, {"read": "on", "digest": version.digest}).status_code == 302
    assert not cells_of(priya, today())[0].is_missing


def test_a_pdf_comes_with_its_words(cast: Cast, as_: As, version: Version) -> None:
    adam, empty = as_(cast.adam), as_it_is(version)

    def sent(text: str) -> Any:
        return adam.post(
            AT, {"text": text, "file": SimpleUploadedFile("policy.pdf", pdf_bytes(300))}
        )

    alone = sent(" ")
    assert alone.status_code == 409 and "Enter the words" in alone.content.decode()
    assert as_it_is(version) == empty
    assert sent(WORDS).status_code == 302
    version.refresh_from_db()
    assert version.file and version.digest == digest_of(version)


def test_once_they_are_there_they_stay(cast: Cast, as_: As, version: Version) -> None:
    adam = as_(cast.adam)
    assert adam.post(AT, {"text": WORDS}).status_code == 302
    there = as_it_is(version)
    assert adam.get(AT)["Location"] == f"{VERSIONS}v-4/"
    other = adam.post(AT, {"text": "Something else that was typed"})
    assert other.status_code == 409
    assert "v.4 has its words already" in other.content.decode()
    assert "Something else that was typed" in other.content.decode()
    assert as_it_is(version) == there


def test_the_same_page_sent_twice_puts_them_in_once(cast: Cast, as_: As, version: Version) -> None:
    adam = as_(cast.adam)
    for _ in range(2):
        assert adam.post(AT, {"text": WORDS})["Location"] == f"{VERSIONS}v-4/"
    assert AuditEvent.objects.about(version).count() == 1


def test_other_versions_refuse(cast: Cast, as_: As, policy: Policy) -> None:
    adam = as_(cast.adam)
    rows = [an_adopted_version(policy, "v.1"), a_draft(policy, "v.2", text="")]
    for version in rows:
        before, at = as_it_is(version), f"{VERSIONS}{version.slug}/words/"
        assert adam.get(at)["Location"] == f"{VERSIONS}{version.slug}/"
        refused = adam.post(at, {"text": "Other words"})
        assert refused.status_code == 409
        assert "did not come with the rulebook" in refused.content.decode()
        assert as_it_is(version) == before


def test_of_a_withdrawn_policy_nobody_is_asked_to_put_them_in(
    cast: Cast, as_: As, version: Version
) -> None:
    adam, before = as_(cast.adam), as_it_is(version)
    Policy.objects.update(withdrawn_on=today(), withdrawn_minute="26/9")
    assert AT not in adam.get(f"{VERSIONS}v-4/").content.decode()
    assert adam.get(AT)["Location"] == f"{VERSIONS}v-4/"
    refused = adam.post(AT, {"text": "Words that were typed"})
    assert refused.status_code == 409 and "was withdrawn" in refused.content.decode()
    assert "Words that were typed" in refused.content.decode()
    assert as_it_is(version) == before


def test_whoever_opened_it_without_words_reads_them_first(cast: Cast, version: Version) -> None:
    opened = Version.objects.select_related("policy__council").get(pk=version.pk)
    put_in_words(version=version, text=WORDS, actor=cast.adam)
    said = {"version": opened, "membership": member(cast.priya), "actor": cast.priya}
    with pytest.raises(Stale, match="not the words that were on your page"):
        acknowledge(digest=opened.digest, **said)
    assert not Acknowledgement.objects.exists()
    there = Version.objects.get(pk=version.pk).digest
    assert acknowledge(digest=there, **said).digest == there


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("priya", 403), ("oscar", 404)])
def test_whoever_may_not_is_refused(
    cast: Cast, as_: As, version: Version, who: str, status: int
) -> None:
    before, client = as_it_is(version), as_(getattr(cast, who))
    assert client.get(AT).status_code == status
    assert client.post(AT, {"text": WORDS}).status_code == status
    assert as_it_is(version) == before


def test_an_earlier_version_gets_its_words_too(cast: Cast, as_: As, policy: Policy) -> None:
    without_words(policy, "v.4")
    an_adopted_version(policy, "v.5", effective_from=today())
    page = as_(cast.adam).get(f"{VERSIONS}v-4/").content.decode()
    assert AT in page and "Next step" not in page
    assert AT not in as_(cast.ana).get(f"{VERSIONS}v-4/").content.decode()
    assert as_(cast.adam).post(AT, {"text": WORDS}).status_code == 302


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [{"text": "Other words"}, {"digest": "0" * 64}, {"words_at": None}, {"clauses_json": []}],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_them(
    cast: Cast, as_: As, version: Version, change: dict[str, Any]
) -> None:
    assert as_(cast.adam).post(AT, {"text": WORDS}).status_code == 302
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)


@pytest.mark.database
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"clauses_json": []}, "append-only"),
        ({"label": "v.9"}, "append-only"),
        ({"adopted_at": None}, "append-only"),
        ({"text": WORDS}, "version_words_dated"),
    ],
)
def test_before_that_only_words_come_and_with_their_day(
    version: Version, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)
