"""The pages of reading: one's own, one's team's, everybody's, and what was signed on paper."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from accounts.people.models.membership import MembershipQuerySet
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.steps import take_step
from policies.acknowledgements.actions import acknowledge, record_on_paper
from policies.acknowledgements.forms import PaperForm, ReadForm
from policies.acknowledgements.lines import Line, lines_of
from policies.acknowledgements.questions import (
    SEES_ALL,
    cells_of,
    present,
    readable,
    rows,
    team_of,
)
from policies.acknowledgements.tally import tallies, texts
from policies.acknowledgements.unread import of_everybody, unread
from policies.documents.clauses import clauses_of
from policies.documents.models import Scope, Version
from policies.documents.text import to_html


@member_view(Duty.SUBMIT_DRAFTS)
def mine(request: MemberRequest) -> HttpResponse:
    """What one must read and has read, and what one's team has not (LLTC-5.1-a)."""
    own, day = request.membership, today()
    team = list(team_of(own, day)) if own.offices else []
    cells = cells_of(own, day)
    context = {
        "to_read": [cell for cell in cells if cell.is_missing],
        "read": [cell for cell in cells if cell.read],
        "guidance": [
            cell
            for cell in cells
            if cell.binds == Scope.Binds.GUIDANCE and not (cell.read or cell.is_missing)
        ],
        "manages": bool(team),
        "team": still_to_read(own, team, day),
        "sees_all": sees_all(own),
    }
    return render(request, "policies/acknowledgements/mine.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def read(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """The text of a version, and below it the box to tick."""
    own, day = request.membership, today()
    found = find(request, policy, version)
    form = ReadForm(
        request.POST if request.method == "POST" else None,
        council=request.council,
        initial={"digest": found.digest},
    )
    current = found.policy.version_on(day)
    return take_step(
        request,
        form,
        lambda read, digest: acknowledge(
            version=found, membership=own, digest=digest, actor=request.user
        ),
        "policies/acknowledgements/read.html",
        said=f"It is recorded that you have read {found.policy}, {found.label}.",
        then=reverse("acknowledgements:mine", args=[request.council.slug]),
        policy=found.policy,
        version=found,
        html=to_html(found.text),
        clauses=clauses_of(found),
        current=current,
        is_current=current == found,
        has_words=bool(found.text or found.file),
        cell=rows(request.council, [own], day, versions=[found])[0].cells[0],
    )


@member_view(Duty.SUBMIT_DRAFTS)
def everybody(request: MemberRequest) -> HttpResponse:
    """Who has read what: by policy; with `?policy=` everybody of one; with `?by=people` by person.

    For those who keep policies or people, or read the trail.
    """
    if not sees_all(request.membership):
        raise PermissionDenied(Duty.MANAGE_RULES.label)
    council, day = request.council, today()
    slug = request.GET.get("policy")
    if slug and (one := readable(council, day).filter(policy__slug=slug).first()):
        return of_policy(request, one, present(council, day).select_related("person").by_name())
    if request.GET.get("by") == "people":
        return by_people(request)
    context = {"tallies": tallies(council, day)}
    return render(request, "policies/acknowledgements/all.html", context)


def by_people(request: MemberRequest) -> HttpResponse:
    """Everybody who has still something to read, a page at a time."""
    council, day = request.council, today()
    lines = lines_of(
        unread([council.pk], day, books={council.pk: council.rulebook}, judged=of_everybody), day
    )
    people = council.memberships.filter(pk__in=lines).select_related("person").by_name()
    page = keyset_page(people, request, order=("name", "pk"), total=str(len(lines)))
    context = {
        "page": page,
        "rows": [(member, lines[member.pk]) for member in page.items],
        "is_empty": not lines and not texts(council, day),
    }
    return render(request, "policies/acknowledgements/by_people.html", context)


def still_to_read(
    manager: Membership, team: Sequence[Membership], day: date
) -> list[tuple[Membership, list[Line]]]:
    """Those of somebody's team who have not read what they must, with what that is."""
    if not team:
        return []
    council = manager.council
    books = {council.pk: council.rulebook}
    lines = lines_of(unread([council.pk], day, of=manager, books=books, judged=of_everybody), day)
    return [(member, lines[member.pk]) for member in team if member.pk in lines]


def of_policy(request: MemberRequest, version: Version, people: MembershipQuerySet) -> HttpResponse:
    """Everybody and one version, a page at a time; with `?show=unread` who has not read it."""
    council, day = request.council, today()
    unread = request.GET.get("show") == "unread"
    if unread:  # known only of everybody at once; as many as the list of policies counts
        page = None
        shown = [row for row in rows(council, people, day, versions=[version]) if row.missing]
    else:
        page = keyset_page(people, request, order=("name", "pk"))
        shown = rows(council, page.items, day, versions=[version])
    context = {
        "version": version,
        "unread": unread,
        "page": page,
        "rows": [(row.membership, row.cells[0]) for row in shown],
        "keeps": request.membership.allows(Duty.MANAGE_RULES),
    }
    return render(request, "policies/acknowledgements/policy.html", context)


@member_view(Duty.MANAGE_RULES)
def paper(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Somebody without a sign-in signed on paper."""
    found, day = find(request, policy, version), today()
    unsigned = present(request.council, day).filter(can_sign_in=False)
    people = [
        row.membership
        for row in rows(request.council, unsigned, day, versions=[found])
        if row.missing
    ]
    posted = request.method == "POST"
    form = PaperForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        council=request.council,
        people=people,
        # What a link names already; a choice field drops what is not among the choices.
        initial={"membership": request.GET.get("membership", "")},
    )
    return take_step(
        request,
        form,
        partial(record_on_paper, version=found, actor=request.user),
        "policies/acknowledgements/paper.html",
        said=lambda done: f"Recorded: {done.membership.goes_by} has read {found.policy}.",
        then=list_of(request, found),
        policy=found.policy,
        version=found,
        people=people,
    )


def find(request: MemberRequest, policy: str, version: str) -> Version:
    """An adopted version of a policy of the council's, or 404."""
    adopted = request.council.policy_versions.adopted().select_related("policy", "file")
    found: Version = get_object_or_404(adopted, policy__slug=policy, slug=version)
    found.council = found.policy.council = request.council
    if found.file:
        found.file.council = request.council
    return found


def list_of(request: MemberRequest, version: Version) -> str:
    """The address of the list of who has read a policy."""
    address = reverse("acknowledgements:all", args=[request.council.slug])
    return f"{address}?policy={version.policy.slug}"


def sees_all(membership: Membership) -> bool:
    """Whether somebody sees who has read what."""
    return any(membership.allows(duty) for duty in SEES_ALL)
