"""A version while it is written: begun from the last, its label free, its PDF beside its words."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.people.models import Person
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from policies.documents.clauses import clauses_of
from policies.documents.models import Policy, Version
from tests.cast import Cast
from tests.councilsm.files.samples import picture
from tests.policies.writing import (
    MANAGE,
    WORDS,
    a_clause,
    a_draft,
    a_policy,
    an_adopted_version,
    on_page,
    pdf_bytes,
)

As = Callable[[Person], Client]
VERSIONS = f"{MANAGE}social-media-policy/versions/"
WHOLE = "Too much changed to compare all of it word for word"


def pdf(data: bytes | None = None, name: str = "policy.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(300) if data is None else data)


def a_picture_of(cast: Cast) -> StoredFile:
    """A file of the council's that is no PDF."""
    upload = SimpleUploadedFile("fete.png", picture())
    return take_in(upload, council=cast.ashford, actor=cast.adam)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return a_policy(cast.ashford)


@pytest.mark.clause("LTC-header-c")
def test_numbers_may_be_left_out(cast: Cast, as_: As, policy: Policy) -> None:
    first = an_adopted_version(policy, "V.1")
    second = an_adopted_version(policy, "V.2", supersedes=first, effective_from="2025-06-01")
    adam = as_(cast.adam)
    assert adam.post(f"{VERSIONS}new/", {"label": "v.2"}).status_code == 409  # in other letters
    begun = adam.post(f"{VERSIONS}new/", {"label": "v.4"})
    assert (begun.status_code, begun["Location"]) == (302, f"{VERSIONS}v-4/")
    fourth = Version.objects.get(label="v.4")
    assert (fourth.supersedes, fourth.text) == (second, WORDS)
    shown = adam.get(f"{MANAGE}social-media-policy/").context["versions"]
    assert [version.label for version in shown] == ["v.4", "V.2", "V.1"]
    # It may take the place of an older one too.
    change = {"label": "SM / 23 / v.4", "text": WORDS, "supersedes": first.pk, **on_page()}
    assert adam.post(f"{VERSIONS}v-4/edit/", change)["Location"] == f"{VERSIONS}sm-23-v-4/"
    fourth.refresh_from_db()
    assert (fourth.label, fourth.supersedes) == ("SM / 23 / v.4", first)


def test_it_begins_as_a_copy_and_one_at_a_time(cast: Cast, as_: As, policy: Policy) -> None:
    an_adopted_version(policy, clauses=[a_clause()])
    adam = as_(cast.adam)
    assert as_(cast.ana).post(f"{VERSIONS}new/", {"label": "v.2"}).status_code == 403
    assert adam.post(f"{VERSIONS}new/", {"label": ""}).status_code == 422
    assert adam.post(f"{VERSIONS}new/", {"label": "v.2"}).status_code == 302
    draft = Version.objects.get(label="v.2")
    assert clauses_of(draft) == (a_clause(),)
    other = adam.post(f"{VERSIONS}new/", {"label": "v.3"})
    assert other.status_code == 409
    assert "v.2 is being written" in other.content.decode()
    assert adam.post(f"{VERSIONS}v-2/discard/").status_code == 302
    again = adam.post(f"{VERSIONS}new/", {"label": "v.2"})  # the label is free again
    assert again["Location"] == f"{VERSIONS}v-2-2/"
    typed = {"label": "x", "text": "x", **on_page()}
    assert adam.post(f"{VERSIONS}v-2/edit/", typed).status_code == 409


