"""The library: every policy, its version, and where it stands."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.steps import take_step
from policies.documents.actions import add_policy
from policies.documents.beside import told
from policies.documents.forms.policies import PolicyForm
from policies.documents.questions import LONG, current_versions
from policies.documents.views.staff.common import keeps


@member_view(Duty.SUBMIT_DRAFTS)
def library(request: MemberRequest) -> HttpResponse:
    """What holds today of each policy, what is being written, and what features above tell."""
    council, day = request.council, today()
    page = keyset_page(council.policies.select_related("owner"), request, order=("title", "pk"))
    current = current_versions(council, day)
    work = council.policy_versions.in_work().defer(*LONG)
    in_work = {version.policy_id: version for version in work}
    columns = told(request.membership, day) if page.items else []
    rows = [
        {
            "policy": policy,
            "version": current.get(policy.pk),
            "in_work": in_work.get(policy.pk),
            "is_withdrawn": policy.withdrawn_on is not None and policy.withdrawn_on <= day,
            "cells": [(heading, cells.get(policy.pk)) for heading, cells in columns],
        }
        for policy in page.items
    ]
    context = {
        "page": page,
        "rows": rows,
        "headings": [heading for heading, _ in columns],
        "keeps": keeps(request),
    }
    return render(request, "policies/documents/library.html", context)


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
