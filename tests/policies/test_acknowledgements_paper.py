"""What was signed on paper, by staff who do not sign in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from policies.acknowledgements.actions import record_on_paper
from policies.acknowledgements.models import Acknowledgement
from policies.documents.models import Version
from tests.accounts.absenting import member
from tests.cast import BEGAN, Cast
from tests.councilsm.files.samples import a_file
from tests.policies.reading import ALL, page_of, to_be_read, unsigned
from tests.policies.writing import an_adopted_version

As = Callable[[Person], Client]


@pytest.fixture
def version(cast: Cast) -> Version:
    return to_be_read(cast)


def signed(membership: Membership, **more: Any) -> dict[str, Any]:
    """A paper that somebody signed today."""
    day = today()
    return {
        "membership": str(membership.pk),
        **{"read_on_day": day.day, "read_on_month": day.month, "read_on_year": day.year},
        "paper_reference": "Personnel file 7",
        **more,
    }


def test_somebody_without_a_sign_in_signs_on_paper(cast: Cast, as_: As, version: Version) -> None:
    gus, adam, url = unsigned(cast), as_(cast.adam), f"{page_of(version)}paper/"
    assert url in adam.get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert adam.post(url, signed(gus, paper_reference="")).status_code == 422
    tomorrow = today() + timedelta(days=1)
    assert adam.post(url, signed(gus, read_on_year=tomorrow.year + 1)).status_code == 422
    assert adam.post(url, signed(member(cast.ana))).status_code == 422  # she signs in
    assert as_(cast.rita).post(url, signed(gus)).status_code == 403
    assert not Acknowledgement.objects.exists()
    assert adam.post(url, signed(gus)).status_code == 302
    done = Acknowledgement.objects.get()
    assert (done.membership, done.recorded_by) == (gus, cast.adam)
    assert AuditEvent.objects.filter(verb="policy.read_on_paper").count() == 1
    page = adam.get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert "Signed on paper: Personnel file 7" in page


def test_a_scan_is_kept_with_it(cast: Cast, as_: As, version: Version) -> None:
    gus, adam = unsigned(cast), as_(cast.adam)
    scan = a_file(cast)
    answer = adam.post(
        f"{page_of(version)}paper/", signed(gus, paper_reference="", scan_kept=scan.digest)
    )
    assert answer.status_code == 302
    assert Acknowledgement.objects.get().scan == scan
    page = adam.get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert f"/files/{scan.digest}/" in page


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"category": "councillor"}, "leaves out"),
        ({"can_sign_in": True}, "signs in here"),
        ({"category": "volunteer"}, "does not bind"),
        ({"ends_on": date(2026, 1, 1)}, "does not belong"),
    ],
)
def test_paper_of_whom_nobody_asks_is_refused(
    cast: Cast, version: Version, columns: dict[str, Any], words: str
) -> None:
    gus = unsigned(cast, **{"can_sign_in": False, **columns})
    with pytest.raises(RuleBroken, match=words):
        record_on_paper(
            version=version,
            membership=gus,
            read_on=today(),
            paper_reference="File 7",
            actor=cast.adam,
        )


@pytest.mark.parametrize(
    ("read_on", "words"),
    [
        (BEGAN - timedelta(days=1), "began on"),
        (date(2026, 2, 28), "approved only later: March 2026"),
        (today() + timedelta(days=1), "in the future"),
    ],
)
def test_a_day_on_paper_that_cannot_be(
    cast: Cast, version: Version, read_on: date, words: str
) -> None:
    new = an_adopted_version(
        version.policy, "v.2", approved_on="2026-03", effective_from=date(2026, 4, 1)
    )
    with pytest.raises(RuleBroken, match=words):
        record_on_paper(
            version=new,
            membership=unsigned(cast),
            read_on=read_on,
            paper_reference="File 7",
            actor=cast.adam,
        )