def test_words_are_typed_and_shown_without_script(cast: Cast, as_: As, policy: Policy) -> None:
    a_draft(policy, "v.1")
    adam = as_(cast.adam)
    nasty = "# Rules\r\n\r\n<script>alert(1)</script> [x](javascript:alert(2))"
    typed = {"label": "v.1", "text": nasty, "what_changed": "a", **on_page()}
    saved = adam.post(f"{VERSIONS}v-1/edit/", typed)
    assert saved.status_code == 302
    page = as_(cast.ana).get(f"{VERSIONS}v-1/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "\r" not in Version.objects.get().text
    long = adam.post(f"{VERSIONS}v-1/edit/", {"label": "v.1", "text": "x" * 200_001, **on_page()})
    assert long.status_code == 422
    assert "Use 200,000 characters at most. These are 200,001." in long.text
    assert "x" * 200_001 in long.text  # nothing typed is lost


def test_a_pdf_stands_beside_its_words(cast: Cast, as_: As, policy: Policy) -> None:
    a_draft(policy, "v.1", text="")
    adam, at = as_(cast.adam), f"{VERSIONS}v-1/edit/"
    typed = {"label": "v.1", **on_page()}
    alone = adam.post(at, {**typed, "text": "", "what_changed": "All", "file": pdf()})
    assert alone.status_code == 409
    assert "Put the words of the PDF in too" in alone.content.decode()
    kept = alone.context["form"]["file_kept"].value()
    for wrong, why in ((pdf(picture(), "policy.pdf"), "not a whole PDF"), (pdf(b""), "is empty")):
        refused = adam.post(at, {**typed, "text": WORDS, "file": wrong})
        assert refused.status_code == 422
        assert why in refused.content.decode()
    assert adam.post(at, {**typed, "text": WORDS, "file_kept": kept}).status_code == 302
    version = Version.objects.get()
    assert version.file
    page = as_(cast.ana).get(f"{VERSIONS}v-1/").content.decode()
    assert version.file.get_absolute_url() in page
    got = as_(cast.ana).get(version.file.get_absolute_url())
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"].startswith("attachment")
    # Saved again it stays, until somebody leaves it out.
    unchanged = {"label": "v.1", "text": WORDS, "file_kept": kept, **on_page()}
    assert adam.post(at, unchanged).status_code == 302
    # A form that was tampered with, or came damaged, does not lose it.
    for digest in ("0" * 64, kept[:-1], "\x00", a_picture_of(cast).digest):
        refused = adam.post(at, {**unchanged, "file_kept": digest})
        assert refused.status_code == 422
        assert "The file that you added earlier is not kept any more" in refused.text
        assert refused.context["form"]["file_kept"].value() == kept
    assert Version.objects.get().file == version.file
    assert adam.post(at, {**unchanged, "without_file": "on"}).status_code == 302
    version.refresh_from_db()
    assert version.file is None


def test_clauses_one_by_one(cast: Cast, as_: As, policy: Policy) -> None:
    draft = a_draft(policy, "v.1")
    adam, at = as_(cast.adam), f"{VERSIONS}v-1/clauses/"
    one = {"ref": "AT-1", "section": "1.2", "title": "Answer within two days"}
    assert adam.post(at, {**one, "title": ""}).status_code == 422
    assert adam.post(at, {**one, "ref": "AT/1"}).status_code == 422
    assert adam.post(at, one).status_code == 302
    assert adam.post(at, {**one, "title": "Another"}).status_code == 409
    assert adam.post(at, {**one, "ref": "AT-2"}).status_code == 302
    assert adam.get(f"{at}?ref=AT-9").status_code == 404
    changed = adam.post(f"{at}?ref=AT-1", {**one, "title": "Answer within one day"})
    assert (changed.status_code, changed["Location"]) == (302, at)
    draft.refresh_from_db()
    assert [c.title for c in clauses_of(draft)] == ["Answer within one day", one["title"]]
    assert adam.post(f"{at}?ref=AT-1", {"do": "remove"}).status_code == 302
    draft.refresh_from_db()
    assert [c.ref for c in clauses_of(draft)] == ["AT-2"]


def test_two_who_write_clauses_at_once_lose_nothing(cast: Cast, as_: As, policy: Policy) -> None:
    draft, adam = a_draft(policy, "v.1", clauses=[a_clause()]), as_(cast.adam)
    at = f"{VERSIONS}v-1/clauses/?ref=AT-1"
    page = {"shown": adam.get(at).context["form"]["shown"].value()}
    other = {"ref": "AT-2", "title": "Answer within a day", **page}
    for _ in range(2):  # pressed twice it is done once
        assert adam.post(at, other).status_code == 302
    for typed in ({"ref": "AT-2"}, {"ref": "AT-1"}):
        late = adam.post(at, {"title": "Answer at once", "words": "All of it.", **page, **typed})
        assert late.status_code == 409 and "All of it." in late.content.decode()
    gone = adam.post(at, {"do": "remove"})
    assert gone.status_code == 409 and "no clause AT-1 any more" in gone.content.decode()
    fresh = at.replace("AT-1", "AT-2")
    changed = adam.post(fresh, {"ref": "AT-2", "title": "Answer at once", **page})
    assert changed.status_code == 409 and "was changed since" in changed.content.decode()
    draft.refresh_from_db()
    assert [clause.title for clause in clauses_of(draft)] == ["Answer within a day"]


def test_a_clause_that_changed_since_is_not_taken_out_unseen(
    cast: Cast, as_: As, policy: Policy
) -> None:
    draft, adam = a_draft(policy, "v.1", clauses=[a_clause()]), as_(cast.adam)
    at = f"{VERSIONS}v-1/clauses/?ref=AT-1"
    page = on_page()
    assert adam.post(at, {"ref": "AT-1", "title": "Within a day", **page}).status_code == 302
    late = adam.post(at, {"do": "remove", **page})
    assert late.status_code == 409 and "was changed since" in late.text
    draft.refresh_from_db()
    assert [clause.title for clause in clauses_of(draft)] == ["Within a day"]
    assert adam.post(at, {"do": "remove", **on_page()}).status_code == 302


@pytest.mark.parametrize("ref", ["..", ".", "A/1", "A%2F1", "A#1", "A?"])
def test_a_clause_is_called_what_an_address_can_say(
    cast: Cast, as_: As, policy: Policy, ref: str
) -> None:
    draft, adam = a_draft(policy, "v.2"), as_(cast.adam)
    at = f"{VERSIONS}v-2/clauses/"
    refused = adam.post(at, {"ref": ref, "title": "Answer within a day"})
    assert refused.status_code == 422
    assert "Leave out / ? # and %, and do not write full stops alone" in refused.content.decode()
    assert "Answer within a day" in refused.content.decode()
    draft.refresh_from_db()
    assert not draft.clauses_json


@pytest.mark.parametrize("ref", ["Ÿ-1.a", "4(a)", "7.2 (b)", "-1", "<b>"])
def test_a_clause_keeps_the_id_that_its_document_gave_it(
    cast: Cast, as_: As, policy: Policy, ref: str
) -> None:
    draft, adam = a_draft(policy, "v.2", clauses=[a_clause(ref)]), as_(cast.adam)
    at = f"{VERSIONS}v-2/clauses/?{urlencode({'ref': ref})}"
    assert adam.post(at, {"ref": ref, "title": "Answer within a day"}).status_code == 302
    draft.refresh_from_db()
    assert [(c.ref, c.title) for c in clauses_of(draft)] == [(ref, "Answer within a day")]
    adopted = an_adopted_version(a_policy(cast.ashford, "Other"), clauses=[a_clause(ref)])
    there = adam.get(reverse("documents:clause", args=["ashford", ref]))
    assert there.status_code == 200 and there.context["version"] == adopted


def test_an_adopted_version_never_changes_nor_goes(cast: Cast, as_: As, policy: Policy) -> None:
    version = an_adopted_version(policy, clauses=[a_clause()])
    adam, at = as_(cast.adam), f"{VERSIONS}v-1/"
    for page in ("edit/", "clauses/", "consult/", "adopt/", "discard/"):
        assert adam.get(f"{at}{page}")["Location"] == at
    for page, typed in (
        ("edit/", {"label": "v.9", "text": "Other", **on_page()}),
        ("clauses/", {"ref": "AT-2", "title": "More"}),
        ("discard/", {}),
    ):
        assert adam.post(f"{at}{page}", typed).status_code == 409
    for column, value in (("text", "Other"), ("minute", "1"), ("label", "x"), ("state", "draft")):
        with pytest.raises(DatabaseError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_one_keeper_does_not_write_over_another(cast: Cast, as_: As, policy: Policy) -> None:
    draft = a_draft(policy, "v.1", text="First.")
    adam, at = as_(cast.adam), f"{VERSIONS}v-1/edit/"
    seen = adam.get(at).context["form"]["shown"].value()
    assert f'name="shown" value="{seen}"' in adam.get(at).content.decode()
    hers = {"label": "v.1", "text": "Much work of hers.", "what_changed": "", "shown": seen}
    for _ in range(2):  # the very same again shows what it did
        assert adam.post(at, hers).status_code == 302
    refused = adam.post(at, hers | {"text": "First, a bit."})
    assert refused.status_code == 409
    assert "First, a bit." in refused.content.decode()
    draft.refresh_from_db()
    assert draft.text == "Much work of hers."


def test_the_rulebook_of_an_adopted_version_stays(cast: Cast, policy: Policy) -> None:
    rules = cast.ashford.rulebook_versions.first()
    version = an_adopted_version(policy, rulebook_version=rules)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(rulebook_version=None)


def test_two_versions_word_for_word(cast: Cast, as_: As, policy: Policy) -> None:
    old = an_adopted_version(policy, "V.1", text="We answer within two days.", clauses=[a_clause()])
    new = a_draft(
        policy,
        "V.2",
        text="We answer within one day.",
        clauses=[a_clause(title="Answer within one day")],
        supersedes=old,
    )
    ana = as_(cast.ana)
    page = ana.get(f"{new.get_absolute_url()}compare/")
    changed = [(p.text, p.change) for p in page.context["pieces"] if p.change]
    assert changed == [("two days.", "removed"), ("one day.", "added")]
    assert "Answer within one day" in page.content.decode()
    back = ana.get(f"{old.get_absolute_url()}compare/?with=v-2").context["pieces"]
    assert [p.text for p in back if p.change == "added"] == ["two days."]
    assert "Nothing to compare" in ana.get(f"{old.get_absolute_url()}compare/").content.decode()
    for wrong in ("v-9", "v-1"):
        assert ana.get(f"{old.get_absolute_url()}compare/", {"with": wrong}).status_code == 404


def test_a_long_policy_is_compared_in_time(cast: Cast, as_: As, policy: Policy) -> None:
    words = "\n".join(f"{n}. Rule number {n} holds for all of us." for n in range(4_000))
    old = an_adopted_version(policy, "V.1", text=words)
    new: Any = a_draft(policy, "V.2", text=words.replace("number 77 ", "no 77 "), supersedes=old)
    page = as_(cast.ana).get(f"{new.get_absolute_url()}compare/")
    assert sum(bool(piece.change) for piece in page.context["pieces"]) == 2
    assert WHOLE not in page.text


def test_it_says_where_words_are_not_compared_one_by_one(
    cast: Cast, as_: As, policy: Policy
) -> None:
    words = " ".join(f"word{n}" for n in range(4_100))
    old = an_adopted_version(policy, "V.1", text=f"First {words} last.")
    new: Any = a_draft(policy, "V.2", text=f"Now {words} then.", supersedes=old)
    page = as_(cast.ana).get(f"{new.get_absolute_url()}compare/")
    assert WHOLE in page.text
    assert [piece.text[:5] for piece in page.context["pieces"]] == ["First", "Now w"]
