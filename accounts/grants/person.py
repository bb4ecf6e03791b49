"""One person's access, on their record."""

from django.urls import reverse

from accounts.grants.models import AccessGrant
from accounts.people.sections import Line, Section, Subject, period, tells_person
from councilsm.forms import when_in_words


@tells_person(10)
def access(of: Subject) -> Section:
    """What they have and had, the newest first (a query)."""
    grants = of.membership.access_grants.select_related("account", "way_in")
    at = reverse("grants:list", args=[of.council.slug])
    lines = [_line(of, grant, at) for grant in grants.order_by("-number")]
    return Section("Access to accounts", lines, "No access is on record.")


def _line(of: Subject, grant: AccessGrant, at: str) -> Line:
    grant.membership = of.membership  # not asked for again by each row
    tag = grant.tag
    facts = [
        f"{grant.get_level_display()}. {period(grant.starts_on, grant.ends_here_on)}",
        grant.why,
        grant.clause,
        "Reads direct messages" if grant.direct_messages else "",
    ]
    asked = grant.basis == AccessGrant.Basis.REQUEST
    if grant.status == AccessGrant.Status.GRANTED and not grant.is_over and (asked or grant.told):
        facts.append(_told(grant))
    if grant.confirmed_on:
        facts.append(f"Seen on the platform {when_in_words(grant.confirmed_on)}")
    if grant.removed_on:
        facts.append(f"Removed there {when_in_words(grant.removed_on)}")
    return Line(
        what=f"{grant.reference} {grant.what}",
        url=f"{at}{grant.reference}/",
        label=tag["label"],
        colour=tag["colour"],
        facts=[fact for fact in facts if fact],
    )


def _told(grant: AccessGrant) -> str:
    if grant.told and grant.told_on:
        return f"Told {grant.get_told_display().lower()}, {when_in_words(grant.told_on)}"
    return "Not yet told in writing"
