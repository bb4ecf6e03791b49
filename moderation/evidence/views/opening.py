"""Looking at evidence: opened by a person, on the trail, and shown to them alone for a while."""

import time
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.files.names import stored_name
from councilsm.files.pictures import NoPicture, make_anew
from councilsm.files.views import SANDBOX
from councilsm.refusals import Stale
from councilsm.steps import take_step
from moderation.evidence.actions import confirm_evidence, mark_spoiled, open_evidence
from moderation.evidence.actions.looking import confirmation_is_due
from moderation.evidence.forms import ConfirmForm
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import (
    LOOKERS,
    READERS,
    looks_at,
    opens,
    require_sight,
)
from moderation.evidence.storage import whole_bytes

log = structlog.get_logger(__name__)

#: Where a session remembers what its person has opened, and when.
OPENED = "evidence_opened"
#: How long it stays open, in seconds.
OPEN_FOR = 30 * 60


def evidence_to_see(
    request: MemberRequest, uid: UUID, *duties: Duty, to_open: bool = False
) -> Evidence:
    """The council's evidence of that address, if this person may see it (`require_sight`).

    Raises:
        Http404: there is none, or it is restricted and not for them.
        PermissionDenied: they hold none of the duties.
    """
    rows = request.council.evidence.select_related("item", "captured_by", "council")
    evidence: Evidence = get_object_or_404(rows, uid=uid)
    require_sight(request.membership, evidence, *(duties or LOOKERS), to_open=to_open)
    return evidence


def sent(request: MemberRequest) -> QueryDict | None:
    """What a form of this page was sent with, which may be nothing at all; None for a look."""
    return request.POST if request.method == "POST" else None


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def detail(request: MemberRequest, uid: UUID) -> HttpResponse:
    """What is known of one piece of evidence; the picture itself once this person opened it."""
    evidence = evidence_to_see(request, uid, *READERS, to_open=True)
    confirmation = getattr(evidence, "confirmation", None)
    page = {
        "evidence": evidence,
        "item": evidence.item,
        "confirmation": confirmation,
        "waiting": evidence.destructions.waiting().select_related("asked_by").first(),
        "is_open": is_open(request, evidence),
        "minutes": OPEN_FOR // 60,
        "may_confirm": confirmation is None and evidence.captured_by_id != request.user.pk,
        "to_confirm": confirmation_is_due(evidence),
        "may_open": opens(request.membership, evidence),
        "may_act": looks_at(request.membership, evidence),
        "reads_log": any(map(request.membership.allows, (Duty.LOG_MODERATION, Duty.READ_TRAIL))),
        "events": timeline(evidence),
    }
    return render(request, "moderation/evidence/detail.html", page)


@member_view(Duty.SUBMIT_DRAFTS)
@require_POST
def opening(request: MemberRequest, uid: UUID) -> HttpResponse:
    """Opens evidence for this person, for half an hour."""
    return open_page(request, evidence_to_see(request, uid, to_open=True))


def open_page(request: MemberRequest, evidence: Evidence) -> HttpResponse:
    """Opens evidence for who asks, who may see it, and goes on to its page."""
    if not is_open(request, evidence):
        open_evidence(evidence=evidence, actor=request.user)
        now = time.time()
        still = {
            uid: when
            for uid, when in request.session.get(OPENED, {}).items()
            if now - when < OPEN_FOR
        }
        request.session[OPENED] = {**still, str(evidence.uid): now}
    return redirect("evidence:detail", request.council.slug, evidence.uid)


def is_open(request: MemberRequest, evidence: Evidence) -> bool:
    """Whether this person has opened it in this session, and it may be looked at still."""
    when = request.session.get(OPENED, {}).get(str(evidence.uid), 0)
    return evidence.may_be_opened and time.time() - when < OPEN_FOR


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def original(request: MemberRequest, uid: UUID) -> HttpResponseBase:
    """The bytes as they were captured, to save."""
    return serve_evidence(request, evidence_to_see(request, uid, to_open=True))


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def preview(request: MemberRequest, uid: UUID) -> HttpResponseBase:
    """The picture made anew, for the page."""
    return serve_evidence(request, evidence_to_see(request, uid, to_open=True), made_anew=True)


def serve_evidence(
    request: MemberRequest, evidence: Evidence, *, made_anew: bool = False
) -> HttpResponseBase:
    """The bytes of evidence, to whoever opened it and may see it, as an attachment in a sandbox.

    They are compared with the digest first; what is not what was captured is never shown as such.

    Args:
        made_anew: a picture encoded again, which holds nothing but pixels.

    Raises:
        PermissionDenied: this person did not open it, or too long ago.
        Http404: it was destroyed, or its bytes are missing or changed.
    """
    if not evidence.may_be_opened:
        raise Http404
    if not is_open(request, evidence):
        raise PermissionDenied("Open the evidence first.")
    data, kind, name = whole_bytes(evidence), evidence.media_type, evidence.name
    if data is None:
        note_spoiled(evidence)
        raise Http404
    if made_anew:
        try:
            made = make_anew(data)
        except NoPicture:
            raise Http404 from None
        data, kind, name = made.data, made.media_type, stored_name(name, made.extension)
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response


def note_spoiled(evidence: Evidence) -> None:
    """What is found missing or changed by day is noted as the nightly check would."""
    log.error("evidence_changed_or_missing", evidence_id=evidence.pk)
    try:
        mark_spoiled(evidence=evidence)
    except Stale:
        return


@member_view(Duty.SUBMIT_DRAFTS)
def confirm(request: MemberRequest, uid: UUID) -> HttpResponse:
    """A second person says that it shows what stood there; they must have looked."""
    evidence = evidence_to_see(request, uid)
    if evidence.may_be_opened and not is_open(request, evidence):
        messages.warning(request, "Open the evidence and look at it before you confirm it.")
        return redirect("evidence:detail", request.council.slug, evidence.uid)
    return take_step(
        request,
        ConfirmForm(sent(request), council=request.council),
        lambda **said: confirm_evidence(evidence=evidence, actor=request.user, **said),
        "moderation/evidence/confirm.html",
        said="Confirmed.",
        then=reverse("evidence:detail", args=[request.council.slug, evidence.uid]),
        evidence=evidence,
    )
