"""The library: every policy, its version, and where it stands."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from accounts.councils.models import Council
from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.steps import take_step
from policies.dates import in_words
from policies.documents.actions import add_policy
from policies.documents.beside import told
from policies.documents.forms.policies import PolicyForm
from policies.documents.models import Policy, Version
from policies.documents.views.staff.common import keeps


@member_view(Duty.SUBMIT_DRAFTS)
def library(request: MemberRequest) -> HttpResponse:
    """What holds today of each policy, what is being written, and what features above tell."""
    council, day = request.council, today()
    page = keyset_page(council.policies.all(), request, order=("title", "pk"))
    current, in_work = standing_of(council, page.items, day)
    columns = told(request.membership, day) if page.items else []
    rows = []
    for policy in page.items:
        is_withdrawn = policy.withdrawn_on is not None and policy.withdrawn_on <= day
        rows.append(
            {
                "policy": policy,
                "version": None if is_withdrawn else current.get(policy.pk),
                "in_work": in_work.get(policy.pk),
                "is_withdrawn": is_withdrawn,
                "cells": [(heading, cells.get(policy.pk)) for heading, cells in columns],
            }
        )
    context = {
        "page": page,
        "rows": rows,
        "headings": [heading for heading, _ in columns],
        "keeps": keeps(request),
    }
    return render(request, "policies/documents/library.html", context)


class Listed(NamedTuple):
    """A version as the library shows it."""

    policy: int
    label: str
    state: str
    effective_from: date

    @property
    def from_in_words(self) -> str:
        return in_words(self.effective_from.isoformat())

    @property
    def state_in_words(self) -> str:
        return Version.State(self.state).label.lower()


def standing_of(
    council: Council, policies: Sequence[Policy], day: date
) -> tuple[dict[int, Listed], dict[int, Listed]]:
    """Of some policies the version that began last by a day, and what is written; one query."""
    versions = council.policy_versions.filter(policy__in=policies)
    shown = versions.in_force(day) | versions.in_work()
    rows = shown.order_by("effective_from").values_list(*Listed._fields)
    found = [Listed(*row) for row in rows]
    approved = Version.State.APPROVED
    current = {one.policy: one for one in found if one.state == approved}
    return current, {one.policy: one for one in found if one.state != approved}


@member_view(Duty.MANAGE_RULES)
def new(request: MemberRequest) -> HttpResponse:
    """A policy is added; its first version is begun from its page."""
    form = PolicyForm(request.POST or None, council=request.council)
    return take_step(
        request,
        form,
        partial(add_policy, council=request.council, actor=request.user),
        "policies/documents/new.html",
        said=lambda policy: f"{policy} is added. Begin its first version.",
    )
